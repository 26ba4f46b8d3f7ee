import assert from 'node:assert/strict';
import { it } from 'node:test';
import { patienceMs } from './patience.ts';

const cases: [string, number][] = [
  ['We are twenty people.', 500],
  ['What does it cost?', 500],
  ['She said "yes."', 500],
  ['', 500],
  ['I would like that.', 500],
  ['What is that for?', 500],
  ['What is that for', 4000],
  ['We are twenty people', 2000],
  ['We are twenty people and', 4000],
  ['We are twenty people and.', 4000],
  ['It should be on, um...', 4000],
  ['I would like music,', 4000],
  ['Because', 4000],
  ['In the band', 2000],
];
for (const [text, ms] of cases) {
  it(`waits ${ms} ms after "${text}"`, () => assert.equal(patienceMs(text, 'auto'), ms));
}

it('waits as long as the eagerness allows', () => {
  assert.deepEqual(
    (['low', 'medium', 'high'] as const).map((eagerness) => patienceMs('so', eagerness)),
    [8000, 4000, 2000],
  );
});
