import { IDLE_STATE, type SessionState, type Turn } from '../session/session-state.js';
import type { RecordableSession } from './recorder.js';

/** What the two voices are: the person hums low, the assistant high, Hz. */
export const PITCHES = { user: 440, assistant: 1320 };

/** A call with real sound that tests let begin, speak and end as they like. */
export class RecordableCall extends EventTarget implements RecordableSession {
  state: SessionState = IDLE_STATE;
  media: RecordableSession['media'] = null;
  camera: MediaStream | null = null;
  #voices: { user: GainNode; assistant: GainNode } | null = null;

  set(facts: Partial<SessionState>): void {
    this.state = { ...this.state, ...facts };
    this.dispatchEvent(new Event('change'));
  }

  async connect(status: SessionState['status'] = 'connected'): Promise<void> {
    const context = new AudioContext();
    await context.resume();
    const voice = (frequency: number) => {
      const gain = new GainNode(context, { gain: 0 });
      const oscillator = new OscillatorNode(context, { frequency });
      oscillator.connect(gain);
      oscillator.start();
      return gain;
    };
    this.#voices = { user: voice(PITCHES.user), assistant: voice(PITCHES.assistant) };
    this.media = { context, input: this.#voices.user, output: this.#voices.assistant };
    this.set({ status });
  }

  /** Lets one of the two be heard for a time, and notes that as a turn. */
  async speak(role: 'user' | 'assistant', ms: number): Promise<Turn> {
    const { gain } = this.#voices![role];
    const startedAt = Date.now();
    gain.value = 0.5;
    await wait(ms);
    gain.value = 0;
    const id = `${role} ${this.state.turns.length}`;
    const turn: Turn = { id, role, text: 'Hm.', status: 'done', startedAt, endedAt: Date.now() };
    this.set({ turns: [...this.state.turns, turn] });
    return turn;
  }

  hangUp(): void {
    void this.media?.context.close();
    this.media = null;
    this.set({ status: 'idle', recording: false });
  }
}

export const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** When a pitch is heard in a file: from the first to the last moment, ms; `null` if never. */
export async function heard(blob: Blob, pitch: number): Promise<[fromMs: number, toMs: number] | null> {
  const context = new OfflineAudioContext(1, 1, 48_000);
  const sound = (await context.decodeAudioData(await blob.arrayBuffer())).getChannelData(0);
  const window = 960;
  const moments: number[] = [];
  for (let at = 0; at + window <= sound.length; at += window) {
    let [real, imaginary] = [0, 0];
    for (let n = 0; n < window; n += 1) {
      const phase = (2 * Math.PI * pitch * n) / 48_000;
      real += (sound[at + n] ?? 0) * Math.cos(phase);
      imaginary += (sound[at + n] ?? 0) * Math.sin(phase);
    }
    if (Math.hypot(real, imaginary) / window > 0.05) moments.push((at / 48_000) * 1000);
  }
  return moments.length ? [moments[0]!, moments.at(-1)! + 20] : null;
}

/** The colour in the middle of a video at a time, as red, green and blue. */
export async function colourAt(blob: Blob, ms: number): Promise<[number, number, number]> {
  const video = document.createElement('video');
  video.muted = true;
  video.src = URL.createObjectURL(blob);
  await new Promise((resolve, reject) => {
    video.onseeked = resolve;
    video.onerror = () => reject(new Error(video.error?.message));
    video.currentTime = ms / 1000;
  });
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d')!;
  context.drawImage(video, video.videoWidth / 2, video.videoHeight / 2, 1, 1, 0, 0, 1, 1);
  URL.revokeObjectURL(video.src);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return [red!, green!, blue!];
}

/** A camera that sees one colour. */
export function camera(colour: string, width = 320, height = 240): MediaStream {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d')!;
  const timer = setInterval(() => {
    context.fillStyle = colour;
    context.fillRect(0, 0, width, height);
  }, 50);
  after(() => clearInterval(timer));
  return canvas.captureStream();
}

/** As one file: the package's entry for browsers leaves out a module of Node's, which only a bundler can. */
const MEDIABUNNY = '/node_modules/mediabunny/dist/bundles/mediabunny.min.mjs';

/** What an independent reader finds in a file: its tracks, and when the last frame begins, ms. */
export async function readFile(blob: Blob): Promise<{ tracks: string[]; durationMs: number }> {
  const { ALL_FORMATS, BlobSource, Input } = (await import(MEDIABUNNY)) as typeof import('mediabunny');
  const input = new Input({ source: new BlobSource(blob), formats: ALL_FORMATS });
  const tracks = (await input.getTracks()).map(({ type, codec }) => `${type} ${codec}`);
  return { tracks, durationMs: (await input.computeDuration()) * 1000 };
}
