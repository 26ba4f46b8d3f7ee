import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toSpokenText } from './text-normalisation.ts';

const CASES: Record<string, [written: string, spoken: string][]> = {
  'says dates and times as people do': [
    ['On 2026-12-19.', 'On December 19, 2026.'],
    ['2026-13-45', '2026 13 45'],
    ['At 19:00, 18:30, 9:00 or 00:00.', "At 7 PM, 18:30, 9 o'clock or midnight."],
    ['At 7:00 p.m. or 7:00 PM', 'At 7 p.m. or 7 PM'],
  ],
  'says amounts of money with the unit after them': [
    ['€50, €1, $1,200.50', '50 euros, 1 euro, 1,200 dollars 50'],
    ['50 €, 12.50€, £2k.', '50 euros, 12 euros 50, 2 thousand pounds.'],
    ['€10.00', '10 euros'],
  ],
  'says symbols as words': [
    ['20% of 20°C', '20 percent of 20 degrees'],
    ['food & drinks, room #5', 'food and drinks, room number 5'],
    ['10–15 or 10-15, and/or 3×4', '10 to 15 or 10 to 15, and or 3 times 4'],
    ['Well — maybe… later', 'Well, maybe, later'],
    ['See https://www.example.com/a?b=1.', 'See example.com.'],
  ],
  'leaves numbers and words alone that only look like something else': [
    ['call 555-123-4567', 'call 555-123-4567'],
    ['a well-known R&B song, -5 degrees', 'a well-known R&B song, -5 degrees'],
    ['anna@example.com', 'anna@example.com'],
    ['Don’t worry, “Old Mill” (the café) is fine!', 'Don’t worry, “Old Mill” (the café) is fine!'],
  ],
  'drops Markdown and keeps its words': [
    ['# Plan\n- **Guests**: 20\n* [Old Mill](https://x.y/z)', 'Plan\nGuests: 20\nOld Mill'],
    ['1. Pizza\n2) Salad\n- [x] Cake', '1: Pizza\n2: Salad\nCake'],
    ['> _quoted_ `code`\n\n---\nend', 'quoted code\nend'],
    ['| A | B |\n|---|---|\n| 1 | 2 |', 'A, B\n1, 2'],
    ['```js\nrun()\n```', 'run()'],
  ],
  'drops emoji, whatever they are made of': [
    ['Party 🎉🎄 time ☕!', 'Party time!'],
    ['👨‍👩‍👧 👍🏽 🇩🇪', ''],
  ],
};

describe('toSpokenText', () => {
  for (const [name, pairs] of Object.entries(CASES)) {
    it(name, () => {
      for (const [written, spoken] of pairs) assert.equal(toSpokenText(written), spoken);
    });
  }

  it('gives nothing for a text without anything to say', () => {
    for (const text of ['', '  \n ', '* * *', '---', '🎉']) assert.equal(toSpokenText(text), '');
  });
});
