import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { visitSamples } from './visit-samples.ts';
import type { Page } from 'puppeteer-core';
import { transformWithOxc } from 'vite';
import { anchorsOf, linksOf, PAGES, readManifest, ROOT, type Sample, samplesOf } from './samples.ts';

/** Attributes that every element has. */
const GLOBAL = [
  'id',
  'class',
  'slot',
  'lang',
  'dir',
  'hidden',
  'style',
  'title',
  'data-state',
  'data-own-layout',
];
/** Languages of components. */
const FRAMEWORKS = ['ts', 'tsx', 'vue', 'svelte', 'astro'];
/** Samples that are for a server or a build. */
const isForNode = ({ code }: Sample) => /from '(express|@vitejs\/.*)'/.test(code);
/** What is said to be printed: `console.log(…); // this`. */
const toldOutput = (code: string) =>
  [...code.matchAll(/^ *console\.log\(.*\); \/\/ (.+)$/gm)].map(([, line]) => line);

const elements = readManifest();
const names = (items: { name: string }[] = []) => items.map(({ name }) => name);
const all = [...elements.values()];
const tokens = new Set(all.flatMap(({ cssProperties }) => names(cssProperties)));
const events = new Set(all.flatMap((element) => names(element.events)));

const visit = visitSamples(
  '--autoplay-policy=no-user-gesture-required',
  '--use-fake-device-for-media-stream',
);

/** Opens a page and gathers what it complains of. */
async function open(
  html: string,
  script?: string,
): Promise<{ page: Page; complaints: string[]; said: string[] }> {
  const page = await visit.browser.newPage();
  const complaints: string[] = [];
  const said: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'log') said.push(message.text());
    // A sample's own pictures and pages are not there.
    else if (message.type() === 'error' && !message.text().includes('404')) complaints.push(message.text());
  });
  await page.goto(visit.pages.add(html, script), { waitUntil: 'domcontentloaded' });
  await page
    .waitForFunction('globalThis.done', { timeout: 10_000 })
    .catch(() => complaints.push('it was never done'));
  return { page, complaints, said };
}

/** What a page's scripts find: all of its fragments, or a chat. */
function surroundings(samples: Sample[]): string {
  const fragments = samples
    .filter(
      ({ language, code }) => language === 'html' && !code.includes('<!doctype') && !code.includes('<script'),
    )
    .map(({ code }) => code)
    .join('\n');
  const chat = '<realtime-voice-chat token-url="/token"></realtime-voice-chat>';
  return fragments.includes('<realtime-voice-chat') ? fragments : chat + fragments;
}

for (const path of PAGES) {
  const samples = samplesOf(path);
  const of = (language: string) => samples.filter((sample) => sample.language === language);

  describe(path, () => {
    it('links only to what is there', () => {
      for (const link of linksOf(path)) {
        const [file = '', anchor] = link.split('#');
        const target = file ? join(dirname(path), file) : path;
        assert.ok(existsSync(join(ROOT, target)), `${link} is not there`);
        if (anchor) assert.ok(anchorsOf(target).includes(anchor), `${link} is no heading`);
      }
    });

    for (const { code, place } of of('html')) {
      it(`shows HTML that the kit understands, ${place}`, async () => {
        const chat = code.includes('#planner')
          ? '<realtime-voice-chat id="planner"></realtime-voice-chat>'
          : '';
        const { page, complaints } = await open(chat + code);
        // Some are loaded when a page has them.
        await page
          .waitForFunction("!document.querySelector(':not(:defined)')", { timeout: 10_000 })
          .catch(() => {});
        const used = await page.$$eval('*', (nodes) =>
          nodes
            .filter(({ localName }) => localName.includes('-'))
            .map((node) => ({
              tag: node.localName,
              defined: Boolean(customElements.get(node.localName)),
              attributes: node.getAttributeNames(),
              slots: [...node.children].map((child) => child.slot),
            })),
        );
        for (const { tag, defined, attributes, slots } of used) {
          assert.ok(defined, `<${tag}> is defined`);
          const known = elements.get(tag);
          const unknown = attributes.filter(
            (name) => ![...GLOBAL, ...names(known?.attributes)].includes(name),
          );
          assert.deepEqual(unknown, [], `attributes of <${tag}>`);
          for (const slot of slots.filter(Boolean))
            assert.ok(names(known?.slots).includes(slot), `slot ${slot} of <${tag}>`);
        }
        assert.deepEqual(complaints, []);
        await page.close();
      });
    }

    for (const sample of of('js').filter((one) => !isForNode(one))) {
      it(`shows JavaScript that runs, ${sample.place}`, async () => {
        // Those that others import say their name first.
        for (const { code } of of('js')) {
          const [, name] = /^\/\/ ([\w-]+\.js)\n/.exec(code) ?? [];
          if (name) visit.pages.addFile(`/${name}`, code);
        }
        const { page, complaints, said } = await open(surroundings(samples), sample.code);
        assert.deepEqual(complaints, []);
        const told = toldOutput(sample.code);
        if (told.length) assert.deepEqual(said, told);
        if (path.includes('custom-transport')) {
          const status = await page.evaluate(async () => {
            const { session } = document.querySelector('realtime-voice-chat') as unknown as {
              session: { connect(): Promise<void>; state: { status: string } };
            };
            await session.connect();
            return session.state.status;
          });
          assert.equal(status, 'connected');
        }
        if (sample.code.includes('interruptAt')) assert.match(said.join(), /Twenty it is/);
        await page.close();
      });
    }

    for (const { code, place } of samples) {
      it(`names only events that are there, ${place}`, () => {
        for (const [name] of code.matchAll(/(?<=['@(]|\bon)realtime-(?!voice)[a-z-]+(?=[')=])/g)) {
          assert.ok(events.has(name), `there is an event ${name}`);
        }
      });
    }

    for (const { language, code, place } of samples.filter(({ language }) => FRAMEWORKS.includes(language))) {
      it(`shows a component with tags and attributes of the kit, ${place}`, async () => {
        for (const [, tag = '', written = ''] of code.matchAll(/<([a-z]+-[a-z-]+)((?:[^>]|=>)*)>/g)) {
          const known = elements.get(tag);
          assert.ok(known, `there is <${tag}>`);
          const used = [...written.matchAll(/\s[:[]?([\w-]+)\]?(?==)/g)].map(([, name]) => name);
          const allowed = [...GLOBAL, 'ref', ...names(known.attributes), 'config'];
          const unknown = used.filter((name = '') => !name.startsWith('on') && !allowed.includes(name));
          assert.deepEqual(unknown, [], `attributes of <${tag}>`);
        }
        if (language === 'ts' || language === 'tsx') await transformWithOxc(code, `sample.${language}`);
      });
    }

    for (const { code, place } of [...of('css'), ...of('html')]) {
      it(`names only parts and properties that are there, ${place}`, () => {
        for (const [, tag = '', part = ''] of code.matchAll(/([a-z]+-[a-z-]+)[^\s{,]*::part\(([\w-]+)\)/g)) {
          const { cssParts } = elements.get(tag) ?? {};
          const known = (cssParts as { name: string; description: string }[] | undefined) ?? [];
          const told = known.some(
            ({ name, description }) => name === part || description.includes(`\`${part}\``),
          );
          assert.ok(told, `<${tag}> has a part ${part}`);
        }
        for (const [token] of code.matchAll(/--realtime-[\w-]+/g))
          assert.ok(tokens.has(token), `there is ${token}`);
      });
    }
  });
}
