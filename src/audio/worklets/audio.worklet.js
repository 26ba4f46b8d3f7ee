/*
 * The audio thread of the kit: a microphone tap and a loudspeaker queue. Plain JavaScript without imports, so
 * that it can be served, bundled or hosted as the one file it is. The service's side of both runs at
 * `processorOptions.rate` (24 000 Hz), the browser's at the context's own rate.
 *
 * realtime-capture, options {rate, chunkFrames}
 *   in   {type: 'flush'}                          hand over what is still held
 *        {type: 'input', samples, rate}           sound from elsewhere than the node's input, which is not connected
 *        {type: 'close'}                          let the processor be collected
 *   out  {type: 'chunk', samples: Int16Array}     exactly chunkFrames; fewer only as the last one of a flush
 *        {type: 'flushed'}                        after the last chunk of a flush
 *
 * realtime-playback, options {rate}; frames count samples at `rate` that sounded, from the beginning of their id
 *   in   {type: 'play', id, samples: Int16Array}  append; another id than before means the one before is complete
 *        {type: 'end', id}                        no more samples will come for id
 *        {type: 'interrupt'}                      be silent one quantum from now and forget the queue
 *        {type: 'close'}
 *   out  {type: 'started', id}                    its first sample sounds
 *        {type: 'position', id, frames}           every 50 ms of sound
 *        {type: 'underrun', id}                   ran dry before 'end'
 *        {type: 'ended', id, frames}              complete and fully played
 *        {type: 'interrupted', id, frames}        answers 'interrupt'; id is null if nothing was left to play
 */

/** Frames that a context renders at a time. */
const QUANTUM = 128;
/** Lobes of the sinc on either side: measured 60 dB down 3 % above the band edge, for 1 ms of delay. */
const LOBES = 24;
/** Where the filter is 6 dB down, as a part of the lower of both Nyquist frequencies. */
const CUTOFF = 0.92;
/** Length of the fades around an underrun. */
const FADE_SECONDS = 0.005;
/** What must be queued before sound goes on after an underrun. */
const REFILL_SECONDS = 0.06;
const POSITION_SECONDS = 0.05;
const FULL_SCALE = 0x8000;

/**
 * Streaming polyphase resampler between two whole sample rates; equal rates pass through bit by bit.
 * Push input while `!ready`, pull output while `ready`. N samples in and `tail` zeros give ceil(N·to/from) out.
 */
class Resampler {
  constructor(from, to) {
    let divisor = from;
    for (let rest = to; rest;) [divisor, rest] = [rest, divisor % rest];
    this.up = to / divisor;
    this.down = from / divisor;
    this.tail = from === to ? 0 : Math.ceil(LOBES * Math.max(1, from / to));
    this.taps = 2 * this.tail || 1;
    this.filters = Array.from({ length: this.up }, (_, phase) => this.filter(phase / this.up));
    this.reset();
  }

  /** A Blackman-windowed sinc, delayed by `fraction` of an input sample, with unit gain at 0 Hz. */
  filter(fraction) {
    const cutoff = CUTOFF * Math.min(1, this.up / this.down);
    const filter = new Float32Array(this.taps).map((_, tap) => {
      const x = Math.PI * (tap + 1 + this.tail - this.taps - fraction);
      const window =
        0.42 + 0.5 * Math.cos(x / (this.tail || 1)) + 0.08 * Math.cos((2 * x) / (this.tail || 1));
      return x ? (window * Math.sin(cutoff * x)) / x : window * cutoff;
    });
    const sum = filter.reduce((total, tap) => total + tap);
    return filter.map((tap) => tap / sum);
  }

  reset() {
    // Every sample is stored twice, a window apart, so that the latest `taps` always lie in one piece.
    this.history = new Float32Array(2 * this.taps);
    this.latest = 0;
    // Time of the next output after the centre of the window, in 1/up input samples.
    this.phase = this.up * (this.tail + 1);
  }

  get ready() {
    return this.phase < this.up;
  }

  push(sample) {
    this.latest = (this.latest + 1) % this.taps;
    this.history[this.latest] = this.history[this.latest + this.taps] = sample;
    this.phase -= this.up;
  }

  pull() {
    const { history, taps } = this;
    const filter = this.filters[this.phase];
    const oldest = this.latest + 1;
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) sum += history[oldest + tap] * filter[tap];
    this.phase += this.down;
    return sum;
  }
}

/** Hands each message to the method that bears its type's name; `close` ends the processor. */
class Processor extends AudioWorkletProcessor {
  constructor() {
    super();
    this.alive = true;
    this.port.onmessage = ({ data }) => this[data.type](data);
  }

  close() {
    this.alive = false;
  }
}

registerProcessor(
  'realtime-capture',
  class extends Processor {
    constructor({ processorOptions: { rate, chunkFrames } }) {
      super();
      this.rate = rate;
      this.chunk = new Int16Array(chunkFrames);
      this.filled = 0;
      this.setInputRate(Math.round(sampleRate));
    }

    setInputRate(rate) {
      this.inputRate = rate;
      this.resampler = new Resampler(rate, this.rate);
    }

    input({ samples, rate }) {
      if (rate !== this.inputRate) this.setInputRate(rate);
      // As much silence first as the resampler withholds: a chunk is then complete with a buffer, not 1 ms after.
      if (!this.begun) this.filled = Math.round((this.resampler.tail * this.rate) / rate);
      this.begun = true;
      for (const sample of samples) this.add(sample);
    }

    process([channels]) {
      // A source that is gone or has not begun has no channels.
      const frames = channels?.[0]?.length ?? 0;
      for (let frame = 0; frame < frames; frame++) {
        let sum = 0;
        for (let channel = 0; channel < channels.length; channel++) sum += channels[channel][frame];
        this.add(sum / channels.length);
      }
      return this.alive;
    }

    add(sample) {
      const { resampler, chunk } = this;
      resampler.push(sample);
      while (resampler.ready) {
        const value = Math.round(resampler.pull() * FULL_SCALE);
        chunk[this.filled++] = Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, value));
        if (this.filled === chunk.length) this.send();
      }
    }

    send() {
      const samples = this.chunk.slice(0, this.filled);
      this.filled = 0;
      this.port.postMessage({ type: 'chunk', samples }, [samples.buffer]);
    }

    flush() {
      for (let rest = this.resampler.tail; rest > 0; rest--) this.add(0);
      this.resampler.reset();
      this.begun = false;
      if (this.filled) this.send();
      this.port.postMessage({ type: 'flushed' });
    }
  },
);

registerProcessor(
  'realtime-playback',
  class extends Processor {
    constructor({ processorOptions: { rate } }) {
      super();
      this.resampler = new Resampler(rate, Math.round(sampleRate));
      this.fadeFrames = FADE_SECONDS * rate;
      this.refillFrames = REFILL_SECONDS * rate;
      this.positionFrames = POSITION_SECONDS * rate;
      this.farewell = new Float32Array(QUANTUM);
      this.fading = false;
      this.clear();
    }

    clear() {
      this.queue = [];
      this.head = 0; // the chunk being played
      this.offset = 0; // in that chunk
      this.available = 0; // samples in the queue
      this.id = null; // what sounds
      this.frames = 0; // of it, so far
      this.reported = 0; // of those, in the last 'position'
      this.open = null; // the id that may get more samples
      this.waiting = false; // for the queue to refill after an underrun
      this.gain = 1;
      this.resampler.reset();
    }

    play({ id, samples }) {
      if (!samples.length) return;
      this.queue.splice(0, this.head);
      this.head = 0;
      this.queue.push({ id, samples });
      this.available += samples.length;
      this.open = id;
    }

    end({ id }) {
      if (id === this.open) this.open = null;
    }

    interrupt() {
      if (this.id !== null) {
        // The last quantum is made here, so that the queue is free for what is played next.
        for (let frame = 0; frame < QUANTUM; frame++) {
          this.farewell[frame] = this.next() * (1 - (frame + 1) / QUANTUM);
        }
        this.fading = true;
      }
      const id = this.id ?? this.queue[this.head]?.id ?? null;
      this.port.postMessage({ type: 'interrupted', id, frames: this.frames });
      this.clear();
    }

    process(_inputs, [[output]]) {
      if (this.fading) output.set(this.farewell);
      else for (let frame = 0; frame < output.length; frame++) output[frame] = this.next();
      this.fading = false;
      if (this.frames - this.reported >= this.positionFrames) {
        this.reported = this.frames;
        this.port.postMessage({ type: 'position', id: this.id, frames: this.frames });
      }
      return this.alive;
    }

    /** The next frame at the context's rate. */
    next() {
      while (!this.resampler.ready) this.resampler.push(this.take());
      return this.resampler.pull();
    }

    /** The next sample of the queue, or silence. */
    take() {
      this.waiting &&= this.open !== null && this.available < this.refillFrames;
      if (this.waiting) return 0;
      if (!this.available) {
        this.dry();
        return 0;
      }
      const { id, samples } = this.queue[this.head];
      if (id !== this.id) {
        this.finish();
        this.id = id;
        this.port.postMessage({ type: 'started', id });
      }
      const sample = samples[this.offset++] / FULL_SCALE;
      if (this.offset === samples.length) {
        this.queue[this.head++] = null;
        this.offset = 0;
      }
      this.available--;
      this.frames++;
      // While more is to come, what is left must suffice to fade out; back in it goes as slowly.
      const limit = this.open === null ? 1 : this.available / this.fadeFrames;
      this.gain = Math.min(1, limit, this.gain + 1 / this.fadeFrames);
      return sample * this.gain;
    }

    /** The queue is empty: its id is either complete or late. */
    dry() {
      if (this.id === null) return;
      if (this.open === null) {
        this.finish();
        this.gain = 1;
      } else {
        this.waiting = true;
        this.port.postMessage({ type: 'underrun', id: this.id });
      }
    }

    finish() {
      if (this.id !== null) this.port.postMessage({ type: 'ended', id: this.id, frames: this.frames });
      this.id = null;
      this.frames = this.reported = 0;
    }
  },
);
