import type { RTCDataChannel } from 'werift';
import { fitEvent } from './fit-event.ts';

/** With more than this waiting in it a data channel grows slow, bytes: the rest waits outside. */
const MOST_BUFFERED = 16 * 1024;
/** A client that does not answer by then is gone, ms. */
const CLOSE_TIMEOUT_MS = 500;

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

  /** By the end of the channel the client learns at once that the call is over. */
  async close(): Promise<void> {
    const channel = this.#channel;
    if (channel?.readyState !== 'open') return;
    await new Promise<void>((resolve) => {
      const unanswered = setTimeout(resolve, CLOSE_TIMEOUT_MS);
      // Each direction is closed by itself: this one, and then the client's.
      let directions = 2;
      channel.sctp.sctp.onReconfigStreams.subscribe(() => {
        directions--;
        if (directions > 0) return;
        clearTimeout(unanswered);
        // What was sent last leaves in this turn of the event loop.
        setImmediate(resolve);
      });
      channel.close();
    });
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
