import type { Item, Turn } from './session-state.js';

/*
 * The conversation as a list. Items say which one they follow, and that decides
 * their place: what a person said is often known after the answer to it began.
 */

/** From the end, where what is asked for mostly is. A plain loop: a long conversation feels the difference. */
export function indexOf(items: readonly Item[], id: string): number {
  let index = items.length - 1;
  while (index >= 0 && items[index]?.id !== id) index -= 1;
  return index;
}

/** Changes an item, or adds one at the end, if there is none of that id. */
export function updateItem(
  items: readonly Item[],
  id: string,
  role: Turn['role'] | null,
  change: (item: Item) => Item,
): readonly Item[] {
  const index = indexOf(items, id);
  const item = items[index];
  const changed = change(item ?? newItem(id, role));
  // Copied in one piece: with a long conversation that is ten times faster than a list of all with one more.
  return changed === item ? items : items.toSpliced(item ? index : items.length, 1, changed);
}

function newItem(id: string, role: Turn['role'] | null): Item {
  return freeze({ id, parts: [], turn: role && { id, role, text: '', status: 'streaming', startedAt: 0 } });
}

function freeze(item: Item): Item {
  if (item.turn) Object.freeze(item.turn);
  return Object.freeze(item);
}

/** An item of whose turn more is known. */
export function withTurn(item: Item, facts: Partial<Turn>): Item {
  return freeze({ ...item, turn: item.turn && { ...item.turn, ...facts } });
}

/** An item with another status; what was interrupted or failed stays so. */
export function withStatus(item: Item, status: Turn['status']): Item {
  const before = item.turn?.status ?? status;
  return before === status || before === 'interrupted' || before === 'failed'
    ? item
    : withTurn(item, { status });
}

/** More than any item has; an absurd place for a part would take all memory. */
const MOST_PARTS = 100;

/** An item with one content part set to a text. */
export function withPart(item: Item, index: number, text: string): Item {
  if (index >= MOST_PARTS || item.parts[index] === text) return item;
  const parts = Array.from({ length: Math.max(item.parts.length, index + 1) }, (_, i) =>
    i === index ? text : (item.parts[i] ?? ''),
  );
  return withTurn({ ...item, parts }, { text: parts.join('') });
}

/** An item that is still to be heard, or has been. */
export function withAudible(item: Item, audible: boolean): Item {
  return !!item.audible === audible ? item : freeze({ ...item, audible });
}

/** An item of which all there is has been made. */
export function withMade(item: Item): Item {
  return freeze({ ...item, made: true });
}

/** An item that was cut off: of its text so much was heard. */
export function withCut(item: Item, heard: (text: string) => number): Item {
  const whole = item.parts.join('');
  const length = heard(whole);
  const text = whole.slice(0, length);
  const unheard = whole.slice(length);
  return withTurn({ ...item, audible: false }, { text, unheard, status: 'interrupted' });
}

/**
 * Moves an item to where it belongs.
 *
 * @param follows the id of the item before it, `null` for the first of this connection, `undefined`
 *   when nothing is known
 * @param first where this connection's items begin
 */
export function placeItem(
  items: readonly Item[],
  id: string,
  follows: string | null | undefined,
  first: number,
): readonly Item[] {
  const from = indexOf(items, id);
  const item = items[from];
  if (!item || follows === undefined || follows === id) return items;
  const before = follows === null ? first - 1 : indexOf(items, follows);
  if (follows !== null && before < 0) {
    // What it follows has not arrived: it waits at the end.
    return items.with(from, freeze({ ...item, awaits: follows }));
  }
  let placed: readonly Item[] = items;
  if (from !== before + 1 || item.awaits) {
    const rest = items.toSpliced(from, 1);
    const to = from <= before ? before : before + 1;
    placed = rest.toSpliced(to, 0, freeze({ ...item, awaits: undefined }));
  }
  // Whoever waited for this one finds its place now.
  let settled = placed;
  for (const item of placed) {
    if (item.awaits === id) settled = placeItem(settled, item.id, id, first);
  }
  return settled;
}
