import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wordErrorRate, wordErrors } from './word-error.ts';

describe('word errors', () => {
  it('counts substituted, missing and added words', () => {
    assert.deepEqual(wordErrors('a room for twenty guests', 'a room for thirty guests'), {
      words: 5,
      errors: 1,
    });
    assert.deepEqual(wordErrors('a room for twenty guests', 'room for twenty'), { words: 5, errors: 2 });
    assert.deepEqual(wordErrors('yes', 'oh yes please'), { words: 1, errors: 2 });
    assert.equal(wordErrorRate('a room for twenty guests', 'something else entirely was said here'), 6 / 5);
  });

  it('is all wrong when nothing was understood', () => {
    assert.equal(wordErrorRate('book the room', ''), 1);
    assert.equal(wordErrorRate('', ''), 0);
  });

  it('does not mind case, punctuation, contractions and how numbers are written', () => {
    const same: [string, string][] = [
      ['Hello, there!', 'hello there'],
      ["We're vegan and don't drink.", 'We are vegan, and do not drink'],
      ['twenty-five guests', '25 guests'],
      ['the nineteenth of December', 'the 19th of December'],
      ['the first, twenty-third and thirtieth', 'the 1st, 23rd and 30th'],
      ['fifteen hundred', 'fifteen hundred'],
      ['two thousand euros', '€2,000'],
      ['one hundred and fifty dollars', '$150'],
      ['twenty percent', '20%'],
      ['seven pm', '7 p.m.'],
      ['seven thirty PM', '7:30pm'],
      ['at seven', 'at 7:00'],
      ['twenty twenty six', '2026'],
      ['food and drinks, okay', 'Food & drinks, OK'],
    ];
    for (const [expected, actual] of same) assert.equal(wordErrorRate(expected, actual), 0, actual);
  });

  it('still tells numbers apart', () => {
    assert.ok(wordErrorRate('thirty guests', '13 guests') > 0);
    assert.ok(wordErrorRate('the nineteenth', 'the 18th') > 0);
  });
});
