import { RealtimeError } from '../protocol/realtime-error.js';
import { assertSecureContext } from './secure-context.js';

/** What `realtime-capture` says; the worklet file documents it. */
export type CaptureMessage = { type: 'chunk'; samples: Int16Array } | { type: 'flushed' };

/** What `realtime-playback` says; the worklet file documents it. */
export type PlaybackMessage =
  | { type: 'started' | 'underrun'; id: string }
  | { type: 'position' | 'ended'; id: string; frames: number }
  | { type: 'interrupted'; id: string | null; frames: number };

/** An audio thread that runs answers within some 10 ms; one that is suspended may never do so. */
const ANSWER_TIMEOUT_MS = 250;

const loading = new WeakMap<BaseAudioContext, Promise<void>>();

/**
 * Makes the processors known to a context, once for each context.
 * @throws RealtimeError `insecure-context` or `audio-failed`
 */
export function loadWorklet(context: BaseAudioContext): Promise<void> {
  let loaded = loading.get(context);
  if (!loaded) {
    loading.set(context, (loaded = load(context)));
    // A failure is not kept: the next attempt may be allowed what this one was not.
    loaded.catch(() => loading.delete(context));
  }
  return loaded;
}

async function load(context: BaseAudioContext): Promise<void> {
  assertSecureContext();
  const { href } = new URL('./worklets/audio.worklet.js', import.meta.url);
  try {
    await context.audioWorklet.addModule(href);
  } catch (cause) {
    throw new RealtimeError(
      'audio-failed',
      // Inlined by a bundler it is a data: URL, of which the beginning says enough.
      `The browser could not load the audio worklet ${href.slice(0, 200)}: check that the address answers and that the page's Content-Security-Policy allows it in script-src.`,
      { cause },
    );
  }
}

/** Posts a message and waits for the answer of the given type; undefined if it does not come in time. */
export function ask<Answer extends { type: string }>(
  port: MessagePort,
  type: string,
  answer: string,
): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const settle = (data?: Answer) => {
      clearTimeout(timer);
      port.removeEventListener('message', listener);
      resolve(data);
    };
    const listener = ({ data }: MessageEvent<Answer>) => {
      if (data.type === answer) settle(data);
    };
    const timer = setTimeout(settle, ANSWER_TIMEOUT_MS);
    port.addEventListener('message', listener);
    port.postMessage({ type });
  });
}
