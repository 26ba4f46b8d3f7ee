import type { AudioTranscription } from 'openai/resources/realtime/realtime';
import { durationMs } from './audio-format.ts';
import type { Send } from './events.ts';
import type { CommittedTurn } from './speech-input.ts';
import { randomText } from './ids.ts';
import { inputAudioTokens, textTokens } from './tokens.ts';

const PREFIX = 'conversation.item.input_audio_transcription';

export function sendDelta(send: Send, itemId: string, delta: string): void {
  const event = { item_id: itemId, content_index: 0, delta, obfuscation: randomText(16) };
  send({ type: `${PREFIX}.delta`, ...event });
}

export function sendCompleted(
  send: Send,
  turn: CommittedTurn,
  transcript: string,
  model: AudioTranscription['model'],
): void {
  const usage = transcriptionUsage(turn.pcm, transcript, model);
  send({
    type: `${PREFIX}.completed`,
    item_id: turn.itemId,
    content_index: 0,
    transcript,
    usage,
    logprobs: null,
  });
}

export function sendFailed(send: Send, itemId: string): void {
  const error = {
    type: 'server_error',
    code: 'transcription_failed',
    message: 'The audio could not be transcribed. Say it again, or write it.',
  };
  send({ type: `${PREFIX}.failed`, item_id: itemId, content_index: 0, error });
}

/** Whisper is billed by time, the other models by tokens. */
function transcriptionUsage(pcm: Int16Array, transcript: string, model: AudioTranscription['model']): object {
  const ms = durationMs(pcm);
  if (model === 'whisper-1') return { type: 'duration', seconds: ms / 1000 };
  const input = inputAudioTokens(ms);
  const output = textTokens(transcript);
  return {
    type: 'tokens',
    total_tokens: input + output,
    input_tokens: input,
    input_token_details: { text_tokens: 0, audio_tokens: input },
    output_tokens: output,
  };
}
