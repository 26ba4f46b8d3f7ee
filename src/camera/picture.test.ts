import { expect } from '@open-wc/testing';
import { RealtimeError } from '../protocol/realtime-error.js';
import { fitPicture, takePicture } from './picture.js';

function canvasOf(width: number, height: number, paint?: (context: CanvasRenderingContext2D) => void) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  paint?.(canvas.getContext('2d') as CanvasRenderingContext2D);
  return canvas;
}

/** What compresses worst. */
function noise(context: CanvasRenderingContext2D) {
  const { width, height } = context.canvas;
  const image = context.createImageData(width, height);
  for (let at = 0; at < image.data.length; at += 65_536) {
    crypto.getRandomValues(image.data.subarray(at, at + 65_536));
  }
  for (let at = 3; at < image.data.length; at += 4) image.data[at] = 255;
  context.putImageData(image, 0, 0);
}

async function sizeOf(url: string) {
  const blob = await (await fetch(url)).blob();
  expect(blob.type).to.equal('image/jpeg');
  const { width, height } = await createImageBitmap(blob);
  return [width, height];
}

async function colourOf(url: string) {
  const bitmap = await createImageBitmap(await (await fetch(url)).blob());
  const context = canvasOf(1, 1).getContext('2d') as CanvasRenderingContext2D;
  context.drawImage(bitmap, 0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data];
}

const blobOf = (canvas: HTMLCanvasElement, type: string) =>
  new Promise<Blob>((resolve) => canvas.toBlob((blob) => resolve(blob as Blob), type));

async function codeOf(failing: () => unknown) {
  try {
    await failing();
  } catch (error) {
    expect(error).to.be.instanceOf(RealtimeError);
    return (error as RealtimeError).code;
  }
  return null;
}

describe('a picture', () => {
  it('is scaled to a longer side of 1024 px, and keeps its shape', async () => {
    expect(await sizeOf(takePicture(canvasOf(4096, 2048)))).to.deep.equal([1024, 512]);
    expect(await sizeOf(takePicture(canvasOf(500, 2000), { maxSide: 100 }))).to.deep.equal([25, 100]);
  });

  it('is never scaled up', async () => {
    expect(await sizeOf(takePicture(canvasOf(40, 30)))).to.deep.equal([40, 30]);
    expect(await sizeOf(takePicture(canvasOf(1, 1)))).to.deep.equal([1, 1]);
  });

  it('fits into a message even where nothing of it can be compressed', async () => {
    const url = takePicture(canvasOf(1600, 1200, noise));
    expect(url.length).to.be.at.most(190_000).and.above(60_000);
    const [width = 0, height = 0] = await sizeOf(url);
    expect(width / height).to.be.closeTo(4 / 3, 0.01);
    expect(takePicture(canvasOf(800, 600, noise), { maxBytes: 5000 }).length).to.be.at.most(5000);
  });

  it('loses quality before it loses size', async () => {
    const canvas = canvasOf(256, 256, noise);
    const best = takePicture(canvas);
    const smaller = takePicture(canvas, { maxBytes: best.length - 1 });
    expect(smaller.length).to.be.below(best.length);
    expect(await sizeOf(smaller)).to.deep.equal([256, 256]);
  });

  it('is refused when it cannot be that small, or is not there', async () => {
    expect(await codeOf(() => takePicture(canvasOf(100, 100), { maxBytes: 50 }))).to.equal('picture-refused');
    expect(await codeOf(() => takePicture(document.createElement('video')))).to.equal('picture-refused');
  });

  it('is made of a file, with white for what is transparent', async () => {
    const png = await blobOf(canvasOf(2000, 1000), 'image/png');
    const url = await fitPicture(png);
    expect(await sizeOf(url)).to.deep.equal([1024, 512]);
    expect(await colourOf(url)).to.deep.equal([255, 255, 255, 255]);
  });

  it('is not made of a file that is none', async () => {
    expect(await codeOf(() => fitPicture(new Blob(['hello'])))).to.equal('picture-refused');
  });
});
