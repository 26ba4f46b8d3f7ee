/** All elements, registered: the file that a page loads. */
export * from './core.js';
export { ConnectionStatus } from './elements/connection-status.js';
export { RealtimeVoiceChat } from './elements/realtime-voice-chat.js';
export { RecordButton } from './elements/record-button.js';
export { TranscriptLog } from './elements/transcript-log.js';
