import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { SerializedAXNode } from 'puppeteer-core';
import { type RunningServer, startServer } from './server.ts';
import { Visitor } from './visitor.ts';

/* No mouse, no screen: what the keyboard reaches, and what the browser tells a screen reader. */

const MOST_TABS = 25;

let server: RunningServer;
before(async () => {
  server = await startServer();
});
after(() => server?.stop());

/** Presses Tab until the element of that name has the focus, inside whatever shadow trees. */
async function tabTo({ page }: Visitor, tag: string): Promise<void> {
  for (let i = 0; i < MOST_TABS; i += 1) {
    await page.keyboard.press('Tab');
    const path = await page.evaluate(() => {
      const hosts: string[] = [];
      for (
        let at: Element | null | undefined = document.activeElement;
        at;
        at = at.shadowRoot?.activeElement
      ) {
        hosts.push(at.localName);
      }
      return hosts;
    });
    if (path.includes(tag)) return;
  }
  assert.fail(`Tab does not reach <${tag}>`);
}

/** Everything that a screen reader is told, as `role name`. */
async function told({ page }: Visitor): Promise<string[]> {
  const flat = (node: SerializedAXNode): string[] => [
    `${node.role} ${node.name ?? ''}`.trim(),
    ...(node.children ?? []).flatMap(flat),
  ];
  const tree = await page.accessibility.snapshot({ interestingOnly: false });
  return tree ? flat(tree) : [];
}

function assertTold(all: readonly string[], wanted: RegExp): void {
  assert.ok(
    all.some((line) => wanted.test(line)),
    `${String(wanted)} in:\n${all.filter((line) => !/^(generic|none|InlineTextBox)/.test(line)).join('\n')}`,
  );
}

test('a whole conversation by keyboard alone, and everything in it has a name and a role', async () => {
  const visitor = await Visitor.arrive(`${server.origin}/websocket-chat.html`);
  const { page } = visitor;
  try {
    await visitor.set({ 'turn-detection': 'none' });
    const lengthMs = await visitor.prepare('We are planning a Christmas party for twelve people.');
    const atRest = await told(visitor);
    assertTold(atRest, /^log Transcript/);
    assertTold(atRest, /^button Start recording/);
    assertTold(atRest, /^status/);

    await tabTo(visitor, 'record-button');
    await page.keyboard.press('Enter');
    await visitor.waitFor('recording');
    await visitor.waitFor('connected');
    assertTold(await told(visitor), /^button Stop recording/);
    await new Promise((resolve) => setTimeout(resolve, lengthMs));
    await page.keyboard.press('Space');
    await visitor.answered(2);
    const answered = await told(visitor);
    assertTold(answered, /^button Start recording/);
    assertTold(answered, /StaticText .*twelve people/i);
    assertTold(answered, /^listitem/);

    await tabTo(visitor, 'message-input');
    await page.keyboard.type('The party will be at my house.');
    await page.keyboard.press('Enter');
    await visitor.answered(4);
    assert.match((await visitor.turns())[2]?.text ?? '', /at my house/);

    await tabTo(visitor, 'call-button');
    await page.keyboard.press('Enter');
    await visitor.waitFor('idle');
    const live = await page.evaluate(
      () => document.querySelector('realtime-voice-chat')?.session.state.turns.length,
    );
    assert.equal(live, 4, 'the transcript stays');
    assert.deepEqual(visitor.complaints, []);
  } finally {
    await visitor.leave();
  }
});
