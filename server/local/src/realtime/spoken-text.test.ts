import assert from 'node:assert/strict';
import { it } from 'node:test';
import { SpokenText } from './spoken-text.ts';

function answer(): SpokenText {
  const spoken = new SpokenText();
  for (const [text, ms] of [
    ['One two three four. ', 800],
    ['Five six.', 400],
  ] as const) {
    spoken.begin(text);
    spoken.extend(ms);
  }
  return spoken;
}

const cases: [number, string][] = [
  [1200, 'One two three four. Five six.'],
  [1000, 'One two three four. Five'],
  [800, 'One two three four. '],
  [400, 'One two'],
  [100, ''],
  [0, ''],
];
for (const [ms, text] of cases) {
  it(`keeps "${text}" of 1200 ms when only ${ms} ms were heard`, () => {
    const spoken = answer();
    spoken.truncate(ms);
    assert.equal(spoken.text, text);
    assert.equal(spoken.durationMs, ms);
  });
}

it('can be cut again, shorter', () => {
  const spoken = answer();
  spoken.truncate(1000);
  spoken.truncate(400);
  assert.equal(spoken.text, 'One two');
});
