import type { RTCDataChannel } from 'werift';
import { fitEvent } from './fit-event.ts';

/** With more than this waiting in it a data channel grows slow, bytes: the rest waits outside. */
const MOST_BUFFERED = 16 * 1024;

/** The way of server events into the data channel of a call. */
export class EventChannel {
  #channel: RTCDataChannel | null = null;
  readonly #waiting: string[] = [];

  /**
   * What was sent before goes out now.
   * @returns false when there is a channel already
   */
  attach(channel: RTCDataChannel): boolean {
    if (this.#channel) return false;
    this.#channel = channel;
    channel.bufferedAmountLowThreshold = MOST_BUFFERED;
    channel.bufferedAmountLow.subscribe(() => this.#flush());
    channel.stateChanged.subscribe(() => this.#flush());
    this.#flush();
    return true;
  }

  send(json: string): void {
    this.#waiting.push(json);
    this.#flush();
  }

  #flush(): void {
    const channel = this.#channel;
    while (channel?.readyState === 'open' && channel.bufferedAmount <= MOST_BUFFERED) {
      const json = this.#waiting.shift();
      if (json === undefined) return;
      channel.send(fitEvent(json, channel.sctp.remoteMaxMessageSize || Infinity));
    }
  }
}
