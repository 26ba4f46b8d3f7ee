import { expect } from '@open-wc/testing';
import { VoiceTracker } from './voice-tracker.js';

/** Levels, one each 50 ms from time 1000 on. */
function track(tracker: VoiceTracker, ...stretches: [looks: number, decibels: number][]): VoiceTracker {
  let now = 1000;
  for (const [looks, decibels] of stretches) {
    for (let i = 0; i < looks; i += 1, now += 50) tracker.observe(decibels, now);
  }
  return tracker;
}

describe('VoiceTracker', () => {
  it('knows when a voice began and ended', () => {
    const { voice } = track(new VoiceTracker(), [20, -70], [10, -25], [20, -70]);
    expect(voice).to.deep.equal({ firstAt: 2000, startedAt: 2000, endedAt: 2450 });
  });

  it('takes a short pause for a part of what is said, and a long one for the end', () => {
    const tracker = track(new VoiceTracker(), [10, -25], [6, -70], [4, -25], [30, -70], [4, -25]);
    expect(tracker.voice).to.deep.equal({ firstAt: 1000, startedAt: 3500, endedAt: 3650 });
  });

  it('does not take a loud room for a voice, once it knows it', () => {
    expect(track(new VoiceTracker(), [200, -48]).voice?.endedAt ?? 0).to.be.below(3000);
  });

  it('hears nothing in silence', () => {
    expect(track(new VoiceTracker(), [100, -Infinity]).voice).to.equal(null);
  });

  it('begins anew when what was said has become a turn', () => {
    const tracker = track(new VoiceTracker(), [10, -25]);
    tracker.forget();
    expect(tracker.voice).to.equal(null);
  });
});
