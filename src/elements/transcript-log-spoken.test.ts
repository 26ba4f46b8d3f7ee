import { ContextProvider } from '@lit/context';
import { expect, html } from '@open-wc/testing';
import { recorderContext } from '../context/recorder-context.js';
import { fakeMicrophone } from '../testing/fake-microphone.js';
import { delta, done, message, type ScriptedLog, scriptedLog } from './transcript-log.test-support.js';

let it_: ScriptedLog;
afterEach(() => it_.session.disconnect());

/** An answer that sounds: the service sends its words ahead of it. */
const speak = async (id: string, text: string) => {
  it_.transport.heard.set(id, { playedMs: 0, totalMs: 3000, complete: false });
  await it_.say(delta(text, id, 'audio_transcript'));
  it_.transport.play('started', id);
  await it_.say();
};
const finish = async (id: string, phase: 'ended' | 'interrupted' = 'ended') => {
  it_.transport.heard.set(id, { playedMs: 600, totalMs: 600, complete: true });
  it_.transport.play(phase, id);
  await it_.say(done());
};

describe('<transcript-log>, told to a screen reader', () => {
  beforeEach(async () => {
    it_ = await scriptedLog();
  });

  it('is a log that is not read by itself, with a voice beside it', () => {
    const { role, ariaLive, ariaLabel } = it_.scroller();
    expect([role, ariaLive, ariaLabel]).to.deep.equal(['log', 'off', 'Transcript']);
    expect(it_.log.shadowRoot?.querySelectorAll('[aria-live=polite]').length).to.equal(1);
  });

  it('tells a written answer once, when it is over, and without its markup', async () => {
    await it_.say(delta('I am **not'), delta(' done**'));
    expect(it_.announced()).to.deep.equal([]);
    await it_.say(done());
    expect(it_.announced()).to.deep.equal(['Assistant: I am not done']);
    await it_.say(message('1', 'assistant', 'I am **not done**'));
    expect(it_.announced().length).to.equal(1);
  });

  it('does not repeat an answer that was heard', async () => {
    await speak('1', 'Hello there');
    await finish('1');
    expect(it_.session.state.turns[0]?.status).to.equal('done');
    expect(it_.announced()).to.deep.equal([]);
  });

  it('holds back while an answer sounds', async () => {
    await speak('1', 'Hello there');
    await it_.say(message('2', 'system', 'Somebody joined', '1'));
    expect(it_.announced()).to.deep.equal([]);
    await finish('1');
    expect(it_.announced()).to.deep.equal(['System: Somebody joined']);
  });

  it('holds back while the person speaks', async () => {
    await it_.say({ type: 'input_audio_buffer.speech_started', item_id: 'x', audio_start_ms: 0 });
    await it_.say(message('2', 'assistant', 'Late'));
    expect(it_.announced()).to.deep.equal([]);
    await it_.say({ type: 'input_audio_buffer.speech_stopped', item_id: 'x', audio_end_ms: 10 });
    expect(it_.announced()).to.deep.equal(['Assistant: Late']);
  });

  it('tells an answer that the browser did not let out', async () => {
    it_.transport.audible = false;
    await it_.session.resume();
    await speak('1', 'Hello there');
    await finish('1');
    expect(it_.announced()).to.deep.equal(['Assistant: Hello there']);
  });

  it('says that an answer was cut off, and that something could not be transcribed', async () => {
    await speak('1', 'Hello there');
    await finish('1', 'interrupted');
    expect(it_.announced()).to.deep.equal(['Interrupted']);
    await it_.say(
      { type: 'input_audio_buffer.committed', item_id: '2', previous_item_id: '1' },
      {
        type: 'conversation.item.input_audio_transcription.failed',
        item_id: '2',
        content_index: 0,
        error: {},
      },
    );
    expect(it_.announced()).to.deep.equal(['Interrupted', 'This could not be transcribed.']);
  });

  it('tells what the person wrote, but not what an open microphone would hear again', async () => {
    await it_.say(message('1', 'user', 'Typed'));
    expect(it_.announced()).to.deep.equal(['You: Typed']);
    const stop = fakeMicrophone();
    await it_.session.startTurn();
    await it_.say(message('2', 'user', 'Spoken', '1'));
    await it_.session.endTurn();
    stop();
    expect(it_.announced()).to.deep.equal(['You: Typed']);
  });

  it('puts in only what is new, which alone is told, and keeps but a few lines', async () => {
    const region = it_.log.shadowRoot?.querySelector('[aria-live=polite]') as Element;
    await it_.addLines(8);
    const added: (string | null)[] = [];
    const changes = new MutationObserver((records) => {
      for (const { addedNodes } of records) added.push(...[...addedNodes].map((node) => node.textContent));
    });
    changes.observe(region, { childList: true });
    await it_.say(message('8', 'user', 'Line 8', '7'));
    changes.disconnect();
    expect(added).to.deep.equal(['You: Line 8']);
    expect(it_.announced()).to.deep.equal([4, 5, 6, 7, 8].map((n) => `You: Line ${n}`));
  });

  it('leaves alone what was said before it came', async () => {
    await it_.say(message('1', 'assistant', 'Old'));
    const parent = it_.log.parentElement as HTMLElement;
    const { log } = it_;
    log.remove();
    const other = document.createElement('transcript-log');
    parent.append(other);
    await other.updateComplete;
    await other.updateComplete;
    expect(other.shadowRoot?.querySelector('[part=text]')?.textContent).to.equal('Old');
    expect(other.shadowRoot?.querySelector('[aria-live=polite]')?.textContent?.trim()).to.equal('');
  });

  it('tells everything with captions, sentence by sentence, while it sounds', async () => {
    it_.log.captions = true;
    await it_.say(message('0', 'user', 'Hello'));
    await speak('1', 'One fish. Two');
    expect(it_.announced()).to.deep.equal(['You: Hello', 'Assistant: One fish.']);
    await it_.say(delta(' fish', '1', 'audio_transcript'));
    await finish('1');
    expect(it_.announced()).to.deep.equal(['You: Hello', 'Assistant: One fish.', 'Two fish']);
  });
});

describe('<transcript-log>, heard', () => {
  it('lets an answer appear with its sound, in whole words', async () => {
    it_ = await scriptedLog();
    await speak('1', 'One **two** three');
    expect(it_.texts()).to.deep.equal(['']);
    expect(it_.part('text')?.className).to.equal('dots');
    it_.transport.heard.set('1', { playedMs: 600, totalMs: 1500, complete: true });
    it_.log.requestUpdate();
    await it_.say();
    expect(it_.texts()).to.deep.equal(['One two']);
    await finish('1');
    expect(it_.texts()).to.deep.equal(['One two three']);
  });

  /** A log with a recording of turn 2, whose player does nothing but take note. */
  const recorded = async () => {
    const played: string[] = [];
    const player = Object.assign(new EventTarget(), {
      at: null as number | null,
      playing: false,
      playTurn: (id: string) => played.push(id),
      pause: () => played.push('pause'),
    });
    const recorder = Object.assign(new EventTarget(), {
      player,
      takeOf: (id: string) => (id === '2' ? {} : undefined),
    });
    it_ = await scriptedLog(html`<div><transcript-log></transcript-log></div>`);
    const around = it_.log.parentElement as HTMLElement;
    new ContextProvider(around, { context: recorderContext, initialValue: recorder as never });
    around.append(it_.log);
    /** Plays at a part of turn 2, 0…1; `null` is no playing. */
    const playAt = async (part: number | null) => {
      const turn = it_.session.state.turns.find(({ id }) => id === '2');
      const { startedAt: from = 0, endedAt: to = 0 } = turn ?? {};
      expect(to).to.be.greaterThan(from);
      const playing = part !== null;
      Object.assign(player, { playing, at: playing ? from + (to - from) * part : null });
      player.dispatchEvent(new Event('change'));
      await it_.say();
    };
    return { played, playAt };
  };
  /** Turn 2, and so many after it. */
  const sayMuch = async (more: number) => {
    await speak('2', Array.from({ length: 400 }, (_, n) => `word${n}`).join(' '));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await finish('2');
    const lines = Array.from({ length: more }, (_, n) => n + 3);
    await it_.say(...lines.map((n) => message(`${n}`, 'user', `Line ${n}`, `${n - 1}`)));
  };
  const heard = () => it_.log.shadowRoot?.querySelector('mark[part=heard]');
  const seesWord = () => {
    const [word, view] = [heard(), it_.scroller()].map((element) => element?.getBoundingClientRect());
    return Boolean(word && view && word.top >= view.top && word.bottom <= view.bottom);
  };

  it('plays a turn from a recording that has it, and marks the word that is heard', async () => {
    const { played, playAt } = await recorded();
    await it_.say(message('1', 'user', 'Not recorded'));
    await speak('2', 'one two, three');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await finish('2');
    const buttons = () => [...(it_.log.shadowRoot?.querySelectorAll<HTMLElement>('[part=replay]') ?? [])];
    expect(buttons().map((button) => button.closest('li')?.dataset.id)).to.deep.equal(['2']);
    expect(buttons()[0]?.ariaLabel).to.equal('Play from here');
    buttons()[0]?.click();
    expect(played).to.deep.equal(['2']);

    await playAt(0.5);
    expect(buttons()[0]?.ariaLabel).to.equal('Pause');
    expect(heard()?.textContent).to.equal('two');
    buttons()[0]?.click();
    expect(played).to.deep.equal(['2', 'pause']);
    await playAt(null);
    expect(it_.log.shadowRoot?.querySelector('mark')).to.equal(null);
  });

  it('keeps the word that is heard in view, but not while somebody reads elsewhere', async () => {
    const { playAt } = await recorded();
    await sayMuch(20);
    expect(it_.seen()).not.to.contain('2');
    await playAt(0.1);
    expect(seesWord()).to.equal(true);
    await playAt(0.9);
    expect(seesWord()).to.equal(true);

    const place = it_.scroller().scrollTop;
    await it_.scrollTo(0);
    await playAt(0.8);
    await playAt(0.9);
    expect(it_.scroller().scrollTop).to.equal(0);
    await it_.scrollTo(place);
    await playAt(0.1);
    expect(seesWord()).to.equal(true);
  });

  it('goes to the turn that is heard, also where it is not in the page', async () => {
    const { playAt } = await recorded();
    await sayMuch(200);
    expect(it_.turns().some(({ dataset }) => dataset.id === '2')).to.equal(false);
    await playAt(0.5);
    expect(seesWord()).to.equal(true);
    await playAt(null);
    expect(it_.seen()).to.contain('2');
  });

  it('leaves the scroll position alone while a recording is played with no-autoscroll', async () => {
    const { playAt } = await recorded();
    it_.log.noAutoscroll = true;
    await sayMuch(20);
    const { scrollTop } = it_.scroller();
    await playAt(0.9);
    expect(heard()).not.to.equal(null);
    expect(it_.scroller().scrollTop).to.equal(scrollTop);
  });
});
