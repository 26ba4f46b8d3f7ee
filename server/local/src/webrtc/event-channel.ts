import type { RTCDataChannel } from 'werift';

/** More than this waiting in the channel makes it slow: the rest waits here, bytes. */
const MOST_BUFFERED = 16 * 1024;

/** The server events of a call on their way into its data channel. */
export class EventChannel {
  #channel: RTCDataChannel | null = null;
  #waiting: string[] = [];

  /** The largest event that the other side takes, bytes. */
  get maxBytes(): number {
    return this.#channel?.sctp.remoteMaxMessageSize || Infinity;
  }

  /** What was sent before the channel was there goes out now. */
  attach(channel: RTCDataChannel): void {
    this.#channel = channel;
    channel.bufferedAmountLowThreshold = MOST_BUFFERED;
    channel.bufferedAmountLow.subscribe(() => this.#flush());
    channel.stateChanged.subscribe(() => this.#flush());
    this.#flush();
  }

  send(json: string): void {
    this.#waiting.push(json);
    this.#flush();
  }

  close(): void {
    this.#waiting = [];
    this.#channel = null;
  }

  #flush(): void {
    const channel = this.#channel;
    while (channel?.readyState === 'open' && channel.bufferedAmount <= MOST_BUFFERED) {
      const json = this.#waiting.shift();
      if (json === undefined) return;
      channel.send(json);
    }
  }
}
