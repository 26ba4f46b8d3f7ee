import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { visitSamples } from './visit-samples.ts';
import { samplesOf } from './samples.ts';

const policyIn = (page: string) =>
  /^Content-Security-Policy: (.+)$/m.exec(
    samplesOf(page).find(({ language }) => language === 'http')?.code ?? '',
  )?.[1] ?? assert.fail(`${page} has no policy`);
const POLICY = policyIn('docs/guides/policies.md');

const PAGE = `<!doctype html>
<html lang="de">
  <head><script type="module" src="/kit/realtime-voice-elements.js"></script></head>
  <body>
    <realtime-voice-chat id="chat" token-url="/token" transport="websocket" record="call"></realtime-voice-chat>
    <recording-list for="chat"></recording-list>
    <transcript-export for="chat"></transcript-export>
    <turn-settings for="chat"></turn-settings>
    <device-select for="chat"></device-select>
    <volume-slider for="chat"></volume-slider>
    <voice-meter for="chat"></voice-meter>
    <camera-preview for="chat"></camera-preview>
  </body>
</html>`;

/** What a policy may forbid: worklet, socket, a language, pictures, a recording that is played. */
const CALL = `(async () => {
  const chat = document.querySelector('realtime-voice-chat');
  const { session, recorder } = chat;
  await session.startTurn();
  const canvas = Object.assign(document.createElement('canvas'), { width: 8, height: 8 });
  canvas.getContext('2d').fillRect(0, 0, 8, 8);
  await session.sendImage(canvas.toDataURL());
  await Object.assign(new Image(), { src: canvas.toDataURL() }).decode().catch(() => {});
  const [second, samples] = [8000, new Uint8Array(8000)];
  const text = (word) => [...word].map((letter) => letter.charCodeAt(0));
  const header = new Uint8Array(44);
  header.set([...text('RIFF'), 0, 0, 0, 0, ...text('WAVEfmt '), 16, 0, 0, 0, 1, 0, 1, 0]);
  header.set(text('data'), 36);
  const numbers = new DataView(header.buffer);
  for (const [at, value] of [[4, 36 + second], [24, second], [28, second], [40, second]]) numbers.setUint32(at, value, true);
  for (const [at, value] of [[32, 1], [34, 8]]) numbers.setUint16(at, value, true);
  const { player } = recorder;
  const played = new Promise((resolve) => {
    player.element.onloadeddata = () => resolve(true);
    player.element.onerror = () => resolve(false);
  });
  player.play({ blob: new Blob([header, samples.fill(128)], { type: 'audio/wav' }) });
  const outcome = { status: session.state.status, error: session.state.error?.message ?? null, played: await played };
  session.disconnect();
  return outcome;
})()`;

const visit = visitSamples(
  '--autoplay-policy=no-user-gesture-required',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
);

/** Opens the page under a policy and has a call. */
async function callUnder(policy: string) {
  const page = await visit.browser.newPage();
  await page.evaluateOnNewDocument(`
    globalThis.violations = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      violations.push(effectiveDirective + ' ' + blockedURI));
  `);
  await page.goto(visit.pages.addFile('/policy.html', PAGE, policy), { waitUntil: 'load' });
  await page.waitForFunction("!document.querySelector(':not(:defined)')", { timeout: 10_000 });
  const outcome = await page.evaluate(CALL);
  const violations = await page.evaluate('violations');
  await page.close();
  return { outcome, violations };
}

describe('the Content-Security-Policy that the guide tells to copy', () => {
  it('is the same in README.md', () => assert.equal(policyIn('README.md'), POLICY));

  it('lets a whole call with every element happen, without one violation', async () => {
    const { outcome, violations } = await callUnder(POLICY);
    assert.deepEqual(outcome, { status: 'connected', error: null, played: true });
    assert.deepEqual(violations, []);
  });

  for (const [entry, directive] of [
    [' data:', 'img-src'],
    [' blob:', 'media-src'],
    [" connect-src 'self'", 'connect-src'],
  ] as const) {
    it(`needs what it says of ${directive}`, async () => {
      const less = POLICY.replace(entry, directive === 'connect-src' ? " connect-src 'none'" : '');
      const { violations } = await callUnder(less);
      assert.match(String(violations), new RegExp(directive));
    });
  }
});
