import type { Recorder } from '../recording/recorder.js';
import { followChat, type Host } from './follow-chat.js';
import { recorderContext } from './recorder-context.js';

/** Connects an element to the recorder of its chat, and renders it when takes or their player change. */
export class RecorderController {
  recorder: Recorder | null = null;

  constructor(host: Host) {
    const update = () => host.requestUpdate();
    followChat(host, 'recorder', recorderContext, (recorder) => {
      if (recorder === this.recorder) return;
      for (const source of [this.recorder, this.recorder?.player]) {
        source?.removeEventListener('change', update);
      }
      this.recorder = recorder;
      for (const source of [recorder, recorder?.player]) source?.addEventListener('change', update);
      update();
    });
  }
}
