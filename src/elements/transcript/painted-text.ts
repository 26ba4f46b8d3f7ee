import { html, nothing, type TemplateResult } from 'lit';
import { type Block, parseLinks, parseMarkdown, type Run } from './markdown.js';

/** A stretch that is marked: a match of the search, or the word that is heard. */
export interface Highlight {
  from: number;
  to: number;
  part: string;
}

export const NO_MATCHES: readonly Highlight[] = [];

export interface PaintOptions {
  /** How much of it is shown, in UTF-16 units. */
  shown: number;
  /** Where that begins which was never heard. */
  heard: number;
  markdown: boolean;
  /** More of it is to come. */
  growing: boolean;
  /** In order, none over another. */
  highlights: readonly Highlight[];
}

/** Renders a text as text, whatever is in it, from its beginning to what is shown of it. */
export function paintText(text: string, { markdown, growing, ...options }: PaintOptions): unknown {
  const paint = painter(text, options);
  const blocks = markdown ? parseMarkdown(text, growing) : parseLinks(text);
  return blocks.map(({ kind, lines, start }: Block) => {
    const items = lines.filter(([run]) => run && run.from < options.shown).map((runs) => runs.map(paint));
    if (!items.length) return nothing;
    const rows = () => items.map((item) => html`<li>${item}</li>`);
    switch (kind) {
      case 'ul':
        return html`<ul dir="auto">
          ${rows()}
        </ul>`;
      case 'ol':
        return html`<ol start=${start} dir="auto">
          ${rows()}
        </ol>`;
      case 'code':
        return html`<pre dir="ltr">${items.flat()}</pre>`;
      default:
        return html`<p dir="auto" class=${kind}>${items.flat()}</p>`;
    }
  });
}

/** Paints runs, which must come in order. */
function painter(text: string, { shown, heard, highlights }: Omit<PaintOptions, 'markdown' | 'growing'>) {
  let next = 0;

  const marked = (from: number, to: number): unknown => {
    const pieces: unknown[] = [];
    let at = from;
    for (; next < highlights.length; next += 1) {
      const { from: start, to: end, part } = highlights[next] as Highlight;
      if (start >= to) break;
      const [a, b] = [Math.max(start, at), Math.min(end, to)];
      if (b > a) pieces.push(text.slice(at, a), html`<mark part=${part}>${text.slice(a, b)}</mark>`);
      at = Math.max(at, b);
      if (end > to) break;
    }
    return pieces.length ? [...pieces, text.slice(at, to)] : text.slice(from, to);
  };

  return ({ from, to, bold, italic, code, href }: Run): unknown => {
    const end = Math.min(to, shown);
    if (end <= from) return nothing;
    const cut = Math.min(Math.max(heard, from), end);
    let content = cut > from ? marked(from, cut) : nothing;
    if (end > cut) content = [content, html`<span part="unheard">${marked(cut, end)}</span>`];
    if (code) content = html`<code>${content}</code>`;
    if (italic) content = html`<em>${content}</em>`;
    if (bold) content = html`<strong>${content}</strong>`;
    return href ? link(href, content) : content;
  };
}

/** The address is also shown on hovering: what is written may be another. */
function link(href: string, content: unknown): TemplateResult {
  return html`<a href=${href} title=${href} target="_blank" rel="noopener noreferrer nofollow"
    >${content}</a
  >`;
}
