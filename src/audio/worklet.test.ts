import { expect } from '@open-wc/testing';
import { loadWorklet } from './worklet.js';

describe('loadWorklet', () => {
  it('loads once for each context', async () => {
    const context = new OfflineAudioContext(1, 128, 48_000);
    expect(loadWorklet(context)).to.equal(loadWorklet(context));
    await loadWorklet(context);
    const other = new OfflineAudioContext(1, 128, 48_000);
    await loadWorklet(other);
    new AudioWorkletNode(context, 'realtime-capture', {
      processorOptions: { rate: 24_000, chunkFrames: 480 },
    });
    new AudioWorkletNode(other, 'realtime-playback', { processorOptions: { rate: 24_000 } });
  });

  it('says what to do when the Content-Security-Policy forbids it, at every attempt (real)', async () => {
    const answer = new Promise<{ code: string; message: string }[]>((resolve) =>
      addEventListener('message', ({ data }) => resolve(data), { once: true }),
    );
    const frame = document.createElement('iframe');
    // A script's nonce covers what it imports, but no worklet.
    frame.srcdoc = `<meta http-equiv="Content-Security-Policy" content="script-src 'nonce-test'">
      <script type="module" nonce="test">
        import { loadWorklet } from '${new URL('./worklet.ts', import.meta.url).href}';
        const context = new OfflineAudioContext(1, 128, 48_000);
        const attempt = () => loadWorklet(context).then(() => ({}), ({ code, message }) => ({ code, message }));
        parent.postMessage([await attempt(), await attempt()], '*');
      </script>`;
    document.body.append(frame);
    const errors = await answer;
    frame.remove();
    expect(errors.length).to.equal(2);
    for (const { code, message } of errors) {
      expect(code).to.equal('audio-failed');
      expect(message).to.contain('script-src').and.to.contain('/worklets/audio.worklet.js');
    }
  });
});
