import { clock, timestamp } from './clock.js';
import { ORDINARY_PACE_MS, spokenLength } from './heard-text.js';
import type { Turn } from './session-state.js';

export type TranscriptFormat = 'txt' | 'md' | 'json' | 'vtt' | 'srt';

export interface TranscriptOptions {
  /** The moment that is time zero, such as a recording's `startedAt`, ms since 1970; default: the first turn's. */
  readonly from?: number | undefined;
  /** What the speakers are called; default `You`, `Assistant`, `System`. */
  readonly names?: Partial<Record<Turn['role'], string>> | undefined;
}

/** A caption of at most two lines, in characters. */
const LONGEST_CUE = 84;
/** No voice is as fast as that: what claims to be was written, and is shown as long as it takes to say, ms. */
const FASTEST_PACE_MS = 15;

interface Cue {
  /** ms from time zero */
  start: number;
  end: number;
  readonly name: string;
  readonly text: string;
}

/**
 * A conversation as a file. Of an answer that was cut off it has what was heard; turns that ended before
 * time zero are left out.
 *
 * - `txt`, `md`: a paragraph for each turn, with the time at which it began
 * - `vtt`, `srt`: captions that fit a recording, long turns in several
 * - `json`: `{ version: 1, startedAt: string, turns: { id, role, name, text, status, unheard?, images?,
 *   startedAt: string, endedAt?: string, startMs: number, endMs?: number }[] }` with ISO 8601 times, and
 *   milliseconds from time zero
 */
export function exportTranscript(
  turns: readonly Turn[],
  format: TranscriptFormat,
  { from, names }: TranscriptOptions = {},
): string {
  const zero = from ?? Math.min(...turns.map(({ startedAt }) => startedAt));
  const called = { user: 'You', assistant: 'Assistant', system: 'System', ...names };
  const told = turns.filter(({ endedAt = Infinity }) => endedAt >= zero);
  const said = told.filter(({ text }) => text.trim());
  switch (format) {
    case 'json':
      return `${JSON.stringify(toJson(told, zero, called), null, 2)}\n`;
    case 'txt':
      return said
        .map((turn) => `[${clock(turn.startedAt - zero)}] ${called[turn.role]}: ${turn.text.trim()}\n`)
        .join('\n');
    case 'md':
      return said
        .map(
          (turn) =>
            `**${called[turn.role]}** (${clock(turn.startedAt - zero)})\n\n${noTags(turn.text.trim())}\n`,
        )
        .join('\n');
    case 'vtt':
      return ['WEBVTT\n', ...toCues(said, zero, called).map(vttCue)].join('\n');
    case 'srt':
      return apart(toCues(said, zero, called))
        .map(srtCue)
        .join('\n');
    default:
      throw new RangeError(`There is no format "${String(format)}"; use one of txt, md, json, vtt, srt.`);
  }
}

function toJson(turns: readonly Turn[], zero: number, names: Record<Turn['role'], string>): object {
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    version: 1,
    ...(Number.isFinite(zero) && { startedAt: iso(zero) }),
    turns: turns.map(({ startedAt, endedAt, ...turn }) => ({
      ...turn,
      name: names[turn.role],
      startedAt: iso(startedAt),
      startMs: startedAt - zero,
      ...(endedAt !== undefined && { endedAt: iso(endedAt), endMs: endedAt - zero }),
    })),
  };
}

/** Captions in the order of their beginning; voices may sound together. */
function toCues(turns: readonly Turn[], zero: number, names: Record<Turn['role'], string>): Cue[] {
  return turns
    .flatMap(({ role, text, startedAt, endedAt = startedAt }) => {
      const words = text.replace(/\s+/g, ' ').trim();
      const whole = spokenLength(words);
      let lengthMs = endedAt - startedAt;
      if (lengthMs < whole * FASTEST_PACE_MS) lengthMs = whole * ORDINARY_PACE_MS;
      let spoken = 0;
      const at = () => Math.max(0, Math.round(startedAt - zero + (spoken / whole) * lengthMs));
      return pieces(words).map((piece): Cue => {
        const start = at();
        spoken += spokenLength(piece);
        return { start, end: Math.max(at(), start + 1), name: names[role], text: piece.trim() };
      });
    })
    .sort((a, b) => a.start - b.start);
}

/** One after the other, for players that show one caption at a time. */
function apart(cues: Cue[]): Cue[] {
  cues.forEach((cue, index) => {
    const next = cues[index + 1];
    if (!next) return;
    cue.end = Math.max(cue.start + 1, Math.min(cue.end, next.start));
    next.start = Math.max(next.start, cue.end);
    next.end = Math.max(next.end, next.start + 1);
  });
  return cues;
}

const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' });
const words = new Intl.Segmenter(undefined, { granularity: 'word' });

/** Cuts a text between sentences, and a long sentence between words, into pieces of readable length. */
function pieces(text: string): string[] {
  const result = [''];
  for (const { segment: sentence } of sentences.segment(text)) {
    for (const part of sentence.length > LONGEST_CUE ? wordsOf(sentence) : [sentence]) {
      const piece = result.at(-1)! + part;
      if (piece.trimEnd().length > LONGEST_CUE) result.push(part);
      else result[result.length - 1] = piece;
    }
  }
  return result.filter(Boolean);
}

/** Words, each with what follows it: no caption begins with a comma. */
function wordsOf(sentence: string): string[] {
  const result: string[] = [];
  for (const { segment, isWordLike } of words.segment(sentence)) {
    if (isWordLike || !result.length) result.push(segment);
    else result[result.length - 1] += segment;
  }
  return result;
}

const noTags = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const noMarkup = (text: string) => noTags(text).replaceAll('>', '&gt;');

const vttCue = ({ start, end, name, text }: Cue) =>
  `${timestamp(start)} --> ${timestamp(end)}\n<v ${noMarkup(name)}>${noMarkup(text)}\n`;

/** SubRip has no way to write its own arrow as text. */
const srtCue = ({ start, end, name, text }: Cue, index: number) =>
  `${index + 1}\n${timestamp(start, ',')} --> ${timestamp(end, ',')}\n${`${name}: ${text}`.replaceAll('-->', '→')}\n`;
