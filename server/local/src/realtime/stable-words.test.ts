import assert from 'node:assert/strict';
import { it } from 'node:test';
import { StableWords } from './stable-words.ts';

it('gives out a word once two recognitions agree on it and go on after it', () => {
  const words = new StableWords();
  assert.equal(words.update('I want'), '');
  assert.equal(words.update('I want a'), 'I');
  assert.equal(words.update('I want a part.'), ' want');
  assert.equal(words.update('I want a party for'), ' a');
  assert.equal(words.finish('I want a party for twenty.'), ' party for twenty.');
  assert.equal(words.text, 'I want a party for twenty.');
});

it('holds back a word while recognitions differ in it', () => {
  const words = new StableWords();
  words.update('eight guests and');
  assert.equal(words.update('eighty guests and'), '');
  assert.equal(words.update('eighty guests and'), 'eighty guests');
});

it('never takes back what it gave, and goes on after the best match', () => {
  const words = new StableWords();
  words.update('see you too more row');
  assert.equal(words.update('see you too more row then'), 'see you too more');
  assert.equal(words.finish('See you tomorrow then.'), ' then.');
});

it('gives nothing out while a recognition has second thoughts', () => {
  const words = new StableWords();
  words.update('one two three');
  assert.equal(words.update('one two three four'), 'one two');
  assert.equal(words.update('won two three four'), '');
  assert.equal(words.update('won two three four five'), '');
  assert.equal(words.finish('one two three four five'), ' three four five');
});

it('gives all at the end of a turn that was too short for more', () => {
  assert.equal(new StableWords().finish('Yes.'), 'Yes.');
  assert.equal(new StableWords().finish(''), '');
});
