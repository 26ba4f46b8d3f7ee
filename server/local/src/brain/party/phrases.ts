import { spokenList } from './choices.ts';
import { type Facts, type SlotName, slotNames } from './fact.ts';
import type { Change, Plan } from './plan.ts';
import { slots } from './slots.ts';

export const sentence = (text: string) =>
  text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase()) + (/[.!?]$/.test(text) ? '' : '.');

/** One of several wordings; the same conversation always gets the same one. */
export const vary = (seed: number, wordings: readonly string[]) => wordings[seed % wordings.length]!;

const frame: SlotName[] = ['guests', 'date', 'time', 'place', 'budget'];

const withLead = (slot: SlotName, said: string) => {
  const { lead } = slots[slot];
  return lead ? `${lead} ${said}` : said;
};

/** The slots that are to be settled later, as a clause: `the food and the music are still open`. */
export function stillOpen({ setAside }: Plan): string[] {
  const open = slotNames
    .filter((name) => setAside[name] === 'later')
    .map((name) => `the ${slots[name].noun}`);
  return open.length ? [`${spokenList(open)} ${open.length > 1 ? 'are' : 'is'} still open`] : [];
}

/** `twelve guests on Saturday the nineteenth of December, at your place` and `the food is pizza`. */
export function describe(facts: Facts, names: readonly SlotName[]): string[] {
  const known = names.filter((name) => facts[name]);
  const said = (name: SlotName) => withLead(name, facts[name]!.said);
  const party = frame
    .filter((name) => known.includes(name))
    .map(
      (name, index) => (index === 0 ? '' : name === 'place' || name === 'budget' ? ', ' : ' ') + said(name),
    )
    .join('');
  const details = known
    .filter((name) => !frame.includes(name))
    .map((name) =>
      name === 'diet'
        ? said(name)
        : `the ${slots[name].noun} ${slots[name].plural ? 'are' : 'is'} ${facts[name]!.said}`,
    );
  return [party, spokenList(details)].filter(Boolean);
}

const single = [
  (said: string) => `${said}, noted`,
  (said: string) => `all right, ${said}`,
  (said: string) => `${said}, good`,
  (said: string) => `${said}, lovely`,
];

function forgotten({ slot, item }: Change, { facts }: Plan): string {
  const { noun, optional } = slots[slot];
  if (item) return `all right, no ${item}${facts[slot] ? `, only ${facts[slot].said}` : ' then'}`;
  return optional ? `all right, no ${noun} then` : `all right, I have forgotten the ${noun}`;
}

/** Says back what the last turn changed, so that the user hears that it was understood. */
export function acknowledge(plan: Plan, seed: number): string[] {
  const { facts, changes } = plan;
  const of = (...kinds: Change['kind'][]) =>
    changes.filter(({ kind }) => kinds.includes(kind)).map(({ slot }) => slot);
  const parts: string[] = [];
  const fresh = of('new');
  const changed = of('changed');
  const same = fresh.length || changed.length ? [] : of('same');
  if (fresh.length === 1) parts.push(single[seed % single.length]!(facts[fresh[0]!]!.said));
  else parts.push(...describe(facts, fresh));
  if (changed.length) {
    const said = spokenList(
      changed.map((slot) => (changed.length > 1 ? withLead(slot, facts[slot]!.said) : facts[slot]!.said)),
    );
    parts.push(vary(seed, [`all right, now it is ${said}`, `${said} then, I have changed it`]));
  }
  if (same.length) parts.push(`yes, ${spokenList(same.map((slot) => facts[slot]!.said))}, I have that`);
  for (const change of changes) if (change.kind === 'forgotten') parts.push(forgotten(change, plan));
  const later = of('later');
  if (later.length)
    parts.push(`no hurry, we can settle the ${spokenList(later.map((slot) => slots[slot].noun))} later`);
  return parts.map(sentence);
}
