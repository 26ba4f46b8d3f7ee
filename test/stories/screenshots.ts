/*
 * Takes a picture of each story at three widths, for people to look at:
 *   npx tsx test/stories/screenshots.ts [light|dark|forced|right] [part of a story's id]
 * They land in .cache/screenshots/.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MODES } from './modes.ts';
import { entries, Storybook } from './storybook.ts';

const FOLDER = fileURLToPath(new URL('../../.cache/screenshots', import.meta.url));
const WIDTHS = [320, 768, 1280];
const HEIGHT = 640;

const [look = 'light', part = ''] = process.argv.slice(2);
const [name, mode] = Object.entries(MODES).find(([title]) => title.startsWith(look)) ?? [];
if (!name || !mode)
  throw new Error(`There is no mode "${look}". The modes are: ${Object.keys(MODES).join(', ')}.`);

const stories = (await entries()).filter(({ type, id }) => type === 'story' && id.includes(part));
const storybook = await Storybook.open();
await mkdir(FOLDER, { recursive: true });
try {
  const page = await storybook.page(mode);
  for (const width of WIDTHS) {
    await page.page.setViewport({ width, height: HEIGHT });
    for (const entry of stories) {
      const complaints = await page.show(entry);
      await page.settle();
      const path = join(FOLDER, `${entry.id}.${width}.${look}.png`) as `${string}.png`;
      await page.page.screenshot({ path, fullPage: true });
      for (const complaint of complaints) console.error(`${entry.id}: ${complaint}`);
    }
  }
} finally {
  await storybook.close();
}
console.log(`${stories.length * WIDTHS.length} pictures in ${FOLDER}`);
