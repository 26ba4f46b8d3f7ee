import type { RealtimeError } from '../protocol/realtime-error.js';
import type { RealtimeMessageEvent } from '../transports/transport.js';
import type { Turn } from './session-state.js';

/** A failure; of the session as `error`, of the elements as `realtime-error`. */
export class RealtimeErrorEvent extends Event {
  readonly error: RealtimeError;

  constructor(type: string, error: RealtimeError, init?: EventInit) {
    super(type, init);
    this.error = error;
  }
}

/** A turn is over, or is over in another way than was told before; of the elements `realtime-turn-change`. */
export class RealtimeTurnEvent extends Event {
  readonly turn: Turn;

  constructor(type: string, turn: Turn, init?: EventInit) {
    super(type, init);
    this.turn = turn;
  }

  /** When its sound began, ms since 1970. */
  get startedAt(): number {
    return this.turn.startedAt;
  }

  /** When its sound ended, ms since 1970. */
  get endedAt(): number {
    return this.turn.endedAt ?? this.turn.startedAt;
  }
}

/** What a session tells. */
export interface RealtimeSessionEventMap {
  change: Event;
  event: RealtimeMessageEvent;
  turn: RealtimeTurnEvent;
  error: RealtimeErrorEvent;
}

/** An event target whose listeners know their events. */
export interface SessionEventTarget extends EventTarget {
  addEventListener<Type extends keyof RealtimeSessionEventMap>(
    type: Type,
    listener: (event: RealtimeSessionEventMap[Type]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(...parameters: Parameters<EventTarget['addEventListener']>): void;
  removeEventListener<Type extends keyof RealtimeSessionEventMap>(
    type: Type,
    listener: (event: RealtimeSessionEventMap[Type]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(...parameters: Parameters<EventTarget['removeEventListener']>): void;
}
