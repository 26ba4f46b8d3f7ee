import { expect, html } from '@open-wc/testing';
import { emulateMedia, setViewport } from '@web/test-runner-commands';
import { conversation, personOf, play, ScriptedTransport } from '../../testing/index.js';
import type { RealtimeVoiceChat } from '../realtime-voice-chat.js';
import { chatFixture, nativeButton, part, permissionIs, settled } from './chat.test-support.js';

const VARIANTS = ['inline', 'compact', 'floating'];

async function playOn(chat: RealtimeVoiceChat, scenario: ReturnType<typeof conversation>) {
  const transport = new ScriptedTransport();
  chat.createTransport = () => transport;
  const over = play(scenario, transport, { pace: 0.001, person: personOf(chat.session) });
  await chat.session.connect();
  await over;
}

const asked = conversation().user('What can I cook?');
const STATES: Record<string, (chat: RealtimeVoiceChat) => unknown> = {
  idle: () => {},
  connecting(chat) {
    const transport = new ScriptedTransport();
    transport.answers = false;
    chat.createTransport = () => transport;
    void chat.session.connect();
  },
  listening: (chat) => chat.session.startTurn(),
  thinking: (chat) => playOn(chat, asked),
  speaking: (chat) => playOn(chat, asked.assistant('A big pot of chilli would do.').unfinished()),
  async muted(chat) {
    await chat.session.startTurn();
    chat.session.setMuted(true);
  },
  async failed(chat) {
    chat.createTransport = () => {
      throw new Error('no sound');
    };
    nativeButton(part(chat, 'record')).click();
    await settled();
  },
  async consent(chat) {
    localStorage.clear();
    chat.consent = '1';
    nativeButton(part(chat, 'record')).click();
  },
  async recorded(chat) {
    chat.record = 'call';
    await chat.session.startTurn();
  },
};

describe('accessibility', () => {
  before(() => setViewport({ width: 1000, height: 900 }));
  after(() => emulateMedia({ colorScheme: 'light' }));

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const variant of VARIANTS) {
      it(`has nothing to say about any state of the ${variant} form in ${colorScheme}`, async function () {
        this.timeout(30_000);
        await emulateMedia({ colorScheme });
        document.documentElement.style.colorScheme = 'light dark';
        document.documentElement.style.background = 'Canvas';
        for (const [name, reach] of Object.entries(STATES)) {
          permissionIs('prompt');
          const chat = await chatFixture(
            html`<realtime-voice-chat variant=${variant} .open=${true}></realtime-voice-chat>`,
          );
          await reach(chat);
          await settled();
          await expect(chat, name).to.be.accessible();
          chat.remove();
        }
      });
    }
  }

  it('names what it is for each language it knows', async () => {
    const chat = await chatFixture(
      html`<realtime-voice-chat lang="ar" variant="floating" .open=${true}></realtime-voice-chat>`,
    );
    await settled();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(part(chat, 'panel').getAttribute('aria-label')).to.equal('محادثة صوتية');
    expect(getComputedStyle(chat).direction).to.equal('rtl');
  });
});
