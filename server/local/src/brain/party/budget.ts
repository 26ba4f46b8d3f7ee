import { amount, type Reader, reading, saySureness } from './fact.ts';
import { sayNumber } from './numbers.ts';

/** How a currency is heard → how it is said. */
const currencies: [pattern: string, plural: string][] = [
  ['euros?|€|eur\\b', 'euros'],
  ['dollars?|bucks?|\\$|usd\\b', 'dollars'],
  ['pounds?|quid|£', 'pounds'],
  ['francs?|chf\\b', 'francs'],
  ['crowns?|kroner?|kronor', 'crowns'],
];
const unit = `(?<unit>${currencies.map(([pattern]) => pattern).join('|')})`;
const each =
  '(?<each>,? ?(?:each|apiece|(?:per|a|for each|for every|from every) (?:guest|person|head|one|each)|per capita))?';

const pattern = (source: string) => new RegExp(source, 'i');
const withUnit = pattern(
  `(?:a )?(?:budget of )?${amount} ?(?:in )?${unit}${each}(?: (?:in total|altogether|all in all|to spend))?`,
);
const cued = pattern(
  `\\b(?:budget|spend(?:ing)?|afford|limit|cheaper,?)(?: is| of| would be| will be| should be| to| it|'s| for (?:everything|the party))*:? ${amount}(?! ?(?:guests?|people|persons|%|minutes|hours|days))${each}`,
);
const named = pattern(`${amount}${each} (?:is|as|for) (?:the|our|my|a) (?:budget|limit|total)`);
const bare = pattern(`${amount}${each}`);
const unlimited =
  /\b(?:(?:no|without (?:a|any)) (?:fixed |real |set )?(?:budget )?limits?|unlimited(?: budget)?|money is no (?:object|issue|problem)|the sky is the limit)\b/i;

/** What may be spent, for everybody or for each guest. */
export const readBudget: Reader = (text, { asked, facts }) => {
  const signsAfter = text
    .replace(/([€$£]) ?(\d+)/gu, '$2 $1')
    // "one fifty euros"
    .replace(/\b([1-9]) ([1-9]0)(?= (?:euros?|dollars?|pounds?|bucks|quid)|$)/gi, '$1$2');
  const free = unlimited.exec(signsAfter);
  if (free) return reading(signsAfter, free, { said: 'no limit' });
  for (const source of asked ? [withUnit, cued, named, bare] : [withUnit, cued, named]) {
    const match = source.exec(signsAfter);
    if (!match) continue;
    const groups = match.groups!;
    const number = Number(groups['to']);
    const heard = groups['unit'] ?? '';
    const currency =
      currencies.find(([name]) => heard && pattern(`^(?:${name})$`).test(heard))?.[1] ??
      facts.budget?.currency ??
      'euros';
    const from = groups['from'] ? `${sayNumber(Number(groups['from']))} to ` : '';
    const money = `${sayNumber(number)} ${number === 1 ? currency.slice(0, -1) : currency}`;
    const perGuest = Boolean(groups['each']);
    const said = `${saySureness(groups)}${from}${money}${perGuest ? ' a guest' : ''}`;
    return reading(signsAfter, match, { said, number, currency, each: perGuest });
  }
  return undefined;
};
