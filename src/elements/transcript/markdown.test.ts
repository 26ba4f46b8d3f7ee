import { expect } from '@open-wc/testing';
import { parseLinks, parseMarkdown, plainText, type Run } from './markdown.js';

const STYLES = { bold: 'b', italic: 'i', code: 'c' } as const;

/** Each block as its kind and its lines; a run in a style is `b(text)`, a link `text→address`. */
function shape(text: string, growing = false): string[] {
  const run = ({ from, to, href, ...styles }: Run) => {
    const words = text.slice(from, to) + (href ? `→${href}` : '');
    const style = Object.entries(STYLES).flatMap(([name, letter]) =>
      styles[name as keyof typeof STYLES] ? letter : '',
    );
    const letters = style.join('');
    return letters ? `${letters}(${words})` : words;
  };
  return parseMarkdown(text, growing).map(
    ({ kind, lines, start }) =>
      `${kind}${kind === 'ol' ? start : ''}: ${lines.map((runs) => runs.map(run).join('')).join(' | ')}`,
  );
}

describe('Markdown', () => {
  const cases: [title: string, text: string, shape: string[]][] = [
    ['bold and italic', 'a **b** _c_ *d* __e__ ***f***', ['text: a b(b) i(c) i(d) b(e) bi(f)']],
    ['bold within italic, and crossed', '_a **b** c_ **d _e** f_', ['text: i(a )bi(b)i( c) b(d )bi(e)i( f)']],
    ['what is no emphasis', '2 * 3 * 4, 2*3*4, a_b_c, ** x **', ['text: 2 * 3 * 4, 2*3*4, a_b_c, ** x **']],
    ['what is not closed', 'a **b and *c', ['text: a **b and *c']],
    ['code, in which nothing else counts', 'a `**b**` c', ['text: a c(**b**) c']],
    ['escaped characters', '\\*a\\* \\[b\\]', ['text: *a* [b]']],
    [
      'links',
      '[a](https://b.c/d_(e)) https://f.g/h.',
      ['text: a→https://b.c/d_(e) https://f.g/h→https://f.g/h.'],
    ],
    ['paragraphs and line breaks', 'a\nb\n\nc', ['text: a\nb', 'text: c']],
    ['emphasis over a line break', 'a **b\nc** d', ['text: a b(b\nc) d']],
    ['headings', '# a\nb\n### **c**', ['heading: a', 'text: b', 'heading: b(c)']],
    ['lists', '- a\n* b\n\n+ c\n3. d\n4) e\nf', ['ul: a | b | c', 'ol3: d | e', 'text: f']],
    ['blocks of code', 'a\n```js\n**b**\n- c\n```\nd', ['text: a', 'code: c(**b**\n- c)', 'text: d']],
    ['a block of code without an end', '```\na\nb', ['code: c(a\nb)']],
    ['an empty one', '```\n```\na', ['code: c()', 'text: a']],
    ['what looks alike', '#a -b 1.c 10. ', ['text: #a -b 1.c 10. ']],
    ['nothing', ' \n\n', []],
  ];
  for (const [title, text, expected] of cases) {
    it(`knows ${title}`, () => {
      expect(shape(text)).to.deep.equal(expected);
    });
  }

  it('takes what is open as closed while more is to come', () => {
    expect(shape('a **b', true)).to.deep.equal(['text: a b(b)']);
    expect(shape('a **b**', true)).to.deep.equal(['text: a b(b)']);
    expect(shape('a **b*', true)).to.deep.equal(['text: a b(b)']);
    expect(shape('**a\n\nb', true)).to.deep.equal(['text: **a', 'text: b']);
    expect(shape('a `b', true)).to.deep.equal(['text: a c(b)']);
    expect(shape('see [this](https://exa', true)).to.deep.equal(['text: see this']);
  });

  it('never shows more of a growing text than of the same text later, but for what it opened', () => {
    const text = 'Take **two** [eggs](https://a.b) and `salt` _now_.';
    for (let end = 1; end <= text.length; end += 1) {
      const [line = ''] = shape(text.slice(0, end), true);
      expect(line, text.slice(0, end)).not.to.match(/\*|`|\]\(|_/);
    }
  });

  it('finds only addresses in what a person said', () => {
    const text = '**a** [b](https://c.d) (https://e.f)';
    const runs = parseLinks(text)[0]?.lines[0] ?? [];
    expect(runs.flatMap(({ href }) => href ?? [])).to.deep.equal(['https://c.d/', 'https://e.f/']);
    expect(runs.map(({ from, to }) => text.slice(from, to)).join('')).to.equal(text);
  });

  it('leaves the words', () => {
    expect(plainText('# a\n- **b** [c](https://d.e)')).to.equal('a\nb c');
  });
});
