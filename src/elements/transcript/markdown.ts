/** A stretch of a text in one style; `from` and `to` are UTF-16 units of the whole text. */
export interface Run {
  from: number;
  to: number;
  bold?: boolean;
  italic?: boolean;
  code?: boolean;
  /** Where it leads: an address that is safe to open. */
  href?: string;
}

/** Lines that belong together; each line of a list is an item. */
export interface Block {
  kind: 'text' | 'heading' | 'code' | 'ul' | 'ol';
  lines: Run[][];
  /** The number of the first item. */
  start: number;
}

/*
 * Each pattern fails within a bounded stretch, or at the first character that cannot be part of it, so
 * that no text, however hostile, takes more than linear time. There is no nesting that could be deep.
 */
const ADDRESS = /(?:[^\s<>"'`*()]|\([^\s<>"'`*()]*\)){1,2000}/.source;
const URLS = new RegExp(`https?://${ADDRESS}`, 'g');
const LINK = `\\[([^[\\]\\n]{1,500})\\]\\((${ADDRESS})\\)`;
const INLINE = new RegExp(`\\\\[\\\\\`*_[\\]#-]|\`([^\`\\n]+)\`|${LINK}|${URLS.source}|\\*+|_+`, 'g');
/** Also a link of which the address is still being written, and code. */
const GROWING = new RegExp(`${INLINE.source}|\\[([^[\\]\\n]{1,500})\\]\\([^\\s()]*$|\`([^\`\\n]*)$`, 'g');
const FENCE = /^\s*```/;
const HEADING = /^ {0,3}#{1,6}[ \t]+/;
const ITEM = /^[ \t]*(?:[-*+]|(\d{1,9})[.)])[ \t]+/;

/** The addresses in a text become links; everything else stays as it is. */
export function parseLinks(text: string): Block[] {
  return [{ kind: 'text', lines: [parseRuns(text, 0, URLS, false)], start: 1 }];
}

/**
 * Paragraphs, headings, lists, code, bold, italic and links; nothing else of Markdown.
 *
 * @param growing more is to come: what is open at the end counts as if it were closed
 */
export function parseMarkdown(text: string, growing: boolean): Block[] {
  return findBlocks(text).map(({ kind, start, lines }) => ({
    kind,
    start,
    lines: lines.map(([from, to]) =>
      kind === 'code'
        ? [{ from, to, code: true }]
        : parseRuns(text.slice(from, to), from, growing ? GROWING : INLINE, growing && to === text.length),
    ),
  }));
}

/** The words alone. */
export function plainText(text: string): string {
  const lines = parseMarkdown(text, false).flatMap((block) => block.lines);
  return lines.map((runs) => runs.map(({ from, to }) => text.slice(from, to)).join('')).join('\n');
}

interface Lines extends Pick<Block, 'kind' | 'start'> {
  lines: [from: number, to: number][];
}

function findBlocks(text: string): Lines[] {
  const blocks: Lines[] = [];
  let last: Lines | undefined;
  for (let at = 0; at < text.length;) {
    let end = endOfLine(text, at);
    const line = text.slice(at, end);
    const heading = HEADING.exec(line)?.[0];
    const item = ITEM.exec(line);
    const kind = FENCE.test(line) ? 'code' : heading ? 'heading' : item ? (item[1] ? 'ol' : 'ul') : 'text';
    let from = at + (heading ?? item?.[0] ?? '').length;
    let to = end;
    if (kind === 'code') {
      from = to = Math.min(end + 1, text.length);
      while (to < text.length && !FENCE.test(text.slice(to, (end = endOfLine(text, to))))) to = end + 1;
      to = Math.max(from, to > text.length ? text.length : to - 1);
    }
    at = end + 1;
    if (kind === 'text' && !line.trim()) {
      // A blank line ends a paragraph, but not the list around it.
      if (last?.kind === 'text') last = undefined;
      continue;
    }
    const before = last?.lines.at(-1);
    if (kind === last?.kind && before && kind === 'text') before[1] = to;
    else if (kind === last?.kind && item) last.lines.push([from, to]);
    else blocks.push((last = { kind, lines: [[from, to]], start: Number(item?.[1] ?? 1) }));
    if (kind === 'code' || kind === 'heading') last = undefined;
  }
  return blocks;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** A run of asterisks or underscores: it changes the style where it opens or closes, and is text otherwise. */
interface Mark extends Run {
  mark: string;
  acts?: boolean;
}

/** @param offset where these words begin in the whole text */
function parseRuns(words: string, offset: number, pattern: RegExp, growing: boolean): Run[] {
  const runs: (Run | Mark)[] = [];
  /** By what they are made of: the latest mark that may open, and is not closed yet. */
  const open = new Map<string, Mark>();
  let done = 0;
  for (const match of words.matchAll(pattern)) {
    const [all, code, label, address, halfLabel, halfCode] = match;
    const { index } = match;
    const end = index + all.length;
    const add = (run: Run) => {
      if (index > done) runs.push({ from: done, to: index });
      runs.push(run);
      done = end;
    };
    const labelled = label ?? halfLabel;
    if (labelled) {
      const href = safeHref(address ?? '');
      // What is no safe link stays as it was written, but for one that is still being written.
      if (href || halfLabel) add({ from: index + 1, to: index + 1 + labelled.length, ...(href && { href }) });
    } else if (code || halfCode !== undefined) {
      add({ from: index + 1, to: code ? end - 1 : end, code: true });
    } else if (all.startsWith('\\')) {
      add({ from: index + 1, to: end });
    } else if (all.startsWith('http')) {
      let to = end;
      while ('.,;:!?_'.includes(words.charAt(to - 1))) to -= 1;
      const href = safeHref(words.slice(index, to));
      if (href) add({ from: index, to, href });
      if (href) done = to;
    } else if (all.length < 4) {
      const mark: Mark = { from: index, to: end, mark: all };
      const [before = ' ', after = ' '] = [words[index - 1], words[end]];
      const inWord = all !== '**' && /\w/.test(before) && /\w/.test(after);
      const opener = open.get(all);
      add(mark);
      if (opener && before.trim() && !inWord) {
        opener.acts = mark.acts = true;
        open.delete(all);
      } else if (after.trim() && !inWord) {
        open.set(all, mark);
      } else if (growing && end === words.length) {
        mark.acts = true;
      }
    }
  }
  if (done < words.length) runs.push({ from: done, to: words.length });
  if (growing) for (const mark of open.values()) mark.acts = true;
  return styled(runs, offset);
}

/** Applies the marks to the runs between them, and joins runs that are alike. */
function styled(runs: (Run | Mark)[], offset: number): Run[] {
  const result: Run[] = [];
  let bold = false;
  let italic = false;
  for (const run of runs) {
    if ('mark' in run && run.acts) {
      if (run.mark.length > 1) bold = !bold;
      if (run.mark.length !== 2) italic = !italic;
      continue;
    }
    const { from, to, code, href } = run;
    const last = result.at(-1);
    const alike =
      last && !code && !href && !last.code && !last.href && last.bold === bold && last.italic === italic;
    if (alike && last.to === from + offset) last.to = to + offset;
    else
      result.push({
        from: from + offset,
        to: to + offset,
        bold,
        italic,
        ...(code && { code }),
        ...(href && { href }),
      });
  }
  return result;
}

const SAFE_PROTOCOLS = ['http:', 'https:', 'mailto:'];

function safeHref(address: string): string | undefined {
  try {
    const { protocol, href } = new URL(address);
    return SAFE_PROTOCOLS.includes(protocol) ? href : undefined;
  } catch {
    return undefined;
  }
}
