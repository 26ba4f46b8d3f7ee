import { expect, html, oneEvent } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import {
  chatFixture,
  focused,
  isVisible,
  nativeButton,
  part,
  recording,
  settled,
} from './chat.test-support.js';

const floating = (id = '') => html`<realtime-voice-chat id=${id} variant="floating"></realtime-voice-chat>`;

afterEach(async () => {
  sessionStorage.clear();
  await setViewport({ width: 1000, height: 800 });
});

describe('a floating chat', () => {
  beforeEach(() => setViewport({ width: 1000, height: 800 }));

  it('is a launcher in the corner until it is opened', async () => {
    const chat = await chatFixture(floating());
    const launcher = part(chat, 'launcher');
    expect(isVisible(part(chat, 'panel'))).to.equal(false);
    expect(launcher.getAttribute('aria-expanded')).to.equal('false');
    expect(launcher.textContent).to.contain('Talk to the assistant');
    const { right, bottom } = launcher.getBoundingClientRect();
    expect(innerWidth - right).to.be.closeTo(20, 2);
    expect(innerHeight - bottom).to.be.closeTo(20, 2);
  });

  it('stands in the other corner on a page that runs the other way', async () => {
    document.documentElement.dir = 'rtl';
    const chat = await chatFixture(floating());
    expect(part(chat, 'launcher').getBoundingClientRect().left).to.be.closeTo(20, 2);
    document.documentElement.dir = '';
  });

  it('takes the focus in when it is opened, and gives it back on Escape', async () => {
    const chat = await chatFixture(floating());
    part(chat, 'launcher').focus();
    await sendKeys({ press: 'Enter' });
    await settled();
    expect(isVisible(part(chat, 'panel'))).to.equal(true);
    expect(focused(chat)).to.equal('record');
    expect(part(chat, 'panel').matches(':modal')).to.equal(false);
    await sendKeys({ press: 'Escape' });
    await settled();
    expect(isVisible(part(chat, 'panel'))).to.equal(false);
    expect(focused(chat)).to.equal('launcher');
  });

  it('tells the page when it is opened and closed', async () => {
    const chat = await chatFixture(floating());
    setTimeout(() => part(chat, 'launcher').click());
    await oneEvent(chat, 'realtime-open-change');
    expect(chat.open).to.equal(true);
    await settled();
    setTimeout(() => part(chat, 'close').click());
    await oneEvent(chat, 'realtime-open-change');
    expect(chat.open).to.equal(false);
  });

  it('is open again on the next page of the tab, without taking the focus', async () => {
    const first = await chatFixture(floating('shop'));
    part(first, 'launcher').click();
    await settled();
    first.remove();
    const second = await chatFixture(floating('shop'));
    expect(isVisible(part(second, 'panel'))).to.equal(true);
    expect(focused(second)).to.equal('');
    const other = await chatFixture(floating('other'));
    expect(isVisible(part(other, 'panel'))).to.equal(false);
  });

  it('goes on with the call when it is closed, and says so on the launcher', async () => {
    const chat = await chatFixture(floating());
    part(chat, 'launcher').click();
    await settled();
    await chat.session.startTurn();
    await settled();
    expect(isVisible(part(chat, 'launcher-status'))).to.equal(false);
    part(chat, 'close').click();
    await settled();
    expect(chat.session.state.recording).to.equal(true);
    expect(isVisible(part(chat, 'launcher-status'))).to.equal(true);
    expect(part(chat, 'launcher').textContent).to.contain('Listening');
  });

  it('fills a small screen, and there keeps the focus inside', async () => {
    await setViewport({ width: 390, height: 700 });
    const chat = await chatFixture(floating());
    part(chat, 'launcher').click();
    await settled();
    const panel = part(chat, 'panel');
    expect(panel.matches(':modal')).to.equal(true);
    expect(panel.getBoundingClientRect().width).to.equal(390);
    expect(panel.getBoundingClientRect().height).to.equal(700);
    expect(focused(chat)).to.equal('record');
    await sendKeys({ press: 'Escape' });
    await settled();
    expect(isVisible(panel)).to.equal(false);
    expect(chat.open).to.equal(false);
    expect(focused(chat)).to.equal('launcher');
  });

  it('does not greet with a full screen', async () => {
    sessionStorage.setItem('realtime-open:shop', '1');
    await setViewport({ width: 390, height: 700 });
    const chat = await chatFixture(floating('shop'));
    expect(chat.open).to.equal(false);
  });

  it('stays open when the screen is turned or grows', async () => {
    const chat = await chatFixture(floating());
    part(chat, 'launcher').click();
    await settled();
    await setViewport({ width: 390, height: 700 });
    await settled();
    expect(part(chat, 'panel').matches(':modal')).to.equal(true);
    await setViewport({ width: 1000, height: 800 });
    await settled();
    expect(part(chat, 'panel').matches(':modal')).to.equal(false);
    expect(isVisible(part(chat, 'panel'))).to.equal(true);
  });

  it('holds your own layout too', async () => {
    const chat = await chatFixture(
      html`<realtime-voice-chat variant="floating"><p>Mine</p></realtime-voice-chat>`,
    );
    expect(isVisible(chat.querySelector('p'))).to.equal(false);
    part(chat, 'launcher').click();
    await settled();
    expect(isVisible(chat.querySelector('p'))).to.equal(true);
    part(chat, 'close').click();
    await settled();
    expect(isVisible(chat.querySelector('p'))).to.equal(false);
  });
});

describe('a compact chat', () => {
  it('is a button and a status in one line', async () => {
    const chat = await chatFixture(html`<realtime-voice-chat variant="compact"></realtime-voice-chat>`);
    expect(chat.shadowRoot?.querySelector('transcript-log')).to.equal(null);
    expect(chat.offsetHeight).to.be.lessThan(80);
    nativeButton(part(chat, 'record')).click();
    await settled();
    await recording(chat);
    await settled();
    expect(part(chat, 'status').shadowRoot?.textContent).to.contain('Listening');
    part(chat, 'hang-up').shadowRoot?.querySelector('button')?.click();
    await settled();
    expect(chat.session.state.status).to.equal('idle');
  });
});

describe('an inline chat', () => {
  it('offers to mute and to interrupt only while there is a use for it', async () => {
    const chat = await chatFixture(html`<realtime-voice-chat></realtime-voice-chat>`);
    const visible = (name: string) => getComputedStyle(part(chat, name)).visibility === 'visible';
    expect([visible('mute'), visible('interrupt')]).to.deep.equal([false, false]);
    expect(part(chat, 'hang-up')).to.equal(null);
    await chat.session.startTurn();
    await settled();
    expect([visible('mute'), visible('interrupt')]).to.deep.equal([true, false]);
    expect(part(chat, 'hang-up')).to.exist;
    chat.session.send({ type: 'response.create' });
    await settled();
    expect(visible('interrupt')).to.equal(true);
  });

  for (const width of [200, 320]) {
    it(`has the large button in the middle of ${width} px, whatever stands beside it`, async () => {
      const chat = await chatFixture(
        html`<realtime-voice-chat style="inline-size: ${width}px"></realtime-voice-chat>`,
      );
      await chat.session.startTurn();
      await settled();
      const { left, width: wide } = part(chat, 'record').getBoundingClientRect();
      const box = chat.getBoundingClientRect();
      expect(left + wide / 2).to.be.closeTo(box.left + box.width / 2, 1);
    });
  }

  for (const width of [280, 320, 1280]) {
    it(`has room for all of it in ${width} px, at twice the size of text as well`, async () => {
      const chat = await chatFixture(
        html`<realtime-voice-chat style="inline-size: ${width}px"></realtime-voice-chat>`,
      );
      await chat.session.startTurn();
      chat.session.send({ type: 'response.create' });
      for (const size of ['', '200%']) {
        document.documentElement.style.fontSize = size;
        await settled();
        const right = chat.getBoundingClientRect().right;
        for (const piece of chat.shadowRoot?.querySelectorAll('[part]') ?? []) {
          expect(piece.getBoundingClientRect().right, `${piece.part.value} ${size}`).to.be.at.most(right);
        }
      }
      document.documentElement.style.fontSize = '';
    });
  }

  it('keeps the focus where it is when the button under it has no use any more', async () => {
    const chat = await chatFixture(html`<realtime-voice-chat></realtime-voice-chat>`);
    await chat.session.startTurn();
    await settled();
    part(chat, 'mute').focus();
    await chat.session.endTurn();
    await settled();
    expect(focused(chat)).to.equal('mute');
  });
});

describe('what went wrong', () => {
  const fail = async (chat: Awaited<ReturnType<typeof chatFixture>>) => {
    chat.createTransport = () => {
      throw new Error('no sound');
    };
    nativeButton(part(chat, 'record')).click();
    await settled();
  };

  it('is announced, and the focus goes there from the button that was pressed', async () => {
    const chat = await chatFixture(html`<realtime-voice-chat></realtime-voice-chat>`);
    part(chat, 'record').focus();
    await fail(chat);
    expect(part(chat, 'message').getAttribute('role')).to.equal('alert');
    expect(part(chat, 'message').textContent).to.contain('cannot play sound');
    expect(focused(chat)).to.equal('error');
  });

  it('leaves whoever types where they are', async () => {
    const chat = await chatFixture(html`<realtime-voice-chat></realtime-voice-chat>`);
    part(chat, 'input').focus();
    await fail(chat);
    expect(focused(chat)).to.equal('input');
  });

  it('leaves the rest of the page alone', async () => {
    const chat = await chatFixture(html`<realtime-voice-chat></realtime-voice-chat>`);
    const elsewhere = chat.parentNode?.appendChild(document.createElement('button'));
    elsewhere?.focus();
    await fail(chat);
    expect(document.activeElement).to.equal(elsewhere);
  });

  it('can be tried again, with what was tried before', async () => {
    const chat = await chatFixture(html`<realtime-voice-chat></realtime-voice-chat>`);
    const createTransport = chat.createTransport;
    await fail(chat);
    chat.createTransport = createTransport;
    part(chat, 'retry').click();
    await settled();
    await recording(chat);
    expect(part(chat, 'error').hidden).to.equal(true);
    expect(focused(chat)).to.equal('record');
  });

  it('can be dismissed when there is nothing to try', async () => {
    const chat = await chatFixture(html`<realtime-voice-chat></realtime-voice-chat>`);
    await chat.session.sendImage('no picture');
    await settled();
    expect(part(chat, 'error').hidden).to.equal(false);
    part(chat, 'dismiss').click();
    await settled();
    expect(part(chat, 'error').hidden).to.equal(true);
  });
});
