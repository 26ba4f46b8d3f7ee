/** Ids of EBML and Matroska elements, as in https://www.rfc-editor.org/rfc/rfc9559. */
const EBML = 0x1a45dfa3;
const SEGMENT = 0x18538067;
const SEEK_HEAD = 0x114d9b74;
const SEEK = 0x4dbb;
const SEEK_ID = 0x53ab;
const SEEK_POSITION = 0x53ac;
const INFO = 0x1549a966;
const TIMESTAMP_SCALE = 0x2ad7b1;
const DURATION = 0x4489;
const TRACKS = 0x1654ae6b;
const TRACK_ENTRY = 0xae;
const TRACK_NUMBER = 0xd7;
const TRACK_TYPE = 0x83;
const CLUSTER = 0x1f43b675;
const TIMESTAMP = 0xe7;
const SIMPLE_BLOCK = 0xa3;
const BLOCK_GROUP = 0xa0;
const BLOCK = 0xa1;
const CUES = 0x1c53bb6b;
const CUE_POINT = 0xbb;
const CUE_TIME = 0xb3;
const CUE_TRACK_POSITIONS = 0xb7;
const CUE_TRACK = 0xf7;
const CUE_CLUSTER_POSITION = 0xf1;

/** The clusters' sizes are unknown where the browser wrote them so; then what is around them may have none either. */
const UNKNOWN_SIZE = new Uint8Array([1, 255, 255, 255, 255, 255, 255, 255]);
const VIDEO = 1;
const KEYFRAME = 0x80;
/** A last picture that stands still says nothing of how long the file is, ms. */
const LONGEST_FRAME_MS = 100;

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Makes a browser's WebM seekable. MediaRecorder writes a stream: without its duration and without an index,
 * so that players can neither say how long it is nor jump. This reads the stream as it is written, keeps
 * nothing but where things are, and makes a new head and an index around the clusters, which stay where the
 * browser has them.
 */
export class WebmIndex {
  /** What was read of an element that is not complete, and where in the stream it stands. */
  #rest: Bytes = new Uint8Array(0);
  #offset = 0;
  /** How much is still to come of an element that is of no interest, bytes. */
  #skip = 0;
  #head: Bytes[] = [];
  #info: Bytes[] = [];
  #scaleNs = 1_000_000;
  /** The track by which one seeks: a picture before a sound. */
  #track = 0;
  #hasVideo = false;
  #hasSound = false;
  #clustersAt = 0;
  #cluster = { at: 0, time: 0, cued: false };
  #cues: { time: number; at: number }[] = [];
  /** When each track's last frame began, in units of the file. */
  readonly #last = new Map<number, number>();
  #end = 0;

  /** How long it is, as far as it was read, ms. */
  get durationMs(): number {
    return (this.#end * this.#scaleNs) / 1e6;
  }

  /**
   * Reads on.
   *
   * @throws RangeError if this is no WebM
   */
  add(chunk: Bytes): void {
    const bytes = concat([this.#rest, chunk]);
    let at = this.#skip;
    for (let next: number | null = at; next !== null; next = this.#read(bytes, at)) at = next;
    this.#skip = Math.max(0, at - bytes.length);
    at -= this.#skip;
    this.#rest = bytes.slice(at);
    this.#offset += at;
  }

  /** The whole stream as a file that has its duration and an index; its clusters are not copied. */
  finish(stream: Blob): Blob {
    if (!this.#clustersAt) return stream;
    const clusters = stream.slice(this.#clustersAt);
    const [ebml, tracks] = this.#head as [Bytes, Bytes];
    const info = element(INFO, ...this.#info, element(DURATION, float(this.#end)));
    // Positions count from the segment's first byte; the list of them has the same length whatever they are.
    const seekHead = (cuesAt: number): Bytes => {
      const infoAt = cuesAt ? seekHead(0).length : 0;
      const seek = (id: number, position: number) =>
        element(SEEK, element(SEEK_ID, bigEndian(id)), element(SEEK_POSITION, uint(position)));
      return element(SEEK_HEAD, seek(INFO, infoAt), seek(TRACKS, infoAt + info.length), seek(CUES, cuesAt));
    };
    const clustersAt = seekHead(0).length + info.length + tracks.length;
    const cuesAt = clustersAt + clusters.size;
    const cues = element(
      CUES,
      ...this.#cues.map(({ time, at }) =>
        element(
          CUE_POINT,
          element(CUE_TIME, uint(time)),
          element(
            CUE_TRACK_POSITIONS,
            element(CUE_TRACK, uint(this.#track)),
            element(CUE_CLUSTER_POSITION, uint(at - this.#clustersAt + clustersAt)),
          ),
        ),
      ),
    );
    const head = [ebml, bigEndian(SEGMENT), UNKNOWN_SIZE, seekHead(cuesAt), info, tracks];
    return new Blob([...head, clusters, cues], { type: stream.type });
  }

  /** Reads the element at `at` and answers where the next one begins; null if there is too little of it. */
  #read(bytes: Bytes, at: number): number | null {
    const id = vint(bytes, at, true);
    const size = id && vint(bytes, id.end);
    if (!size) return null;
    const body = bytes.subarray(size.end, size.end + size.value);
    const whole = body.length === size.value;
    if (id.value === CLUSTER) {
      this.#clustersAt ||= this.#offset + at;
      this.#cluster = { at: this.#offset + at, time: 0, cued: false };
    }
    switch (id.value) {
      case SEGMENT:
      case CLUSTER:
      case BLOCK_GROUP:
        return size.end; // on with what is in it
      case EBML:
      case TRACKS:
        if (!whole) return null;
        this.#head.push(bytes.slice(at, size.end + size.value));
        if (id.value === TRACKS) this.#readTracks(body);
        break;
      case INFO:
        if (!whole) return null;
        for (const child of children(body)) {
          if (child.id === TIMESTAMP_SCALE) this.#scaleNs = number(child.body);
          if (child.id !== DURATION) this.#info.push(child.bytes.slice());
        }
        break;
      case TIMESTAMP:
        if (!whole) return null;
        this.#cluster.time = number(body);
        break;
      case SIMPLE_BLOCK:
      case BLOCK:
        if (body.length < 4) return null;
        this.#readBlock(body);
    }
    return size.end + size.value;
  }

  #readTracks(body: Bytes): void {
    for (const { id, body: entry } of children(body)) {
      if (id !== TRACK_ENTRY) continue;
      const fields = new Map([...children(entry)].map((field) => [field.id, number(field.body)]));
      const isVideo = fields.get(TRACK_TYPE) === VIDEO;
      this.#hasSound ||= !isVideo;
      if (this.#track && !isVideo) continue;
      this.#track = fields.get(TRACK_NUMBER) ?? 0;
      this.#hasVideo = isVideo;
    }
  }

  /** A block begins with its track, its time from the cluster's on, and flags. */
  #readBlock(body: Bytes): void {
    const track = body[0]! & 0x7f;
    const time = this.#cluster.time + new DataView(body.buffer, body.byteOffset).getInt16(1);
    const before = this.#last.get(track) ?? time;
    // How long the last picture stands is a guess; where there is sound, that tells.
    const besideSound = this.#hasSound && this.#hasVideo && track === this.#track;
    const frame = besideSound ? 0 : Math.min(time - before, (LONGEST_FRAME_MS * 1e6) / this.#scaleNs);
    this.#end = Math.max(this.#end, time + frame);
    this.#last.set(track, time);
    const { at, cued } = this.#cluster;
    if (cued || track !== this.#track || (this.#hasVideo && !(body[3]! & KEYFRAME))) return;
    this.#cues.push({ time, at });
    this.#cluster.cued = true;
  }
}

/** A number whose first byte tells by its leading zeros how many follow; `null` if they are not all there. */
function vint(bytes: Bytes, at: number, isId = false): { value: number; end: number } | null {
  const first = bytes[at];
  if (first === undefined) return null;
  const length = Math.clz32(first) - 23;
  if (length > 8) throw new RangeError('This is no WebM.');
  if (at + length > bytes.length) return null;
  const digits = bytes.slice(at, at + length);
  if (!isId) digits[0] = first & (0xff >> length);
  return { value: number(digits), end: at + length };
}

function* children(body: Bytes): Generator<{ id: number; body: Bytes; bytes: Bytes }> {
  for (let at = 0; at < body.length;) {
    const id = vint(body, at, true);
    const size = id && vint(body, id.end);
    if (!size) return;
    const end = size.end + size.value;
    yield { id: id.value, body: body.subarray(size.end, end), bytes: body.subarray(at, end) };
    at = end;
  }
}

const number = (bytes: Bytes) => bytes.reduce((value, byte) => value * 256 + byte, 0);

function concat(parts: readonly Bytes[]): Bytes {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** An id as it is written: without zeros in front. */
function bigEndian(id: number): Bytes {
  const bytes = uint(id);
  return bytes.slice(bytes.findIndex(Boolean));
}

function uint(value: number): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

function float(value: number): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return bytes;
}

function element(id: number, ...parts: Bytes[]): Bytes {
  const body = concat(parts);
  const size = bigEndian(body.length + (body.length < 0x7f ? 0x80 : 0x1000_0000));
  return concat([bigEndian(id), size, body]);
}
