import type { RealtimeRequestEvent, RequestVerb } from '../context/request.js';
import type { RealtimeRecordingEvent } from '../recording/take.js';
import type { RealtimeErrorEvent, RealtimeTurnEvent } from '../session/session-events.js';
import type { RealtimeConsentEvent } from './chat/consent.js';
import type { RealtimeDeviceRequestEvent } from './device-select.js';
import type { RealtimeTakeRequestEvent } from './recording-list.js';
import type { RealtimeExportRequestEvent } from './transcript-export.js';

type Requests = { [Verb in RequestVerb as `realtime-${Verb}-request`]: RealtimeRequestEvent };

/** Every event of the elements; all of them bubble and leave shadow trees. */
export interface RealtimeEventMap extends Requests {
  'realtime-camera-change': Event;
  'realtime-consent-change': RealtimeConsentEvent;
  'realtime-delete-request': RealtimeTakeRequestEvent;
  'realtime-device-request': RealtimeDeviceRequestEvent;
  'realtime-download-request': RealtimeTakeRequestEvent;
  'realtime-error': RealtimeErrorEvent;
  'realtime-export-request': RealtimeExportRequestEvent;
  'realtime-open-change': Event;
  'realtime-recording': RealtimeRecordingEvent;
  'realtime-replay-request': RealtimeTakeRequestEvent;
  'realtime-settings-change': Event;
  'realtime-status-change': Event;
  'realtime-transport-change': Event;
  'realtime-turn-change': RealtimeTurnEvent;
}

declare global {
  // What elements, documents and windows have in common.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an augmentation is an interface
  interface GlobalEventHandlersEventMap extends RealtimeEventMap {}
}
