import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figuresForWords, sayNumber, sayOrdinal, wordsForFigures } from './numbers.ts';

const heard: [words: string, figures: string][] = [
  ['twelve', '12'],
  ['Twenty-five', '25'],
  ['twenty five people', '25 people'],
  ['a hundred and fifty euros', '150 euros'],
  ['hundred euros', '100 euros'],
  ['two thousand five hundred', '2500'],
  ['twelve hundred', '1200'],
  ['five hundred and twenty thousand', '520000'],
  ['three grand', '3000'],
  ['3k', '3000'],
  ['1,500 euros', '1500 euros'],
  ['3 hundred', '300'],
  ['a dozen', '12'],
  ['half a dozen', '6'],
  ['two dozen', '24'],
  ['a couple of hundred', '200'],
  ['a couple of friends', '2 friends'],
  ['the nineteenth', 'the 19th'],
  ['the twenty-fourth of December', 'the 24th of December'],
  ['twenty second', '22nd'],
  ['thirty-first', '31st'],
  ['eightish', '8 ish'],
  // Two numbers stay two.
  ['seven thirty', '7 30'],
  ['twenty, twenty five', '20, 25'],
  ['between ten and fifteen', 'between 10 and 15'],
  ['three hundred and we', '300 and we'],
  // What is no number stays words.
  ['no one knows that one', 'no one knows that one'],
  ['one of them', 'one of them'],
  ['the first one', 'the first one'],
  ['just a second', 'just a second'],
  ['a grand piano', 'a grand piano'],
  ['Swedish fish', 'Swedish fish'],
];
for (const [words, figures] of heard) {
  test(`"${words}" is read as "${figures}"`, () => assert.equal(figuresForWords(words), figures));
}

test('every number up to ten thousand, once said, is read as itself', () => {
  for (let value = 0; value < 10_000; value++) assert.equal(figuresForWords(sayNumber(value)), String(value));
});

test('every day of the month, once said, is read as itself', () => {
  for (let day = 1; day <= 31; day++) assert.equal(parseInt(figuresForWords(sayOrdinal(day)), 10), day);
});

test('figures are said as words', () => {
  assert.equal(
    wordsForFigures('12 Main Street, the 21st, 350'),
    'twelve Main Street, the twenty-first, three hundred and fifty',
  );
  assert.equal(sayNumber(2_500_000), '2500000');
});
