/** The file that a page loads: the conversation at once, and what few pages use as soon as its tag is there. */
export * from './core.js';
import './elements/call-button.js';
import './elements/connection-status.js';
import './elements/interrupt-button.js';
import './elements/message-input.js';
import './elements/mute-button.js';
import './elements/realtime-voice-chat.js';
import './elements/record-button.js';
import './elements/transcript-log.js';
import './elements/voice-motion.js';
export { Recorder } from './recording/recorder.js';
export { registerTexts, textsFor } from './texts/texts.js';

/** Elements in files of their own; to load one where no tag of it is seen, inside a shadow root, name its file. */
const ON_DEMAND: Record<string, () => Promise<unknown>> = {
  'camera-preview': () => import('./elements/camera-preview.js'),
  'device-select': () => import('./elements/device-select.js'),
  'recording-list': () => import('./elements/recording-list.js'),
  'transcript-export': () => import('./elements/transcript-export.js'),
  'turn-settings': () => import('./elements/turn-settings.js'),
  'voice-meter': () => import('./elements/voice-meter.js'),
  'volume-slider': () => import('./elements/volume-slider.js'),
};

// Collections that the browser keeps up to date: to look at them costs nothing.
const awaited = new Map(Object.keys(ON_DEMAND).map((tag) => [tag, document.getElementsByTagName(tag)]));
const observer = new MutationObserver(loadAwaited);
observer.observe(document, { childList: true, subtree: true });
loadAwaited();

function loadAwaited(): void {
  for (const [tag, { length }] of awaited) {
    if (!length) continue;
    awaited.delete(tag);
    ON_DEMAND[tag]?.().catch((error: unknown) => console.error(`<${tag}> could not be loaded.`, error));
  }
  if (!awaited.size) observer.disconnect();
}
