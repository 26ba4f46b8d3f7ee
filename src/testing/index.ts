/** For tests and stories of pages that use the kit: no service, key or network. */
export { ScriptedTransport } from './scripted-transport.js';
