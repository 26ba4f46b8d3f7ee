import { ContextRoot, createContext } from '@lit/context';
import type { RealtimeSession } from '../session/realtime-session.js';

/** The session of the surrounding `<realtime-voice-chat>`. */
export const sessionContext = createContext<RealtimeSession | null>(Symbol('realtime-session'));

// Controls may be defined, and ask, before the element that provides: the root keeps their questions.
// A server that renders pages may load the elements too; nobody asks there.
if (globalThis.document) new ContextRoot().attach(document.documentElement);
