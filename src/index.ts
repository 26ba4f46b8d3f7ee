/** All elements, registered: the file that a page loads. */
export * from './core.js';
export { CallButton } from './elements/call-button.js';
export { ConnectionStatus } from './elements/connection-status.js';
export { InterruptButton } from './elements/interrupt-button.js';
export { MessageInput } from './elements/message-input.js';
export { MuteButton } from './elements/mute-button.js';
export { RealtimeVoiceChat } from './elements/realtime-voice-chat.js';
export { RecordButton } from './elements/record-button.js';
export { TranscriptLog } from './elements/transcript-log.js';
export { TurnSettings } from './elements/turn-settings.js';
