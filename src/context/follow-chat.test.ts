import { expect, fixture, html } from '@open-wc/testing';
import { LitElement, nothing } from 'lit';
import type { MuteButton } from '../elements/mute-button.js';
import type { RecordButton } from '../elements/record-button.js';
import { RealtimeVoiceChat } from '../elements/realtime-voice-chat.js';
import { inner, rendered } from '../elements/scripted-chat.test-support.js';
import type { TurnSettings } from '../elements/turn-settings.js';
import '../elements/turn-settings.js';
import { RecorderController } from './recorder-controller.js';
import { SessionController } from './session-controller.js';

/** Counts how often it is rendered. */
class PlainControl extends LitElement {
  static override properties = { htmlFor: { attribute: 'for' } };
  declare htmlFor?: string;
  renderings = 0;
  readonly state = new SessionController(this, ({ muted }) => muted);

  protected override render(): typeof nothing {
    this.renderings++;
    return nothing;
  }
}
customElements.define('plain-control', PlainControl);

class TestControl extends PlainControl {
  readonly recorder = new RecorderController(this);
}
customElements.define('test-control', TestControl);

let page: HTMLElement;
let control: TestControl;
let button: MuteButton;

beforeEach(async () => {
  page = await fixture(
    html`<main>
      <test-control for="chat"></test-control>
      <mute-button for="chat"></mute-button>
    </main>`,
  );
  control = page.querySelector('test-control') as TestControl;
  button = page.querySelector('mute-button') as MuteButton;
});

/** A chat with an id, after what is in the page, and time for controls to find it. */
async function addChat(id = 'chat', parent: Node = page): Promise<RealtimeVoiceChat> {
  const chat = document.createElement('realtime-voice-chat');
  chat.id = id;
  parent.appendChild(chat);
  await rendered();
  return chat;
}

const muted = (...chats: RealtimeVoiceChat[]) => chats.map(({ session }) => session.state.muted);

async function press(): Promise<void> {
  inner(button).click();
  await rendered();
}

function expectChat(chat: RealtimeVoiceChat | null): void {
  expect(control.state.session === (chat?.session ?? null), 'its session').to.equal(true);
  expect(control.recorder.recorder === (chat?.recorder ?? null), 'its recorder').to.equal(true);
}

describe('for', () => {
  it('finds a chat that is put into the page later, however deep', async () => {
    await rendered();
    expectChat(null);
    const deep = document.createElement('section');
    deep.innerHTML = '<div><realtime-voice-chat id="chat"></realtime-voice-chat></div>';
    page.append(deep);
    await rendered();
    const chat = page.querySelector('realtime-voice-chat') as RealtimeVoiceChat;
    expectChat(chat);
    await press();
    expect(muted(chat)).to.deep.equal([true]);
    expect(inner(button).ariaPressed).to.equal('true');
  });

  it('finds a chat that is defined later, also under a name of its own', async () => {
    const late = document.createElement('late-chat') as RealtimeVoiceChat;
    late.id = 'chat';
    page.append(late);
    await rendered();
    expectChat(null);
    customElements.define('late-chat', class extends RealtimeVoiceChat {});
    await rendered();
    expectChat(late);
  });

  it('finds a chat that takes the place of something else with its id', async () => {
    page.insertAdjacentHTML('afterbegin', '<p id="chat">One moment …</p>');
    const chat = await addChat();
    expectChat(null);
    page.querySelector('p')?.remove();
    await rendered();
    expectChat(chat);
  });

  it('goes on to the chat that takes the place of another, and leaves the other alone', async () => {
    const before = await addChat();
    before.session.setMuted(true);
    before.remove();
    const after = await addChat();
    expectChat(after);
    expect(inner(button).ariaPressed).to.equal('false');
    await press();
    before.session.setMuted(false);
    await rendered();
    expect(muted(before, after)).to.deep.equal([false, true]);
    expect(inner(button).ariaPressed).to.equal('true');
  });

  it('shows rest when its chat is removed, and opens no microphone for it', async () => {
    const chat = await addChat();
    const record = await fixture<RecordButton>(html`<record-button for="chat"></record-button>`);
    await press();
    const { mediaDevices } = navigator;
    let asked = 0;
    mediaDevices.getUserMedia = async () => {
      asked++;
      throw new DOMException('', 'NotAllowedError');
    };
    chat.remove();
    await rendered();
    expectChat(null);
    expect(inner(button).ariaPressed).to.equal('false');
    inner(record).click();
    await press();
    Reflect.deleteProperty(mediaDevices, 'getUserMedia');
    expect(asked).to.equal(0);
    expect(chat.session.state).to.include({ status: 'idle', error: null, muted: true });
  });

  it('notices nothing when its chat is only moved', async () => {
    const chat = await addChat();
    const before = control.renderings;
    page.prepend(chat);
    await rendered();
    expectChat(chat);
    expect(control.renderings).to.equal(before);
  });

  it('follows the id when another chat gets it', async () => {
    const first = await addChat();
    const second = await addChat('other');
    first.id = 'old';
    await rendered();
    expectChat(null);
    second.id = 'chat';
    await rendered();
    expectChat(second);
  });

  it('follows itself when it changes, as attribute and as property, also to the chat around', async () => {
    const first = await addChat('first');
    const second = await addChat('second');
    const around = await addChat('around');
    // Made when it is first asked for.
    expect(around.recorder.takes).to.have.length(0);
    control.setAttribute('for', 'first');
    await rendered();
    expectChat(first);
    control.htmlFor = 'second';
    await rendered();
    expectChat(second);
    around.append(control);
    await rendered();
    expectChat(second);
    control.removeAttribute('for');
    await rendered();
    expectChat(around);
    control.htmlFor = 'none';
    await rendered();
    expectChat(null);
  });

  it('may be given to a control that had no chat', async () => {
    control.removeAttribute('for');
    await rendered();
    control.htmlFor = 'late';
    await rendered();
    expectChat(await addChat('late'));
  });

  it('means the same shadow tree, where chats come and go, too', async () => {
    const outside = await addChat();
    const host = document.createElement('div');
    const tree = host.attachShadow({ mode: 'open' });
    page.append(host);
    tree.append(control);
    await rendered();
    expectChat(null);
    const inside = await addChat('chat', tree);
    expectChat(inside);
    inside.remove();
    await rendered();
    expectChat(null);
    expectChat(await addChat('chat', tree.appendChild(document.createElement('p'))));
    page.append(control);
    await rendered();
    expectChat(outside);
  });

  it('is followed no more by a control that was removed, until it is back', async () => {
    control.remove();
    const chat = await addChat();
    expectChat(null);
    page.append(control);
    expectChat(chat);
    control.remove();
    expectChat(null);
    await rendered();
    expectChat(null);
  });

  it('renders a control anew for another session, even with the same state', async () => {
    const plain = await fixture<PlainControl>(html`<plain-control for="first"></plain-control>`);
    await addChat('first');
    const { session } = await addChat('second');
    const { renderings } = plain;
    plain.htmlFor = 'second';
    await rendered();
    expect(plain.state.session).to.equal(session);
    expect(plain.renderings, 'for its name, then for the session').to.equal(renderings + 2);
  });

  it('names the chat that a form sets, whichever it is', async () => {
    const form = await fixture<TurnSettings>(html`<turn-settings for="chat"></turn-settings>`);
    const eagerness = () => inner<HTMLSelectElement>(form, '[name=eagerness]');
    const first = await addChat();
    first.eagerness = 'high';
    await rendered();
    expect(eagerness().value).to.equal('high');
    first.remove();
    await rendered();
    expect(eagerness().matches(':disabled')).to.equal(true);
    const second = await addChat();
    eagerness().value = 'low';
    eagerness().dispatchEvent(new Event('change', { bubbles: true }));
    expect([first.eagerness, second.eagerness]).to.deep.equal(['high', 'low']);
  });
});

describe('without for', () => {
  it('is the chat around, then the one around after a move, or none', async () => {
    control.htmlFor = '';
    const first = await addChat('first');
    const second = await addChat('second');
    for (const chat of [first, second, null, first]) {
      (chat ?? page).append(control);
      await rendered();
      expect(control.state.session === (chat?.session ?? null)).to.equal(true);
    }
  });

  it('is told no more what a chat provides that it has left', async () => {
    control.htmlFor = '';
    const chat = await addChat();
    chat.append(control);
    control.remove();
    expect(chat.recorder.takes, 'now it provides a recorder, too').to.have.length(0);
    await rendered();
    expectChat(null);
  });
});
