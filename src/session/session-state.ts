import type { RealtimeError } from '../protocol/realtime-error.js';
import { ORDINARY_PACE_MS } from './heard-text.js';
import type { TransportKind } from '../transports/transport.js';

/** One contribution to the conversation. */
export interface Turn {
  /** The item's in the service's conversation. */
  readonly id: string;
  /** Who says it. */
  readonly role: 'user' | 'assistant' | 'system';
  /** What was said, as far as it is known. Plain text, never markup. */
  readonly text: string;
  /** `streaming` until all of it is known, and heard where it sounds. */
  readonly status: 'streaming' | 'done' | 'interrupted' | 'failed';
  /** The rest of an interrupted answer, which was never heard. */
  readonly unheard?: string;
  /** When its sound began, or when it was written, ms since 1970; as near as this side can tell. */
  readonly startedAt: number;
  /** When its sound ended, ms since 1970; absent until it has. */
  readonly endedAt?: number;
  /** Pictures that were put into the conversation with it, as `data:` URLs. */
  readonly images?: readonly string[];
}

export type SessionStatus = 'idle' | 'connecting' | 'connected' | 'failed';

/**
 * What the conversation is doing, the most telling first: the person is heard
 * speaking, the answer sounds, the answer is awaited, the microphone is open.
 */
export type SessionActivity = 'hearing' | 'speaking' | 'thinking' | 'listening' | 'idle';

/** The whole of a session at one moment; frozen, replaced by a new one when anything changes. */
export interface SessionState {
  /** How it is connected. */
  readonly status: SessionStatus;
  /** What is going on, the most telling first. */
  readonly activity: SessionActivity;
  /** The microphone is open and what it hears is sent. */
  readonly recording: boolean;
  /** The microphone is silenced, open or not. */
  readonly muted: boolean;
  /** In the order of the conversation, which is not always the order of arrival. */
  readonly turns: readonly Turn[];
  /** What went wrong last; cleared by the next attempt. */
  readonly error: RealtimeError | null;
  /** Which way the sound travels, and why not the way that was tried first; `null` while unconnected. */
  readonly transport: { readonly kind: TransportKind; readonly reason: RealtimeError | null } | null;
  /** The browser lets no sound out until the person clicks something: offer `resume()`. */
  readonly soundBlocked: boolean;
  /** The browser is asking the person for the microphone, or it is being opened. */
  readonly asking: boolean;
  /** The answers' own sound came back through the microphone, and the guard is up: suggest headphones. */
  readonly echo: boolean;
  /** How loud the answers are, 0…1. */
  readonly volume: number;
  /** The devices that were chosen, by id; `''` is the system's default. */
  readonly devices: Devices;
  /** A camera's picture is there. */
  readonly camera: boolean;
}

export type Devices = Readonly<Record<MediaDeviceKind, string>>;

/** One item of the conversation as the reducer keeps it. */
export interface Item {
  readonly id: string;
  /** The text of each content part; the turn's text is all of them. */
  readonly parts: readonly string[];
  /** `null` for items that nobody said: function calls and their results. */
  readonly turn: Turn | null;
  /** It sounds, or will: it is done when it was heard. */
  readonly audible?: boolean;
  /** Its response is complete: what becomes of another one is not its business. */
  readonly made?: boolean;
  /** The item it must follow once that is known. */
  readonly awaits?: string | undefined;
}

/** What the reducer keeps: the facts from which the snapshot is made. */
export interface Model extends Omit<SessionState, 'activity' | 'turns'> {
  readonly items: readonly Item[];
  /** So many items at the beginning are those of the model before: in a long conversation almost all. */
  readonly shared: number;
  /** Pictures that were sent, by item. */
  readonly images: Readonly<Record<string, readonly string[]>>;
  /** How many items belong to earlier connections; the service does not know of those. */
  readonly earlier: number;
  /** Whether the service transcribes what the person says. */
  readonly transcribing: boolean;
  readonly hearing: boolean;
  /** What is being said and is no item of the conversation yet, by the id that it will have. */
  readonly uncommitted: string | null;
  /** How long the assistant's voice takes for a character, ms. */
  readonly paceMs: number;
  /** A response was asked for, or is being made (`true`). */
  readonly responding: boolean | 'asked';
  /** The answer sounds. */
  readonly playing: boolean;
  /** The answer is being written, where it is text only. */
  readonly writing: boolean;
}

/** What is true of every session without a connection. */
export const DISCONNECTED = {
  transport: null,
  soundBlocked: false,
  asking: false,
  recording: false,
  hearing: false,
  uncommitted: null,
  responding: false,
  playing: false,
  writing: false,
};

export const INITIAL_MODEL: Model = Object.freeze({
  ...DISCONNECTED,
  status: 'idle',
  error: null,
  muted: false,
  echo: false,
  volume: 1,
  devices: { audioinput: '', audiooutput: '', videoinput: '' },
  camera: false,
  items: [],
  shared: 0,
  images: {},
  earlier: 0,
  transcribing: true,
  paceMs: ORDINARY_PACE_MS,
});

/** Makes the public snapshot, sharing what has not changed with the one before: all of it, if nothing has. */
export function snapshot(model: Model, before?: { model: Model; state: SessionState }): SessionState {
  const turns =
    before && before.model.items === model.items ? before.state.turns : Object.freeze(turnsOf(model, before));
  const { status, recording, muted, error, transport, soundBlocked } = model;
  const { asking, echo, volume, devices, camera } = model;
  const state: SessionState = {
    status,
    activity: activity(model),
    recording,
    muted,
    turns,
    error,
    transport,
    soundBlocked,
    asking,
    echo,
    volume,
    devices,
    camera,
  };
  const keys = Object.keys(state) as (keyof SessionState)[];
  return before && keys.every((key) => state[key] === before.state[key])
    ? before.state
    : Object.freeze(state);
}

function activity(model: Model): SessionActivity {
  if (model.hearing) return 'hearing';
  if (model.playing || model.writing) return 'speaking';
  if (model.responding) return 'thinking';
  return model.recording ? 'listening' : 'idle';
}

/** What a page without a session shows. */
export const IDLE_STATE = snapshot(INITIAL_MODEL);

/** Copied in one piece: with a long conversation that is ten times faster than turn by turn. */
function turnsOf({ items, shared }: Model, before?: { model: Model; state: SessionState }): Turn[] {
  const turns = before?.state.turns ?? [];
  // Where some items are no turns, places differ.
  const kept = turns.length === before?.model.items.length ? shared : 0;
  const rest = items.slice(kept).flatMap(({ turn }) => turn ?? []);
  return kept ? [...turns].toSpliced(kept, Infinity, ...rest) : rest;
}
