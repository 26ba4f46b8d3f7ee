import { expect, html, waitUntil } from '@open-wc/testing';
import { english } from '../../texts/english.js';
import { chatFixture, nativeButton, part, permissionIs, settled } from './chat.test-support.js';
import { browser } from './permission.js';

const words = english.chat.permission;
const { getUserMedia } = navigator.mediaDevices;
afterEach(() => {
  navigator.mediaDevices.getUserMedia = getUserMedia;
});

function deny(message = 'Permission denied') {
  let asked = 0;
  navigator.mediaDevices.getUserMedia = async () => {
    asked += 1;
    throw new DOMException(message, 'NotAllowedError');
  };
  return () => asked;
}

/** What went wrong, once it is known: why a microphone cannot be had is looked up when it cannot. */
async function told(chat: Element): Promise<string | undefined> {
  await waitUntil(() => !part(chat, 'error').hidden);
  return part(chat, 'message').textContent?.trim();
}

const plain = () => chatFixture(html`<realtime-voice-chat></realtime-voice-chat>`);

describe('permission', () => {
  it('is not asked for on load, but announced beforehand', async () => {
    permissionIs('prompt');
    const asked = deny();
    const chat = await plain();
    await settled();
    expect(asked()).to.equal(0);
    expect(part(chat, 'permission-note').textContent).to.equal(words.prompt);
  });

  it('needs no word where it was given', async () => {
    const change = permissionIs('prompt');
    const chat = await plain();
    await settled();
    change('granted');
    await settled();
    expect(part(chat, 'permission-note')).to.equal(null);
  });

  it('that was denied comes with where to give it in this browser', async () => {
    permissionIs('denied');
    deny();
    const chat = await plain();
    await settled();
    expect(part(chat, 'permission-note').textContent).to.equal(words.chrome);
    nativeButton(part(chat, 'record')).click();
    expect(await told(chat)).to.equal(words.chrome);
    expect(nativeButton(part(chat, 'record')).textContent).to.contain(english.record.start);
  });

  it('that was not answered is asked for again', async () => {
    permissionIs('prompt');
    const asked = deny('Permission dismissed');
    const chat = await plain();
    nativeButton(part(chat, 'record')).click();
    expect(await told(chat)).to.equal(words.dismissed);
    part(chat, 'retry').click();
    await settled();
    expect(asked()).to.equal(2);
  });

  it('that the system withholds is not looked for in the browser', async () => {
    permissionIs('granted');
    deny('Permission denied by system');
    const chat = await plain();
    nativeButton(part(chat, 'record')).click();
    expect(await told(chat)).to.equal(words.system);
  });

  it('that a frame cannot have is for the page around it to give', async () => {
    const { featurePolicy } = document as unknown as { featurePolicy: { allowsFeature: () => boolean } };
    featurePolicy.allowsFeature = () => false;
    const chat = await plain();
    await settled();
    expect(part(chat, 'permission-note').textContent).to.contain('allow="microphone"');
    delete (featurePolicy as Partial<typeof featurePolicy>).allowsFeature;
  });

  it('needs no word in a browser that cannot be asked about it', async () => {
    Permissions.prototype.query = async () => {
      throw new TypeError('microphone is no permission');
    };
    const chat = await plain();
    await settled();
    expect(part(chat, 'permission-note')).to.equal(null);
  });
});

describe('browser', () => {
  const AGENTS = {
    chrome: [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
    ],
    android: [
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
    ],
    safari: [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
    ],
    ios: [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    ],
    firefox: ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'],
    other: [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/141.0.0.0 Mobile/15E148 Safari/604.1',
      'Something else',
    ],
  };
  for (const [name, agents] of Object.entries(AGENTS)) {
    it(`knows ${name}`, () => {
      for (const userAgent of agents) {
        expect(browser({ userAgent, maxTouchPoints: 0 } as Navigator)).to.equal(name);
      }
    });
  }

  it('knows an iPad that says it is a Mac', () => {
    const userAgent = AGENTS.safari[0];
    expect(browser({ userAgent, maxTouchPoints: 5 } as Navigator)).to.equal('ios');
  });
});
