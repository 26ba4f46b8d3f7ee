import { expect, waitUntil } from '@open-wc/testing';
import { delta, message, type ScriptedLog, scriptedLog } from './transcript-log.test-support.js';

let it_: ScriptedLog;

beforeEach(async () => {
  it_ = await scriptedLog();
});
afterEach(() => it_.session.disconnect());

const press = (key: string) =>
  it_.scroller().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
const settled = () => it_.say();
const atEnd = () => {
  const { scrollTop, clientHeight, scrollHeight } = it_.scroller();
  return scrollTop + clientHeight >= scrollHeight - 2;
};
const placeOf = (id: string) =>
  it_
    .turns()
    .find(({ dataset }) => dataset.id === id)
    ?.getBoundingClientRect().top ?? NaN;

describe('<transcript-log>, scrolled', () => {
  it('follows the conversation, but not while somebody reads further up', async () => {
    await it_.addLines(20);
    expect(it_.scroller().scrollTop).to.be.greaterThan(100);
    expect(atEnd()).to.equal(true);
    await it_.scrollTo(0);
    await it_.addLines(1);
    expect(it_.scroller().scrollTop).to.equal(0);
    await it_.scrollTo(it_.scroller().scrollHeight);
    await it_.addLines(1);
    expect(atEnd()).to.equal(true);
  });

  it('leaves the scroll position alone with no-autoscroll', async () => {
    it_.log.noAutoscroll = true;
    await it_.addLines(20);
    expect(it_.scroller().scrollTop).to.equal(0);
    await it_.addLines(200);
    expect(it_.scroller().scrollTop).to.equal(0);
    expect(it_.seen()[0]).to.equal('0');
  });

  it('offers the way back to who scrolled up, and says how much is new', async () => {
    await it_.addLines(20);
    expect(it_.part('jump')).to.equal(null);
    await it_.scrollTo(0);
    expect(it_.part('jump')?.textContent?.trim()).to.equal('Jump to latest');
    await it_.addLines(2);
    expect(it_.part('fresh')?.textContent).to.equal('2 new');
    it_.part('jump')?.click();
    await settled();
    expect(atEnd()).to.equal(true);
    expect(it_.part('jump')).to.equal(null);
    expect(it_.log.shadowRoot?.activeElement).to.equal(it_.scroller());
  });

  it('has up to a hundred turns simply in the page', async () => {
    await it_.addLines(100);
    expect(it_.turns().length).to.equal(100);
    expect(it_.turns()[0]?.ariaPosInSet).to.equal(null);
  });

  it('has of a thousand only those around what is seen, which say where they are', async () => {
    await it_.addLines(1000);
    expect(it_.turns().length).to.be.lessThan(40);
    expect(atEnd()).to.equal(true);
    expect(it_.seen().at(-1)).to.equal('999');
    expect(it_.turns().at(-1)?.ariaPosInSet).to.equal('1000');
    expect(it_.turns().at(-1)?.ariaSetSize).to.equal('1000');
  });

  it('goes on following when there are more than a hundred', async () => {
    await it_.addLines(95);
    for (let i = 0; i < 10; i += 1) {
      await it_.addLines(1);
      expect(atEnd()).to.equal(true);
      expect(it_.seen().at(-1)).to.equal(`${95 + i}`);
    }
  });

  it('shows each part of a thousand turns, wherever one scrolls', async () => {
    await it_.addLines(1000);
    for (const share of [0.5, 0.9, 0.1, 0.99, 0]) {
      await it_.scrollTo(share * it_.scroller().scrollHeight);
      const { top, bottom } = it_.scroller().getBoundingClientRect();
      const [first, last] = [it_.turns()[0], it_.turns().at(-1)];
      expect(it_.seen().length).to.be.greaterThan(1);
      expect(first?.getBoundingClientRect().top, `${share}`).to.be.lessThan(top + 21);
      expect(last?.getBoundingClientRect().bottom, `${share}`).to.be.greaterThan(bottom - 1);
    }
    expect(it_.seen()[0]).to.equal('0');
  });

  it('moves what is seen by as much as one scrolls, whatever heights are learnt on the way', async () => {
    let before: string | null = null;
    for (let i = 0; i < 400; i += 1) {
      const text = 'word '.repeat(1 + ((i * 7919) % 97) * (i % 5));
      it_.transport.say(message(`${i}`, i % 2 ? 'assistant' : 'user', text, before) as never);
      before = `${i}`;
    }
    await settled();
    for (let step = 0; step < 60; step += 1) {
      const id = it_.seen()[0] ?? '';
      const place = placeOf(id);
      const top = it_.scroller().scrollTop;
      await it_.scrollTo(top - 110);
      expect(placeOf(id), `step ${step}`).to.be.closeTo(place + 110, 1);
    }
    expect(Number(it_.seen()[0])).to.be.lessThan(380);
  });

  for (const [what, early, late] of [
    ['higher', 300, 1],
    ['lower', 1, 300],
  ] as const) {
    it(`comes to the beginning, with nothing above it, though turns are ${what} there than was guessed`, async () => {
      let before: string | null = null;
      for (let i = 0; i < 300; i += 1) {
        it_.transport.say(message(`${i}`, 'user', 'word '.repeat(i < 100 ? early : late), before) as never);
        before = `${i}`;
      }
      await settled();
      it_.log.showTurn('110');
      await settled();
      for (let step = 0; it_.seen()[0] !== '0' && step < 2000; step += 1) {
        await it_.scrollTo(it_.scroller().scrollTop - 190);
        expect(it_.seen().length).to.be.greaterThan(0);
      }
      await it_.scrollTo(0);
      const { top } = it_.scroller().getBoundingClientRect();
      expect(placeOf('0')).to.be.closeTo(top + 20, 2);
    });
  }

  it('keeps the place when something comes in further up, or grows there', async () => {
    await it_.addLines(300);
    await it_.say(message('late', 'user', 'Spoken '.repeat(50), '298'));
    await it_.scrollTo(it_.scroller().scrollHeight / 2);
    const id = it_.seen()[0] ?? '';
    const place = placeOf(id);
    await it_.say(message('later', 'user', 'Spoken '.repeat(50), `${Number(id) - 1}`));
    expect(placeOf(id)).to.be.closeTo(place, 1);
    await it_.say(message('early', 'user', 'Spoken '.repeat(50), '1'));
    expect(placeOf(id)).to.be.closeTo(place, 1);
    expect(it_.turns().find(({ dataset }) => dataset.id === id)?.ariaPosInSet).to.equal(`${Number(id) + 3}`);
  });

  it('keeps the place in a short conversation too', async () => {
    await it_.addLines(20);
    await it_.say(delta('One '));
    await it_.scrollTo(300);
    const id = it_.seen()[0] ?? '';
    const place = placeOf(id);
    await it_.say(message('late', 'user', 'Spoken '.repeat(50), '0'), delta('two '.repeat(200)));
    expect(placeOf(id)).to.be.closeTo(place, 1);
  });

  it('goes to both ends by key', async () => {
    await it_.addLines(1000);
    press('Home');
    await settled();
    expect(it_.seen()[0]).to.equal('0');
    expect(it_.scroller().scrollTop).to.equal(0);
    press('End');
    await settled();
    expect(it_.seen().at(-1)).to.equal('999');
    expect(atEnd()).to.equal(true);
  });

  it('goes to a turn that is not in the page', async () => {
    await it_.addLines(1000);
    it_.log.showTurn('321');
    await settled();
    expect(it_.seen()).to.include('321');
  });

  it('keeps the focus in the log when what had it leaves the page', async () => {
    await it_.addLines(300);
    it_.turns().at(-1)?.querySelector<HTMLElement>('[part=copy]')?.focus();
    await it_.scrollTo(0);
    expect(it_.log.shadowRoot?.activeElement).to.equal(it_.scroller());
  });
});

describe('<transcript-log search>', () => {
  const field = () => it_.part<HTMLInputElement>('field') as HTMLInputElement;
  const search = async (words: string) => {
    await waitUntil(field, 'what searches is loaded');
    field().value = words;
    field().dispatchEvent(new Event('input'));
    await settled();
  };
  const enter = async (shiftKey = false) => {
    field().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', shiftKey }));
    await settled();
  };
  const current = () => it_.log.shadowRoot?.querySelector('mark[part~=current]');
  const count = () => it_.part('count')?.textContent;

  beforeEach(() => {
    it_.log.search = true;
  });

  it('finds words in turns that are not in the page, and goes round', async () => {
    await it_.addLines(300);
    await search('LINE 4');
    expect(count()).to.equal('11 of 11');
    expect(current()?.textContent).to.equal('Line 4');
    expect(it_.seen()).to.include('49');
    await enter();
    expect(count()).to.equal('1 of 11');
    expect(it_.seen()).to.include('4');
    await enter(true);
    expect(it_.seen()).to.include('49');
    it_.part('previous')?.click();
    await settled();
    expect(count()).to.equal('10 of 11');
  });

  it('marks all that it finds, in answers also, and says when it finds nothing', async () => {
    await it_.say(message('1', 'assistant', 'A **cat** and a cat (cat)'));
    await search('cat');
    const marks = [...(it_.log.shadowRoot?.querySelectorAll('mark') ?? [])];
    expect(marks.map(({ textContent }) => textContent)).to.deep.equal(['cat', 'cat', 'cat']);
    expect(marks[0]?.closest('strong')).not.to.equal(null);
    expect(it_.texts()).to.deep.equal(['A cat and a cat (cat)']);
    await search('(cat)');
    expect(count()).to.equal('1 of 1');
    await search('[dog');
    expect(count()).to.equal('Nothing found');
    await search('');
    expect(count()).to.equal('');
    expect(it_.log.shadowRoot?.querySelector('mark')).to.equal(null);
  });

  it('finds what comes later', async () => {
    await it_.addLines(3);
    await search('line');
    await it_.addLines(1);
    expect(count()).to.equal('3 of 4');
  });
});
