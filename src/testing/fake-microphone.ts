/** Loudness of the syllables, and how many there are in a second. */
const SYLLABLES_HZ = 4;
const PITCH_HZ = 160;

/**
 * Gives the page a microphone that hears somebody murmur, in place of the one of the device: for stories and tests,
 * where nobody is to be asked for theirs.
 *
 * @returns puts the real one back
 */
export function fakeMicrophone(): () => void {
  // Over the prototype's method, which is there again when this one is gone.
  Object.defineProperty(navigator.mediaDevices, 'getUserMedia', {
    value: async () => murmur(),
    configurable: true,
  });
  return () => {
    delete (navigator.mediaDevices as Partial<MediaDevices>).getUserMedia;
  };
}

function murmur(): MediaStream {
  const context = new AudioContext();
  const voice = new OscillatorNode(context, { type: 'sawtooth', frequency: PITCH_HZ });
  const syllables = new OscillatorNode(context, { frequency: SYLLABLES_HZ });
  const loudness = new GainNode(context, { gain: 0.1 });
  const destination = context.createMediaStreamDestination();
  syllables.connect(new GainNode(context, { gain: 0.1 })).connect(loudness.gain);
  voice.connect(loudness).connect(destination);
  voice.start();
  syllables.start();
  const [track] = destination.stream.getAudioTracks();
  const stop = track?.stop.bind(track);
  if (track) {
    track.stop = () => {
      stop?.();
      if (context.state !== 'closed') void context.close();
    };
  }
  return destination.stream;
}
