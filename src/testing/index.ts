/** For tests and stories of pages that use the kit: no service, key, microphone or network. */
export type { Person } from './direct.js';
export { fakeMicrophone } from './fake-microphone.js';
export { partyPlanning } from './party-planning.js';
export { personOf, play, type PlayOptions, serve } from './play.js';
export {
  type AssistantStep,
  Conversation,
  conversation,
  type Step,
  type TurnTaking,
  type UserStep,
} from './scenario.js';
export { ScriptedTransport } from './scripted-transport.js';
