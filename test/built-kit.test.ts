import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { visitSamples } from './docs/visit-samples.ts';

/** What the files for pages offer, and what a page loads of each before anybody speaks. */
const ENTRIES = {
  'realtime-voice-elements': ['realtime-voice-elements.js', 'parts.js'],
  core: ['core.js', 'core/shared.js'],
};

const visit = visitSamples();

for (const [entry, files] of Object.entries(ENTRIES)) {
  describe(`${entry}.js as built for pages`, () => {
    it('loads at once what the size budget counts, and nothing else', async () => {
      const page = await visit.browser.newPage();
      const loaded: string[] = [];
      page.on('request', (request) => {
        if (request.resourceType() === 'script') loaded.push(new URL(request.url()).pathname);
      });
      // A page of the same origin that has loaded nothing.
      await page.goto(`${visit.pages.origin}/kit/audio.worklet.js`);
      await page.setContent(
        `<script type="module" src="${visit.pages.origin}/kit/${entry}.js"></script><realtime-voice-chat></realtime-voice-chat>`,
      );
      await page.waitForNetworkIdle({ idleTime: 300 });
      assert.deepEqual(loaded.sort(), files.map((file) => `/kit/${file}`).sort());
      await page.close();
    });

    it('knows an error that a file loaded later throws', async () => {
      const page = await visit.browser.newPage();
      await page.goto(visit.pages.add(''));
      const known = await page.evaluate(async (address) => {
        const { RealtimeSession, RealtimeError } = (await import(address)) as {
          RealtimeSession: new (options: object) => EventTarget & {
            sendImage(picture: string): Promise<void>;
            state: { error: Error };
          };
          RealtimeError: typeof Error;
        };
        const session = new RealtimeSession({});
        await session.sendImage('no picture');
        return session.state.error instanceof RealtimeError;
      }, `/kit/${entry}.js`);
      assert.equal(known, true);
      await page.close();
    });
  });
}
