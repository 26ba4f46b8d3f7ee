import { loadSherpa, type SherpaVad } from './sherpa.ts';
import { HEARING_SAMPLE_RATE } from './recogniser.ts';
import type { VoiceDetector, VoiceDetectorOptions, VoiceEdge } from './speech-engine.ts';

/** What the Silero model hears at once, samples. */
const WINDOW = 512;
const WINDOW_MS = (WINDOW / HEARING_SAMPLE_RATE) * 1000;
/** The model also looks back at the end of the window before, samples. */
const LOOK_BACK = 64;
/** Voice this long is speech; a click or a knock is shorter, a "no" twice as long. */
const MIN_SPEECH_WINDOWS = 4;
/** `isDetected` needs a second window to be sure, so the voice began in the one before. */
const NOTICED_LATE_MS = WINDOW_MS;
/** The model goes on saying "voice" for about this long after the last of it. */
const LINGERS_MS = 2 * WINDOW_MS;
/** Root mean square of the loudest window, -55 dBFS: what never gets louder is not meant for us. */
const MIN_LOUDNESS = 10 ** (-55 / 20);
