import { ProtocolError } from './protocol-error.ts';

/** How closely a model shall look. */
export type Detail = 'auto' | 'low' | 'high';

/** Width and height in pixels. */
export type Size = readonly [width: number, height: number];

const MIME_TYPES = ['image/png', 'image/jpeg'];
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const PNG_SIGNATURE = '89504e470d0a1a0a';

/** What the models before were documented to count: a base, and more for each tile of a scaled picture. */
const BASE_TOKENS = 85;
const TILE_TOKENS = 170;
const TILE_PX = 512;
const LONGEST_SIDE_PX = 2048;
const SHORTER_SIDE_PX = 768;

/**
 * Reads a picture as far as it must be known: that it is one, and how large.
 * @param url a data URL of PNG or JPEG in base64
 * @param param where in the event it stands, for errors
 * @throws ProtocolError for anything else
 */
export function pictureSize(url: string, param: string): Size {
  const refuse = (found: string): never => {
    const expected =
      "Expected a base64-encoded data URL with an image MIME type (e.g. 'data:image/png;base64,aW1nIGJ5dGVzIGhlcmU=')";
    throw new ProtocolError('invalid_value', `Invalid '${param}'. ${expected}, but got ${found}.`, param);
  };
  if (!url.startsWith('data:')) refuse("a value without the 'data:' prefix");
  const comma = url.indexOf(',');
  const [mimeType = '', ...parameters] = url.slice('data:'.length, comma).split(';');
  if (comma < 0 || parameters.at(-1) !== 'base64') refuse("a value without the ';base64' separator");
  if (!MIME_TYPES.includes(mimeType.toLowerCase())) refuse(`unsupported MIME type '${mimeType}'`);
  const base64 = url.slice(comma + 1);
  if (base64 === '') refuse('empty base64-encoded bytes');
  if (!BASE64.test(base64) || base64.length % 4 !== 0) refuse('an invalid base64-encoded value');
  const bytes = Buffer.from(base64, 'base64');
  const size = pngSize(bytes) ?? jpegSize(bytes);
  if (size && size[0] > 0 && size[1] > 0) return size;
  throw new ProtocolError(
    'image_parse_error',
    'The image data you provided does not represent a valid image. Please check your input and try again ' +
      `with one of the supported image formats: ['image/jpeg', 'image/png'].`,
    param,
  );
}

/** What a picture counts for, in tokens; a plausible number, not the bill of any service. */
export function imageTokens([width, height]: Size, detail: Detail = 'auto'): number {
  if (detail === 'low') return BASE_TOKENS;
  const scale = Math.min(
    1,
    LONGEST_SIDE_PX / Math.max(width, height),
    SHORTER_SIDE_PX / Math.min(width, height),
  );
  const tiles = (side: number) => Math.ceil((side * scale) / TILE_PX);
  return BASE_TOKENS + TILE_TOKENS * tiles(width) * tiles(height);
}

function pngSize(bytes: Buffer): Size | null {
  if (bytes.length < 24 || bytes.toString('hex', 0, 8) !== PNG_SIGNATURE) return null;
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

/** Walks over the segments to the one that starts a frame. */
function jpegSize(bytes: Buffer): Size | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1]!;
    // C4, C8 and CC lie among the starts of frames, but define tables.
    const startsFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (startsFrame) return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
    at += marker === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}
