import { expect } from '@open-wc/testing';
import { parse } from '@plussub/srt-vtt-parser';
import 'webvtt-parser';
import { exportTranscript, type TranscriptFormat } from './export-transcript.js';
import type { Turn } from './session-state.js';

interface ParsedVtt {
  errors: { message: string }[];
  cues: { startTime: number; endTime: number; text: string }[];
}
/** The validator of the format's authors; it puts itself there. */
declare const WebVTTParser: new () => { parse(text: string, mode: string): ParsedVtt };

const ZERO = Date.UTC(2026, 10, 22, 12, 0, 0);
const turn = (
  role: Turn['role'],
  from: number,
  to: number,
  text: string,
  more: Partial<Turn> = {},
): Turn => ({
  id: `${role} ${from}`,
  role,
  text,
  status: 'done',
  startedAt: ZERO + from,
  endedAt: ZERO + to,
  ...more,
});

const HELLO = [
  turn('user', 1000, 2500, 'How are you?'),
  turn('assistant', 3200, 5200, 'Fine. And you?', { status: 'interrupted', unheard: ' I hope all is well.' }),
];
const HOSTILE = 'a < b & c > d --> e\n\n<b>00:00:01.000 --> 00:00:02.000</b>\n1';

/** What another parser makes of an SRT file; its declarations do not resolve here. */
const srt = (text: string) => parse(text).entries as { id: string; from: number; to: number; text: string }[];

/** What Chromium's own parser makes of captions. */
async function captions(vtt: string): Promise<VTTCue[]> {
  const video = document.createElement('video');
  const track = document.createElement('track');
  video.append(track);
  track.track.mode = 'hidden';
  const loaded = new Promise((resolve, reject) => {
    track.onload = resolve;
    track.onerror = reject;
  });
  track.src = URL.createObjectURL(new Blob([vtt], { type: 'text/vtt' }));
  await loaded;
  return [...(track.track.cues ?? [])] as VTTCue[];
}

const textOf = (cue: VTTCue) => cue.getCueAsHTML().textContent;
const ms = ({ startTime, endTime }: VTTCue) => [Math.round(startTime * 1000), Math.round(endTime * 1000)];
const errorsOf = (vtt: string) =>
  new WebVTTParser().parse(vtt, 'captions').errors.map(({ message }) => message);

describe('exportTranscript', () => {
  it('writes what was said, by whom and when', () => {
    expect(exportTranscript(HELLO, 'txt')).to.equal(
      '[0:00] You: How are you?\n\n[0:02] Assistant: Fine. And you?\n',
    );
    expect(exportTranscript(HELLO, 'md', { from: ZERO - 3_600_000, names: { user: 'Ada' } })).to.equal(
      '**Ada** (1:00:01)\n\nHow are you?\n\n**Assistant** (1:00:03)\n\nFine. And you?\n',
    );
  });

  it('puts no tags into Markdown', () => {
    const md = exportTranscript([turn('assistant', 0, 1000, '<img src=x> & *so on*')], 'md');
    expect(md).to.contain('&lt;img src=x> &amp; *so on*');
  });

  it('makes captions at the times when the turns sounded, of what was heard', async () => {
    const vtt = exportTranscript(HELLO, 'vtt', { from: ZERO });
    expect(errorsOf(vtt)).to.deep.equal([]);
    const cues = await captions(vtt);
    expect(cues.map((cue) => [...ms(cue), textOf(cue), cue.text])).to.deep.equal([
      [1000, 2500, 'How are you?', '<v You>How are you?'],
      [3200, 5200, 'Fine. And you?', '<v Assistant>Fine. And you?'],
    ]);
    const entries = srt(exportTranscript(HELLO, 'srt', { from: ZERO }));
    expect(entries).to.deep.equal([
      { id: '1', from: 1000, to: 2500, text: 'You: How are you?' },
      { id: '2', from: 3200, to: 5200, text: 'Assistant: Fine. And you?' },
    ]);
  });

  it('makes JSON with both kinds of time', () => {
    const json = JSON.parse(exportTranscript(HELLO, 'json', { from: ZERO }));
    expect(json).to.deep.equal({
      version: 1,
      startedAt: '2026-11-22T12:00:00.000Z',
      turns: [
        {
          id: 'user 1000',
          role: 'user',
          name: 'You',
          text: 'How are you?',
          status: 'done',
          startedAt: '2026-11-22T12:00:01.000Z',
          startMs: 1000,
          endedAt: '2026-11-22T12:00:02.500Z',
          endMs: 2500,
        },
        {
          id: 'assistant 3200',
          role: 'assistant',
          name: 'Assistant',
          text: 'Fine. And you?',
          status: 'interrupted',
          unheard: ' I hope all is well.',
          startedAt: '2026-11-22T12:00:03.200Z',
          startMs: 3200,
          endedAt: '2026-11-22T12:00:05.200Z',
          endMs: 5200,
        },
      ],
    });
  });

  it('makes valid, empty files of a conversation in which nothing was said', async () => {
    const all = (format: TranscriptFormat) => exportTranscript([], format);
    expect([all('txt'), all('md'), all('srt')]).to.deep.equal(['', '', '']);
    expect(JSON.parse(all('json'))).to.deep.equal({ version: 1, turns: [] });
    expect(errorsOf(all('vtt'))).to.deep.equal([]);
    expect(await captions(all('vtt'))).to.have.length(0);
    expect(exportTranscript([turn('user', 0, 500, ' ')], 'txt')).to.equal('');
  });

  it('keeps a text a text, whatever is in it', async () => {
    const turns = [turn('user', 0, 3000, HOSTILE), turn('assistant', 4000, 5000, 'And on.')];
    const options = { names: { user: 'A > B & <C>\n' } };
    const vtt = exportTranscript(turns, 'vtt', options);
    expect(errorsOf(vtt)).to.deep.equal([]);
    const cues = await captions(vtt);
    expect(cues.map(textOf)).to.deep.equal([HOSTILE.replace(/\s+/g, ' '), 'And on.']);
    const entries = srt(exportTranscript(turns, 'srt'));
    expect(entries.map(({ from, to }) => [from, to])).to.deep.equal([
      [0, 3000],
      [4000, 5000],
    ]);
    expect(JSON.parse(exportTranscript(turns, 'json')).turns[0].text).to.equal(HOSTILE);
  });

  it('cuts what is long into captions that can be read, and shares out the time', async () => {
    const sentence = 'The quick brown fox, who is not lazy, jumps over the dog that is. ';
    const text = sentence.repeat(3) + 'Yes. No. ' + 'and so on, '.repeat(20);
    const cues = await captions(
      exportTranscript([turn('assistant', 2000, 32_000, text)], 'vtt', { from: ZERO }),
    );
    expect(cues.length).to.be.within(5, 8);
    const texts = cues.map((cue) => textOf(cue));
    expect(texts.join(' ')).to.equal(text.trim());
    expect(texts.slice(0, 3)).to.deep.equal([sentence.trim(), sentence.trim(), `${sentence}Yes. No. and so`]);
    for (const piece of texts) {
      expect(piece.length).to.be.at.most(84);
      expect(piece).not.to.match(/^\W/);
    }
    for (const [index, cue] of cues.slice(1).entries()) expect(cue.startTime).to.equal(cues[index]!.endTime);
    expect([ms(cues[0]!)[0], ms(cues.at(-1)!)[1]]).to.deep.equal([2000, 32_000]);
    // A sentence of 66 characters of 423, and its pauses.
    expect(ms(cues[0]!)[1]! - 2000).to.be.within(3500, 5500);
  });

  it('cuts languages without spaces between words too', async () => {
    const text = '今日はとても良い天気ですね。'.repeat(12) + 'とても長い文章がここにあります'.repeat(10);
    const cues = await captions(exportTranscript([turn('assistant', 0, 60_000, text)], 'vtt'));
    expect(cues.map(textOf).join('')).to.equal(text);
    expect(Math.max(...cues.map((cue) => textOf(cue).length))).to.be.at.most(84);
  });

  it('shows what was written for as long as it would take to say', () => {
    const written = turn('user', 1000, 1000, 'I am typing this here.');
    const entries = srt(exportTranscript([written], 'srt', { from: ZERO }));
    expect(entries[0]!.from).to.equal(1000);
    expect(entries[0]!.to - 1000).to.be.within(1000, 3000);
    const { endedAt: _, ...unfinished } = HELLO[0]!;
    expect(srt(exportTranscript([unfinished], 'srt'))[0]!.to).to.be.within(500, 3000);
  });

  it('lets voices overlap in WebVTT, which knows that, and not in SRT', async () => {
    const turns = [
      turn('assistant', 0, 4000, 'I will tell you a story.'),
      turn('user', 3000, 5000, 'Please stop it!'),
    ];
    expect((await captions(exportTranscript(turns, 'vtt'))).map(ms)).to.deep.equal([
      [0, 4000],
      [3000, 5000],
    ]);
    const entries = srt(exportTranscript(turns, 'srt'));
    expect(entries.map(({ from, to }) => [from, to])).to.deep.equal([
      [0, 3000],
      [3000, 5000],
    ]);
    const atOnce = [0, 1, 2].map(() => turn('user', 0, 0, 'Hm.'));
    for (const { from, to } of srt(exportTranscript(atOnce, 'srt'))) expect(to).to.be.greaterThan(from);
  });

  it('orders captions by time, even if the conversation is in another order', async () => {
    const cues = await captions(exportTranscript(HELLO.toReversed(), 'vtt'));
    expect(cues.map(ms)).to.deep.equal([
      [0, 1500],
      [2200, 4200],
    ]);
  });

  it('leaves out what ended before time zero', () => {
    const earlier = turn('user', -9000, -8000, 'Long ago.');
    const across = turn('user', -500, 500, 'Across.');
    const text = exportTranscript([earlier, across, ...HELLO], 'srt', { from: ZERO });
    expect(srt(text).map(({ from }) => from)).to.deep.equal([0, 1000, 3200]);
    expect(JSON.parse(exportTranscript([earlier, ...HELLO], 'json', { from: ZERO })).turns).to.have.length(2);
  });

  it('says which formats there are', () => {
    expect(() => exportTranscript(HELLO, 'pdf' as 'txt')).to.throw(RangeError, 'txt, md, json, vtt, srt');
  });
});
