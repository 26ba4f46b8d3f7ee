import { RealtimeError } from '../protocol/realtime-error.js';

/** What plays sound, where the browser lets one choose the loudspeaker: an audio context or a media element. */
interface Sink {
  readonly sinkId?: unknown;
  setSinkId?(deviceId: string): Promise<void>;
}

/**
 * Sends sound to another loudspeaker.
 * @param deviceId `''` for the system's default
 * @throws RealtimeError `loudspeaker-failed`; the sound stays where it was
 */
export async function chooseLoudspeaker(player: object, deviceId: string): Promise<void> {
  const sink = player as Sink;
  if (!deviceId && !sink.sinkId) return;
  if (!sink.setSinkId) {
    throw new RealtimeError(
      'loudspeaker-failed',
      'This browser cannot choose the loudspeaker: choose it in the settings of the system.',
    );
  }
  try {
    await sink.setSinkId(deviceId);
  } catch (cause) {
    throw new RealtimeError(
      'loudspeaker-failed',
      'This loudspeaker cannot be used: check that it is connected, or choose another.',
      { cause },
    );
  }
}
