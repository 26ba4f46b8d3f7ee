import { createContext } from '@lit/context';
import type { Recorder } from '../recording/recorder.js';

/** The recorder of the surrounding `<realtime-voice-chat>`: its takes and their player. */
export const recorderContext = createContext<Recorder | null>(Symbol('realtime-recorder'));
