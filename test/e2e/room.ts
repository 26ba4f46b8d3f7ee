declare global {
  interface Window {
    /** Told of each of the page's loudspeakers. */
    onloudspeaker?: (source: AudioNode) => void;
    /** Says something into the microphone: mono 16-bit samples in base64. */
    speakUp?: (base64: string, sampleRate: number) => void;
  }
}

/** What the microphone hears besides the person in front of it. */
export interface Room {
  /** How much quieter what the page plays is in the microphone, dB; default: it is not heard. */
  lossDb?: number;
  /** How late it is there, ms, default 0. */
  delayMs?: number;
}

/**
 * Runs in the page before anything else, after `recordOutput`: a room around the microphone, in which
 * the page's own sound can be heard, past every echo cancellation, and the person can speak at any time.
 */
export function furnishRoom({ lossDb, delayMs = 0 }: Room): void {
  const room = new AudioContext();
  const air = new DelayNode(room, { delayTime: delayMs / 1000, maxDelayTime: 1 });
  const loss = new GainNode(room, { gain: lossDb === undefined ? 0 : 10 ** (-lossDb / 20) });
  air.connect(loss);
  const mouth = new GainNode(room);
  window.onloudspeaker = (source) => {
    const wire = new MediaStreamAudioDestinationNode(source.context as AudioContext, { channelCount: 1 });
    source.connect(wire);
    room.createMediaStreamSource(wire.stream).connect(air);
  };
  window.speakUp = (base64, sampleRate) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const samples = Float32Array.from(new Int16Array(bytes.buffer), (sample) => sample / 32_768);
    const buffer = new AudioBuffer({ length: samples.length, sampleRate });
    buffer.copyToChannel(samples, 0);
    const voice = new AudioBufferSourceNode(room, { buffer });
    voice.connect(mouth);
    voice.start();
  };
  const { mediaDevices } = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    const person = await open(constraints);
    const mixed = new MediaStreamAudioDestinationNode(room, { channelCount: 1 });
    for (const sound of [room.createMediaStreamSource(person), loss, mouth]) sound.connect(mixed);
    void room.resume();
    const [track] = mixed.stream.getAudioTracks();
    const stop = track?.stop.bind(track);
    if (track) {
      track.stop = () => {
        stop?.();
        for (const spoken of person.getTracks()) spoken.stop();
      };
    }
    return mixed.stream;
  };
}
