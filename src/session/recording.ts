import { LevelMeter } from '../audio/level-meter.js';
import { openMicrophone, stopStream } from '../audio/microphone.js';

/** A microphone between `startTurn` and `endTurn`; opened in the click that makes it. */
export class Recording {
  readonly stream = openMicrophone();
  /** The service has made an item of something that was said. */
  committed = false;
  #meter: LevelMeter | null = null;

  /**
   * @param lost called when the microphone goes away by itself
   * @throws RealtimeError when the microphone cannot be had
   */
  async open(context: AudioContext, lost: () => void): Promise<MediaStream> {
    const stream = await this.stream;
    for (const track of stream.getAudioTracks()) track.addEventListener('ended', lost);
    this.#meter = new LevelMeter(context, context.createMediaStreamSource(stream));
    return stream;
  }

  setMuted(muted: boolean): void {
    this.stream.then(
      (stream) => stream.getAudioTracks().forEach((track) => (track.enabled = !muted)),
      () => {},
    );
  }

  level(): number {
    return this.#meter?.level() ?? 0;
  }

  /** Lets the microphone go, also one that is still being opened. */
  close(): void {
    this.#meter?.close();
    this.stream.then(stopStream, () => {});
  }
}
