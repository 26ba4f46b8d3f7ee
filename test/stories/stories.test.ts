import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { MODES } from './modes.ts';
import { entries, type Mode, Storybook, type StoryPage } from './storybook.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What is asked of pages; a story is a part of one. */
const PAGE_RULES = ['region', 'page-has-heading-one', 'landmark-one-main', 'bypass'];

const all = await entries();
let storybook: Storybook;
before(async () => (storybook = await Storybook.open()));
after(() => storybook.close());

for (const [name, mode] of Object.entries(MODES)) {
  const rules = Object.fromEntries(
    [...PAGE_RULES, ...(mode.withoutRules ?? [])].map((rule) => [rule, { enabled: false }]),
  );
  describe(name, () => {
    let page: StoryPage;
    before(async () => (page = await storybook.page(mode)));
    after(() => page.page.close());

    for (const entry of all.filter(({ type }) => type === 'story')) {
      const title = entry.title.split('/').at(-1);
      it(`${title}/${entry.name} renders, plays and is accessible (${name})`, async () => {
        const complaints = await page.show(entry);
        complaints.push(...(await page.accessibility({ runOnly: TAGS, rules })));
        // What has gone wrong in one story must not be blamed on the next.
        const look = await page.look();
        if (complaints.length) await page.load();
        assert.deepEqual(complaints, []);
        assert.deepEqual(look, mode.look);
      });
    }
  });
}

describe('documentation', () => {
  let page: StoryPage;
  before(async () => (page = await storybook.page(MODES.light as Mode)));
  after(() => page.page.close());

  for (const entry of all.filter(({ type }) => type === 'docs')) {
    it(`${entry.title} has a page of documentation`, async () => {
      assert.deepEqual(await page.document(entry), []);
    });
  }
});
