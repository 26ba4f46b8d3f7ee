import { expect } from '@open-wc/testing';
import { delta, done, message, type ScriptedLog, scriptedLog } from './transcript-log.test-support.js';

let it_: ScriptedLog;

beforeEach(async () => {
  it_ = await scriptedLog();
});
afterEach(() => it_.session.disconnect());

const both = (text: string) => it_.say(message('1', 'user', text), message('2', 'assistant', text, '1'));
const inside = (selector: string) => [...(it_.part('log')?.querySelectorAll<HTMLElement>(selector) ?? [])];

describe('<transcript-log>, told something hostile', () => {
  it('shows markup as the text that it is, from both sides', async () => {
    const hostile =
      '<img src=x onerror="window.hacked = 1"><script>window.hacked = 1</script></p></li></ol><b>bold</b>' +
      '<iframe srcdoc="<script>top.hacked = 1</script>"></iframe>{{7*7}} ${7*7} <!-- --> &lt;i&gt;';
    await both(hostile);
    expect(it_.texts()).to.deep.equal([hostile, hostile]);
    expect(inside('img, b, script, iframe, i')).to.deep.equal([]);
    expect('hacked' in window).to.equal(false);
  });

  it('links only where it is safe to go', async () => {
    const unsafe = [
      '[a](javascript:alert(1))',
      '[b](JaVaScRiPt:alert)',
      '[c](data:text/html,x)',
      '[d](vbscript:x)',
      '[e](/relative)',
      '[f](file:///etc/passwd)',
      '[g](\u0001javascript:x)',
      'javascript:alert(1) data:text/html,x http://',
    ];
    await both(unsafe.join('\n'));
    expect(inside('a')).to.deep.equal([]);
    expect(it_.texts()[1]).to.equal(unsafe.join('\n'));
  });

  it('opens links apart, without telling where from', async () => {
    await it_.say(
      message('1', 'user', 'See https://a.example/x_(y)?q=1. And http://b.example, ok'),
      message(
        '2',
        'assistant',
        '[mail](mailto:a@b.example) **https://c.example/** [l](https://d.example)',
        '1',
      ),
    );
    const links = inside('a') as HTMLAnchorElement[];
    expect(links.map(({ href }) => href)).to.deep.equal([
      'https://a.example/x_(y)?q=1',
      'http://b.example/',
      'mailto:a@b.example',
      'https://c.example/',
      'https://d.example/',
    ]);
    for (const { rel, target } of links) {
      expect(rel).to.equal('noopener noreferrer nofollow');
      expect(target).to.equal('_blank');
    }
    expect(it_.texts()[1]).to.equal('mail https://c.example/ l');
  });

  it('shows a word of a megabyte a page at a time, and copies all of it', async () => {
    const word = 'x'.repeat(1_000_000);
    await both(word);
    expect(inside('[part=text] p').map(({ textContent }) => textContent?.length)).to.deep.equal([
      10_000, 10_000,
    ]);
    expect(it_.scroller().scrollWidth).to.equal(it_.scroller().clientWidth);
    it_.part('more')?.click();
    await it_.say();
    expect(inside('[part=text] p').map(({ textContent }) => textContent?.length)).to.deep.equal([
      20_000, 10_000,
    ]);
  });

  it('withstands a megabyte of whatever costs a parser or a browser most', async () => {
    const bases = [
      '*',
      '_',
      '`',
      '[',
      '[](',
      '](',
      '**a',
      '*a_',
      '\n',
      '- ',
      '> ',
      '# ',
      '```\n',
      'e\u0301\u0301',
    ];
    bases.push('https://', '[a](b', '\u202e', '\u2067', '👨‍👩‍👧', '((', '\\');
    let before: string | null = null;
    for (const base of bases) {
      const text = base.repeat(1_000_000 / base.length);
      await it_.say(message(base, 'assistant', text, before));
      before = base;
    }
    expect(it_.turns().length).to.equal(bases.length);
  });

  it('shows ten thousand asterisks', async () => {
    const stars = '*'.repeat(10_000);
    await both(stars);
    expect(it_.texts()).to.deep.equal([stars, stars]);
  });

  it('does not nest, however deep the markup does', async () => {
    await it_.say(message('1', 'assistant', `${'**_'.repeat(2000)}deep${'_**'.repeat(2000)}`));
    const depth = (node: Element): number => 1 + Math.max(0, ...[...node.children].map(depth));
    expect(depth(it_.part('text') as HTMLElement)).to.be.lessThan(6);
    expect(it_.texts()[0]).to.include('deep');
  });

  it('keeps letters that turn the direction within their turn', async () => {
    await it_.say(
      message('1', 'user', '\u202e\u2066\u2067 evil'),
      message('2', 'assistant', 'Good. \u202ehttps://example.com/', '1'),
    );
    const [name, link] = [it_.turns()[1]?.querySelector('[part=name]'), inside('a')[0]];
    const left = (node: Node, from: number) => {
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, from + 1);
      return range.getBoundingClientRect().left;
    };
    for (const element of [name, link]) {
      const text = [...(element?.childNodes ?? [])].find((node) => node instanceof Text) as Text;
      expect(left(text, 0)).to.be.lessThan(left(text, text.length - 1));
    }
    for (const block of inside('[part=text] > *')) expect(block.dir).to.equal('auto');
  });

  it('puts characters together that were cut between two pieces, and shows no half ones', async () => {
    const family = '👨‍👩‍👧';
    for (let at = 0; at < family.length; at += 1) {
      await it_.say(delta(family.charAt(at)));
      expect(it_.texts()[0] ?? '').not.to.match(/[\ud800-\udbff](?![\udc00-\udfff])/);
    }
    await it_.say(delta('!'), done());
    expect(it_.texts()).to.deep.equal([`${family}!`]);
    await it_.say(message('2', 'user', `x${'👍'.repeat(6000)}`, '1'));
    expect(it_.turns()[1]?.querySelector('p')?.textContent).to.equal(`x${'👍'.repeat(4999)}`);
  });

  it('does not cut through a character where an answer was interrupted', async () => {
    const flags = '🇩🇪🇫🇷👨‍👩‍👧'.repeat(20);
    await it_.say(message('1', 'assistant', flags), {
      type: 'conversation.item.truncated',
      item_id: '1',
      content_index: 0,
      audio_end_ms: 2000,
    });
    const unheard = inside('[part=unheard]')[0]?.textContent ?? '';
    const graphemes = [...new Intl.Segmenter().segment(flags)].map(({ segment }) => segment);
    expect(it_.texts()).to.deep.equal([flags]);
    expect(graphemes.map((_, index) => graphemes.slice(index).join(''))).to.include(unheard);
  });
});
