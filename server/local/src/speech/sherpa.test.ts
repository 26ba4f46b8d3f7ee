import assert from 'node:assert/strict';
import os from 'node:os';
import { describe, it } from 'node:test';
import { loadSherpa } from './sherpa.ts';

describe('loadSherpa', () => {
  it('says where it works and what to do on a machine it has no build for, and loads where it has', (test) => {
    const asked = test.mock.method(os, 'arch', () => 'sparc');
    assert.throws(loadSherpa, /sherpa-onnx-node does not load on \w+-\w+\. It has builds for .*"npm ci"/);
    asked.mock.restore();
    assert.equal(typeof loadSherpa().Vad, 'function');
  });
});
