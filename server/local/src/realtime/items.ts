import { pcm16ToFloat32 } from '../audio/pcm.ts';
import { resample } from '../audio/resampler.ts';
import type { BrainMessage, Picture } from '../brain/brain.ts';
import type { SpeechEngine } from '../speech/speech-engine.ts';
import { AudioDecoder, AudioEncoder, SESSION_RATE } from './audio-format.ts';
import type { Entry } from './conversation.ts';
import type { Item } from './events.ts';
import { createId } from './ids.ts';
import { SPEECH_RATE, type Sound } from './input-buffer.ts';
import { type Detail, imageTokens, pictureSize } from './picture.ts';
import { ProtocolError } from './protocol-error.ts';
import type { AudioFormat } from './session-config.ts';

/** The field that a content part cannot be without. */
const NEEDED = {
  input_text: 'text',
  input_audio: 'audio',
  input_image: 'image_url',
  output_text: 'text',
} as const;

interface ContentPart {
  type?: string;
  text?: string;
  audio?: string;
  transcript?: string | null;
  image_url?: string;
  detail?: Detail;
}

/**
 * Makes an entry of an item that a client wrote.
 * @param path where in the event it stands, for errors
 * @throws ProtocolError for content that is incomplete, or is not what it says
 */
export function createEntry(item: Item, path: string, format: AudioFormat, engine: SpeechEngine): Entry {
  const id = item.id ?? createId('item');
  if (item.type !== 'message') return { item: { ...item, id } };
  let tokens = 0;
  const content = (item.content as ContentPart[]).map((part, index) => {
    const needed = NEEDED[part.type as keyof typeof NEEDED];
    if (needed && (part as Record<string, unknown>)[needed] === undefined) {
      const param = `${path}.content[${index}].${needed}`;
      throw new ProtocolError('missing_required_parameter', `Missing required parameter: '${param}'.`, param);
    }
    if (part.type === 'input_image') {
      const size = pictureSize(part.image_url!, `${path}.content[${index}].image_url`);
      tokens += imageTokens(size, part.detail);
    }
    return part;
  });
  const base = { id, type: item.type, status: 'completed', role: item.role };
  const index = content.findIndex((part) => part.type === 'input_audio');
  const counted = tokens > 0 ? { imageTokens: tokens } : {};
  if (index < 0) return { item: { ...base, content } as Entry['item'], ...counted };
  const pcm = new AudioDecoder(format).decode(content[index]!.audio!, `${path}.content[${index}].audio`);
  const sound = { pcm, speech: resample(pcm16ToFloat32(pcm), SESSION_RATE, SPEECH_RATE) };
  const shown = content.map(({ audio: _audio, ...part }) =>
    part.type === 'input_audio' ? { ...part, transcript: part.transcript ?? null } : part,
  );
  return {
    item: { ...base, content: shown } as unknown as Entry['item'],
    sound,
    heard: hear(engine, sound),
    ...counted,
  };
}

/** The entry of a turn that was spoken. */
export function spokenEntry(itemId: string, sound: Sound, heard: Promise<string>): Entry {
  const content = [{ type: 'input_audio', transcript: null }];
  const item = { id: itemId, type: 'message', status: 'completed', role: 'user', content };
  return { item: item as unknown as Entry['item'], sound, heard };
}

/** The item with the user's sound in it. */
export function withSound(entry: Entry, format: AudioFormat): object {
  if (!entry.sound || entry.item.type !== 'message') return entry.item;
  const encoder = new AudioEncoder(format);
  const audio = Buffer.concat(
    [encoder.encode(entry.sound.pcm), encoder.flush()].map((part) => Buffer.from(part, 'base64')),
  );
  const content = (entry.item.content as ContentPart[]).map((part) =>
    part.type === 'input_audio' ? { ...part, audio: audio.toString('base64') } : part,
  );
  return { ...entry.item, content };
}

/** The item as it is announced: a picture is large, and the client has it. */
export function withoutPictures(item: Entry['item']): object {
  if (item.type !== 'message') return item;
  const content = (item.content as ContentPart[]).map(({ image_url: _url, ...part }) => part);
  return { ...item, content };
}

/** The conversation in words and pictures; of sound it waits for what was recognised. */
export async function toMessages(entries: readonly Entry[]): Promise<BrainMessage[]> {
  const messages = await Promise.all(entries.map(toMessage));
  return messages.filter((message) => message !== null);
}

async function toMessage(entry: Entry): Promise<BrainMessage | null> {
  const { item } = entry;
  if (item.type === 'function_call_output')
    return { role: 'system', text: `Function result: ${item.output}` };
  if (item.type !== 'message') return null;
  const text = [textOf(entry), await entry.heard].filter(Boolean).join(' ');
  // A user who was not understood still had a turn; an answer of which nothing was heard was none.
  if (!text && item.role !== 'user') return null;
  const pictures = (item.content as ContentPart[]).flatMap(
    ({ image_url: url, detail = 'auto' }): Picture[] => (url ? [{ url, detail }] : []),
  );
  return { role: item.role, text, ...(pictures.length > 0 && { pictures }) };
}

/** The written words of an item. */
export function textOf({ item }: Entry): string {
  if (item.type === 'function_call_output') return item.output;
  if (item.type === 'function_call') return item.arguments;
  if (item.type !== 'message') return '';
  return (item.content as ContentPart[])
    .map((part) => part.text ?? (part.type === 'output_audio' ? part.transcript : ''))
    .filter(Boolean)
    .join(' ');
}

function hear(engine: SpeechEngine, sound: Sound): Promise<string> {
  // A failure to hear is the same as nothing heard.
  return engine.transcribe(sound.speech).catch(() => '');
}
