import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { JPEG, PNG, pngOf } from '../../test/pictures.ts';
import { imageTokens, pictureSize } from './picture.ts';
import { ProtocolError } from './protocol-error.ts';

function refusal(url: string): ProtocolError['body'] {
  try {
    pictureSize(url, 'here');
  } catch (error) {
    assert.ok(error instanceof ProtocolError);
    return error.body;
  }
  return assert.fail('it should have been refused');
}

describe('a picture', () => {
  it('is read as far as its size, in both formats', () => {
    assert.deepEqual(pictureSize(PNG, 'here'), [1, 1]);
    assert.deepEqual(pictureSize(JPEG, 'here'), [40, 30]);
  });

  it('is told by its bytes, whichever of the two its type names', () => {
    assert.deepEqual(pictureSize(JPEG.replace('jpeg', 'png'), 'here'), [40, 30]);
  });

  for (const [name, url, found] of [
    ['an address', 'https://example.com/a.png', "without the 'data:' prefix"],
    ['bare base64', PNG.split(',')[1]!, "without the 'data:' prefix"],
    ['no base64', 'data:image/png,abc', "without the ';base64' separator"],
    ['no comma', 'data:image/png;base64', "without the ';base64' separator"],
    ['another type', PNG.replace('png', 'svg+xml'), "unsupported MIME type 'image/svg+xml'"],
    ['no type', PNG.replace('image/png', ''), "unsupported MIME type ''"],
    ['nothing in it', 'data:image/png;base64,', 'empty base64-encoded bytes'],
    ['what is not base64', 'data:image/png;base64,iVBO Rw0K', 'an invalid base64-encoded value'],
    ['base64 that was cut', PNG.slice(0, -3), 'an invalid base64-encoded value'],
  ] as const) {
    it(`is refused with ${name}`, () => {
      const { code, param, message } = refusal(url);
      assert.deepEqual([code, param], ['invalid_value', 'here']);
      assert.ok(message.endsWith(`${found}.`), message);
    });
  }

  for (const [name, url] of [
    ['text', `data:image/png;base64,${Buffer.from('This is no picture at all.').toString('base64')}`],
    ['a PNG of no pixels', pngOf(0, 8)],
    ['the first bytes of a JPEG', `data:image/jpeg;base64,${JPEG.split(',')[1]!.slice(0, 32)}`],
  ]) {
    it(`is refused when its bytes are ${name}`, () => {
      const { code, message } = refusal(url!);
      assert.equal(code, 'image_parse_error');
      assert.match(message, /does not represent a valid image.*'image\/jpeg', 'image\/png'/);
    });
  }

  it('counts for a base and its tiles; little with low detail, however large it is', () => {
    assert.equal(imageTokens([40, 30]), 85 + 170);
    assert.equal(imageTokens([1024, 768]), 85 + 170 * 4);
    assert.equal(imageTokens([4000, 3000], 'high'), 85 + 170 * 4, 'scaled to a shorter side of 768');
    assert.equal(imageTokens([8000, 500], 'auto'), 85 + 170 * 4, 'scaled to a longer side of 2048');
    assert.equal(imageTokens([4000, 3000], 'low'), 85);
  });
});
