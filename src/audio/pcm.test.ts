import { expect } from '@open-wc/testing';
import { decodeBase64, encodeBase64 } from './pcm.js';

const NATIVE = (Uint8Array.prototype as { toBase64?: unknown }).toBase64;

/** A fresh copy of the module in a browser without the native methods of base64. */
async function withoutNative(): Promise<typeof import('./pcm.js')> {
  const prototype = Uint8Array.prototype as { toBase64?: unknown };
  const constructor = Uint8Array as { fromBase64?: unknown };
  const { toBase64 } = prototype;
  const { fromBase64 } = constructor;
  delete prototype.toBase64;
  delete constructor.fromBase64;
  after(() => Object.assign(prototype, { toBase64 }) && Object.assign(constructor, { fromBase64 }));
  return import(new URL('./pcm.ts?without-native', import.meta.url).href);
}

describe('base64 of 16-bit samples', () => {
  for (const [name, load] of [
    ['native', async () => ({ encodeBase64, decodeBase64 })],
    ['without the native methods', withoutNative],
  ] as const) {
    describe(name, () => {
      let pcm: Pick<typeof import('./pcm.js'), 'encodeBase64' | 'decodeBase64'>;
      before(async () => (pcm = await load()));

      it('runs the way it says', () => {
        expect('toBase64' in Uint8Array.prototype).to.equal(name === 'native' && NATIVE !== undefined);
      });

      it('is little-endian', () => {
        expect(pcm.encodeBase64(Int16Array.of(1, -2, 0x1234))).to.equal(btoa('\x01\x00\xfe\xff\x34\x12'));
      });

      it('comes back as it was, at every length', () => {
        for (const length of [0, 1, 2, 3, 479, 480, 481]) {
          const samples = Int16Array.from({ length }, () => Math.random() * 0x10000 - 0x8000);
          expect(pcm.decodeBase64(pcm.encodeBase64(samples))).to.deep.equal(samples);
        }
      });

      it('takes a minute of sound', () => {
        const samples = Int16Array.from({ length: 60 * 24_000 }, (_, n) => n);
        const back = pcm.decodeBase64(pcm.encodeBase64(samples));
        expect(back.length).to.equal(samples.length);
        expect(back.every((sample, n) => sample === samples[n])).to.equal(true);
      });

      it('encodes only what a view shows', () => {
        const samples = Int16Array.of(1, 2, 3, 4);
        expect(pcm.encodeBase64(samples.subarray(1, 3))).to.equal(pcm.encodeBase64(Int16Array.of(2, 3)));
      });

      it('refuses what is not base64', () => {
        for (const bad of ['%%%%', 'AAA€', 'A', 'AA=A']) expect(() => pcm.decodeBase64(bad), bad).to.throw();
      });

      it('refuses half a sample', () => {
        expect(() => pcm.decodeBase64(btoa('abc'))).to.throw(RangeError);
      });
    });
  }
});
