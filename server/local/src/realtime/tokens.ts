import { durationMs } from './audio-format.ts';
import type { Entry } from './conversation.ts';
import { textOf } from './items.ts';

/** Sound in and out is counted at the service's documented rates, ms a token. */
const INPUT_AUDIO_TOKEN_MS = 100;
const OUTPUT_AUDIO_TOKEN_MS = 50;
/** English text, roughly: characters a token. */
const CHARACTERS_PER_TOKEN = 4;
/** What a session may use in a minute; shown, not enforced. */
const TOKENS_PER_MINUTE = 40_000;

export interface OutputTokens {
  text: number;
  audio: number;
}

export function textTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}

export function inputAudioTokens(ms: number): number {
  return Math.ceil(ms / INPUT_AUDIO_TOKEN_MS);
}

export function outputAudioTokens(ms: number): number {
  return Math.ceil(ms / OUTPUT_AUDIO_TOKEN_MS);
}

/** The `usage` of a response. */
export function usage(instructions: string, input: readonly Entry[], output: OutputTokens) {
  let text = textTokens(instructions);
  let audio = 0;
  let image = 0;
  for (const entry of input) {
    image += entry.imageTokens ?? 0;
    if (entry.sound) audio += inputAudioTokens(durationMs(entry.sound.pcm));
    else if (entry.spoken) {
      audio += outputAudioTokens(entry.spoken.durationMs);
      text += textTokens(entry.spoken.text);
    } else text += textTokens(textOf(entry));
  }
  const inputTokens = text + audio + image;
  const outputTokens = output.text + output.audio;
  return {
    total_tokens: inputTokens + outputTokens,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    input_token_details: {
      text_tokens: text,
      audio_tokens: audio,
      image_tokens: image,
      cached_tokens: 0,
      cached_tokens_details: { text_tokens: 0, audio_tokens: 0, image_tokens: 0 },
    },
    output_token_details: { text_tokens: output.text, audio_tokens: output.audio },
  };
}

/** The `rate_limits` after a response that used so many tokens. */
export function rateLimits(usedTokens: number) {
  const used = Math.min(usedTokens, TOKENS_PER_MINUTE);
  return [
    {
      name: 'tokens',
      limit: TOKENS_PER_MINUTE,
      remaining: TOKENS_PER_MINUTE - used,
      reset_seconds: (used / TOKENS_PER_MINUTE) * 60,
    },
  ];
}
