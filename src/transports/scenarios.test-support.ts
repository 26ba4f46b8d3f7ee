import { expect } from '@open-wc/testing';
import type { ClientEvent } from '../protocol/events.js';
import { type Page, perform } from '../testing/page.test-support.js';
import type { RealLine } from '../testing/real-lines.test-support.js';
import { type Case, cases, inOneLine, MS_PER_WORD } from '../testing/scenarios.test-support.js';

/** Less than this the service refuses to commit. */
const SHORTEST_TURN_MS = 100;
const BYTES_PER_MS = 48;
/** So much of each piece of sound is too quiet to be told from silence. */
const EDGE_MS = 3;

/** Has every conversation happen over a real line, and judges what both sides then have. */
export function describeScenarios(name: string, createLine: () => RealLine): void {
  describe(`${name}, in whole conversations`, () => {
    let line: RealLine;
    afterEach(() => line.close());
    for (const [title, each] of Object.entries(cases)) {
      it(title, async () => {
        line = createLine();
        const page = await perform(each.scenario, line);
        judge(page, each);
        page.chat.session.disconnect();
      });
    }
  });
}

function judge(
  { chat, service, line, errors, log, sounds }: Page,
  { scenario, turns, asked, error }: Case,
): void {
  const { received, kind } = line;
  const { session } = chat;
  expect(session.state.turns.map(inOneLine)).to.deep.equal(turns);
  expect(service.faults).to.deep.equal([]);
  if (error) expect(errors.join()).to.match(error);
  else expect(errors).to.deep.equal([]);
  expect(received.filter(({ type }) => type === 'response.create')).to.have.length(asked);

  const cuts = session.state.turns.filter(({ status }) => status === 'interrupted');
  const truncations = received.filter((event) => event.type === 'conversation.item.truncate');
  // Over WebRTC the service owns playback, and truncates by itself.
  expect(truncations).to.have.length(kind === 'websocket' ? cuts.length : 0);
  const told = log.flatMap(({ event }) => (event.type === 'conversation.item.truncated' ? event : []));
  expect(told).to.have.length(cuts.length);
  const broken = scenario.steps.flatMap((step) =>
    step.role === 'assistant' ? (step.interruption ?? []) : [],
  );
  for (const [i, { text }] of cuts.entries()) {
    const toldMs = told[i]?.audio_end_ms ?? NaN;
    expect(toldMs).to.be.at.least(broken[i]?.atMs ?? NaN);
    // Over WebRTC each side has a clock of its own, and word of it takes time.
    const heardMs = (kind === 'websocket' ? toldMs : line.cuts[i]) ?? NaN;
    const heardWords = text.split(' ').filter(Boolean).length;
    expect(heardWords * MS_PER_WORD).to.be.closeTo(heardMs, MS_PER_WORD);
    if (kind === 'webrtc') continue;
    // To the sample, by what passed the output.
    expect(truncations[i]?.audio_end_ms).to.equal(heardMs);
    if (heardMs) expect(passed(sounds, heardMs), `${heardMs} of ${sounds.join()}`).to.equal(true);
  }
  if (kind === 'websocket') expectSoundInCommits(received);
}

/** Whether an answer of this length passed, in one piece, or in several where a busy machine was late with its sound. */
function passed(sounds: readonly number[], ms: number): boolean {
  return sounds.some((_, first) => {
    let rest = ms;
    return sounds.slice(first).some((sound, i) => Math.abs((rest -= sound)) < EDGE_MS * (i + 1));
  });
}

/** Nothing is committed that is too short to be speech. */
function expectSoundInCommits(received: readonly ClientEvent[]): void {
  let ms = 0;
  for (const event of received) {
    if (event.type === 'input_audio_buffer.append') ms += atob(event.audio).length / BYTES_PER_MS;
    if (event.type === 'input_audio_buffer.commit') expect(ms).to.be.at.least(SHORTEST_TURN_MS);
    if (/^input_audio_buffer.(clear|commit)$/.test(event.type)) ms = 0;
  }
}
