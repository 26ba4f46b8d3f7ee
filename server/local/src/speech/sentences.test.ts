import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { splitSentences } from './sentences.ts';

describe('splitSentences', () => {
  it('cuts after sentences and at line breaks', () => {
    assert.deepEqual(splitSentences('Yes! How many guests? Tell me.\nGuests: 20\n\nPlace: here'), [
      'Yes!',
      'How many guests?',
      'Tell me.',
      'Guests: 20',
      'Place: here',
    ]);
  });

  it('does not take an abbreviation for the end of a sentence', () => {
    assert.deepEqual(splitSentences('Ask Dr. Smith or Mrs. Jones at 7 p.m. Friday.'), [
      'Ask Dr. Smith or Mrs. Jones at 7 p.m. Friday.',
    ]);
  });

  it('cuts a very long sentence at a comma, else between words, else anywhere', () => {
    const words = 'word '.repeat(38).trim();
    assert.deepEqual(splitSentences(`${words}, and ${words}.`), [`${words},`, `and ${words}.`]);
    const pieces = splitSentences('word '.repeat(100));
    assert.equal(pieces.join(' '), 'word '.repeat(100).trim());
    assert.ok(pieces.every((piece) => piece.length <= 200));
    assert.equal(splitSentences('x'.repeat(450)).join(''), 'x'.repeat(450));
  });

  it('leaves out what has no word in it', () => {
    assert.deepEqual(splitSentences(''), []);
    assert.deepEqual(splitSentences('...\n!\nok'), ['ok']);
  });
});
