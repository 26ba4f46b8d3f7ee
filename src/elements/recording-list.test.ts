import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { nothing } from 'lit';
import type { Recorder } from '../recording/recorder.js';
import type { Take } from '../recording/take.js';
import type { RealtimeTakeRequestEvent, RecordingList } from './recording-list.js';
import './recording-list.js';
import { inner, rendered, type ScriptedChat, scriptedChat, veto } from './scripted-chat.test-support.js';

let at: ScriptedChat;
let list: RecordingList;
let recorder: Recorder;

const all = <T extends HTMLElement>(part: string) => [
  ...list.shadowRoot!.querySelectorAll<T>(`[part~=${part}]`),
];
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Has a call of so many ms. */
async function call(ms: number): Promise<Take> {
  const recorded = new Promise<Take>((resolve) =>
    at.chat.addEventListener('realtime-recording', ({ take }) => resolve(take), { once: true }),
  );
  await at.chat.session.connect();
  await wait(ms);
  at.chat.session.disconnect();
  const take = await recorded;
  await rendered();
  return take;
}

// What records is loaded when it is needed; calls here are too short to wait for that.
before(() => import('../recording/recording.js'));
beforeEach(async () => {
  at = await scriptedChat(html`<recording-list></recording-list>`);
  at.chat.record = 'call';
  await at.chat.updateComplete;
  recorder = at.chat.recorder;
  recorder.player.element.muted = true;
  list = at.chat.querySelector('recording-list') as RecordingList;
});
afterEach(() => recorder.player.stop());

describe('<recording-list>', () => {
  it('is accessible: empty, with a recording, while it plays, and when it asks', async () => {
    await expect(list).to.be.accessible();
    await call(500);
    await expect(list).to.be.accessible();
    all('play')[0]!.click();
    await rendered();
    all('delete')[0]!.click();
    await rendered();
    expect([all('seek').length, all('confirm').length]).to.deep.equal([1, 1]);
    await expect(list).to.be.accessible();
  });

  it('says that there is nothing, in words of the page if it has some', async () => {
    expect(inner(list, '[part=empty]').textContent).to.equal('No recordings yet.');
    const own = await fixture(html`<recording-list><i slot="empty">None</i></recording-list>`);
    expect(inner<HTMLSlotElement>(own, 'slot').assignedElements()[0]?.textContent).to.equal('None');
    await call(300);
    expect(all('empty')).to.have.length(0);
  });

  it('shows when each was made, how long it is, its size and whose voices it has, the latest first', async () => {
    const first = await call(300);
    const second = await call(1300);
    const times = [...list.shadowRoot!.querySelectorAll('time')].map(({ dateTime }) => Date.parse(dateTime));
    expect(times).to.deep.equal([second.startedAt, first.startedAt]);
    const details = [...all('details')[0]!.querySelectorAll('bdi')].map(({ textContent }) => textContent);
    expect(details[0]).to.equal('0:01');
    expect(details[1]).to.match(/^\d+(\.\d)? kB$/);
    expect(details[2]).to.equal('You and Assistant');
  });

  it('plays one, shows where it is, and lets one move by keyboard', async () => {
    const take = await call(1500);
    const [button] = all('play');
    expect(button!.ariaLabel).to.match(/^Play/);
    button!.click();
    await rendered();
    expect(recorder.player.take).to.equal(take);
    expect(button!.ariaLabel).to.match(/^Pause/);
    await wait(400);
    button!.click();
    await rendered();
    expect(recorder.player.playing).to.equal(false);
    const seek = all<HTMLInputElement>('seek')[0]!;
    expect(Number(seek.value)).to.be.closeTo(recorder.player.positionMs, 60);
    expect(seek.ariaValueText).to.match(/^0:0\d of 0:01$/);
    seek.focus();
    await sendKeys({ press: 'End' });
    expect(recorder.player.positionMs).to.be.closeTo(take.duration, 50);
    await sendKeys({ press: 'Home' });
    expect(recorder.player.positionMs).to.equal(0);
    await sendKeys({ press: 'ArrowRight' });
    expect(recorder.player.positionMs).to.be.greaterThan(0);
  });

  it('deletes one when that is confirmed, and keeps the focus near', async () => {
    const first = await call(300);
    const second = await call(300);
    const focused = () => (list.shadowRoot!.activeElement as HTMLElement).id;
    all('delete')[0]!.focus();
    await sendKeys({ press: 'Enter' });
    expect(focused()).to.equal('no');
    await sendKeys({ press: 'Escape' });
    expect([focused(), all('confirm').length]).to.deep.equal([`delete-${second.id}`, 0]);
    await sendKeys({ press: 'Enter' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    await rendered();
    expect(recorder.takes).to.deep.equal([first]);
    expect(focused()).to.equal(`play-${first.id}`);
  });

  it('asks the page before it plays, downloads and deletes', async () => {
    const take = await call(300);
    const asked: (readonly [string, Take])[] = [];
    for (const verb of ['replay', 'download', 'delete'] as const) {
      at.chat.addEventListener(`realtime-${verb}-request`, (event: RealtimeTakeRequestEvent) =>
        asked.push([verb, event.take]),
      );
      veto(at.chat, verb);
    }
    all('play')[0]!.click();
    all('download')[0]!.click();
    all('delete')[0]!.click();
    await rendered();
    inner(list, '.danger').click();
    expect(asked).to.deep.equal([
      ['replay', take],
      ['download', take],
      ['delete', take],
    ]);
    expect([recorder.player.take, recorder.takes.length]).to.deep.equal([null, 1]);
  });

  it('saves a file whose name says when it was made', async () => {
    const take = await call(300);
    const saved = new Promise<HTMLAnchorElement>((resolve) => {
      const { click } = HTMLAnchorElement.prototype;
      HTMLAnchorElement.prototype.click = function () {
        HTMLAnchorElement.prototype.click = click;
        resolve(this);
      };
    });
    all('download')[0]!.click();
    const link = await saved;
    expect(link.download).to.match(/^\d{4}-\d\d-\d\d \d\d-\d\d-\d\d user-assistant\.webm$/);
    const file = await (await fetch(link.href)).blob();
    expect(file.size).to.equal(take.blob.size);
  });

  it('shows the picture of the one that plays, if it has one', async () => {
    at.chat.recordTracks = 'user camera';
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d')!;
    const timer = setInterval(() => context.fillRect(0, 0, 300, 150), 50);
    at.chat.session.setCamera(canvas.captureStream());
    const take = await call(1500);
    clearInterval(timer);
    expect(take.tracks).to.deep.equal(['user', 'camera']);
    expect(all('details')[0]!.textContent).to.contain('You and Camera');
    all('play')[0]!.click();
    await rendered();
    expect(all('picture')[0]!.firstElementChild).to.equal(recorder.player.element);
    recorder.player.stop();
    await rendered();
    expect([all('picture').length, recorder.player.element.isConnected]).to.deep.equal([0, false]);
  });

  it('says when one cannot be played', async () => {
    const take = await call(300);
    Object.assign(take, { blob: new Blob(['nonsense'], { type: 'audio/webm' }) });
    const failed = new Promise((resolve) =>
      recorder.player.element.addEventListener('error', resolve, { once: true }),
    );
    all('play')[0]!.click();
    await failed;
    await rendered();
    expect(all('note')[0]?.textContent).to.contain('Download');
    expect(all('play')[0]!.ariaLabel).to.match(/^Play/);
  });

  it('follows the chat that it names, and one without a recorder shows nothing', async () => {
    await call(300);
    const far = await fixture(html`<recording-list for="chat"></recording-list>`);
    await rendered();
    expect(inner(far, '[part~=take]')).not.to.equal(null);
    const alone = await fixture(html`<recording-list lang="no_such-language">${nothing}</recording-list>`);
    expect(inner(alone, '[part~=take]')).to.equal(null);
  });
});
