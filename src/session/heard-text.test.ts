import { expect } from '@open-wc/testing';
import { heardLength } from './heard-text.js';

const TEXT = 'All right, twelve guests. On which day will it be?';
const heard = (share: number, text = TEXT) =>
  text.slice(0, heardLength(text, { playedMs: share * 4000, totalMs: 4000, complete: true }));

describe('heardLength', () => {
  it('is nothing before the first sound, and all after the last', () => {
    expect(heard(0)).to.equal('');
    expect(heard(1)).to.equal(TEXT);
    expect(heard(1.2)).to.equal(TEXT);
  });

  it('cuts after whole words, and counts a word that has begun', () => {
    expect(heard(0.01)).to.equal('All');
    for (let share = 0.05; share < 1; share += 0.05) {
      const rest = TEXT.slice(heard(share).length);
      expect(rest === '' || /^\W/.test(rest) || /\s$/.test(heard(share)), `${share}: ${rest}`).to.equal(true);
    }
  });

  it('never goes back as the sound goes on', () => {
    let before = 0;
    for (let share = 0; share <= 1; share += 0.01) {
      expect(heard(share).length).to.be.at.least(before);
      before = heard(share).length;
    }
  });

  it('reckons the length from the text while sound is still arriving', () => {
    const text = 'word '.repeat(100);
    const progress = { playedMs: 1000, totalMs: 1500, complete: false };
    expect(heardLength(text, progress)).to.be.within(10, 25);
  });

  it('never cuts a character in two', () => {
    const text = '👩‍👩‍👧‍👦🎄🎅🏽'.repeat(5);
    for (let share = 0; share <= 1; share += 0.02) {
      expect(() => encodeURIComponent(heard(share, text))).not.to.throw();
    }
  });

  it('finds words where they are not parted by spaces', () => {
    const text = 'クリスマスパーティーの計画を立てましょう。';
    expect(heard(0.5, text).length).to.be.within(6, 16);
  });

  it('is nothing of nothing', () => {
    expect(heardLength('', { playedMs: 100, totalMs: 0, complete: true })).to.equal(0);
  });
});
