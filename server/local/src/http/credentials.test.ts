import assert from 'node:assert/strict';
import { it, mock } from 'node:test';
import { Credentials } from './credentials.ts';

it('refuses an ephemeral key that has expired', () => {
  mock.timers.enable({ apis: ['Date'] });
  try {
    const credentials = new Credentials();
    const secret = credentials.mint(null, 10);
    mock.timers.tick(9_000);
    assert.equal(credentials.check(secret.value), secret);
    mock.timers.tick(1_001);
    assert.throws(() => credentials.check(secret.value), /expired/);
    credentials.mint(null, 10);
    assert.throws(() => credentials.check(secret.value), /Incorrect/, 'it is forgotten');
  } finally {
    mock.timers.reset();
  }
});

it('takes whatever looks like a standard key, unless it was told which', () => {
  assert.equal(new Credentials().check('sk-anything'), null);
  assert.throws(() => new Credentials().check('anything'), /Incorrect/);
  assert.throws(() => new Credentials(['sk-this']).check('sk-anything'), /Incorrect/);
});
