import { expect, html, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { LitElement } from 'lit';
import { registerTexts } from '../texts/texts.js';
import type { RecordButton } from './record-button.js';
import { inner, rendered, type ScriptedChat, scriptedChat, veto } from './scripted-chat.test-support.js';

let at: ScriptedChat;
let button: RecordButton;

async function show(content = html`<record-button mode="hold"></record-button>`) {
  at = await scriptedChat(content);
  button = at.chat.querySelector('record-button') as RecordButton;
  await button.updateComplete;
}

const recording = (on: boolean) =>
  waitUntil(() => at.chat.session.state.recording === on, `recording: ${on}`).then(rendered);

/**
 * What mouse and fingers do. Dispatched: of two pages under test one is behind the other, and the
 * browser's own mouse does not reach it.
 */
function point(type: string, init: PointerEventInit = {}): Event {
  const all = { bubbles: true, composed: true, cancelable: true };
  const event = new PointerEvent(type, {
    pointerId: MOUSE,
    pointerType: 'mouse',
    button: 0,
    ...all,
    ...init,
  });
  inner(button).dispatchEvent(event);
  return event;
}
const MOUSE = 1;
const finger = (type: string, pointerId = 7) => point(type, { pointerId, pointerType: 'touch' });

afterEach(async () => {
  for (const key of ['Space', 'Enter', 'KeyT'] as const) await sendKeys({ up: key });
});

describe('<record-button>', () => {
  it('starts at a press and stops at the next', async () => {
    await show(html`<record-button></record-button>`);
    inner(button).click();
    await recording(true);
    expect(inner(button).textContent).to.contain('Stop recording');
    expect(inner(button).hasAttribute('aria-pressed'), 'one way of saying it').to.equal(false);
    inner(button).click();
    await recording(false);
    expect(at.requests).to.deep.equal(['start', 'stop']);
  });

  it('with a label of the page, which stays, says by aria-pressed whether it records', async () => {
    await show(html`<record-button></record-button>`);
    button.textContent = 'Talk';
    await rendered();
    const pressed = () => inner(button).getAttribute('aria-pressed');
    expect(pressed()).to.equal('false');
    await at.chat.session.startTurn();
    await rendered();
    expect(pressed()).to.equal('true');
    await expect(button).to.be.accessible();
  });

  it('speaks the language around it, and words of the page', async () => {
    await show(html`<record-button lang="de"></record-button>`);
    await waitUntil(() => inner(button).textContent?.includes('Aufnahme starten'));
    registerTexts('de', { record: { start: 'Sprechen' } });
    await rendered();
    expect(inner(button).textContent).to.contain('Sprechen');
  });

  it('takes a press back at the next while the browser still asks for the microphone', async () => {
    await show(html`<record-button></record-button>`);
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    let allow = () => {};
    let stream: MediaStream | undefined;
    // The person takes a while to answer the browser's question.
    mediaDevices.getUserMedia = async (constraints) => {
      await new Promise<void>((resolve) => (allow = resolve));
      return (stream = await open(constraints));
    };
    try {
      inner(button).click();
      await rendered();
      expect(button.dataset.state).to.equal('connecting');
      expect(inner(button).textContent).to.contain('Cancel');
      inner(button).click();
      allow();
      await waitUntil(() => stream?.getTracks().every(({ readyState }) => readyState === 'ended'));
    } finally {
      mediaDevices.getUserMedia = open;
    }
    expect(at.requests).to.deep.equal(['start', 'stop']);
    expect(at.chat.session.state.recording).to.equal(false);
    expect(at.chat.session.state.error).to.equal(null);
  });

  it('says that a press cancels, and does so, also when it was not this button that asked', async () => {
    await show(html`<record-button></record-button>`);
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = () => new Promise(() => {});
    try {
      void at.chat.session.startTurn();
      await rendered();
      expect(inner(button).textContent).to.contain('Cancel');
      inner(button).click();
      await rendered();
      expect(inner(button).textContent).to.contain('Start recording');
    } finally {
      mediaDevices.getUserMedia = open;
    }
    expect(at.requests).to.deep.equal(['stop']);
    expect(at.chat.session.state.asking).to.equal(false);
  });

  it('stands in the middle of a cell that is wider', async () => {
    await show(html`<record-button style="display: block; inline-size: 400px"></record-button>`);
    const middle = ({ left, right }: DOMRect) => (left + right) / 2;
    expect(middle(inner(button).getBoundingClientRect())).to.be.closeTo(
      middle(button.getBoundingClientRect()),
      1,
    );
  });

  it('is accessible in each mode and state', async () => {
    for (const mode of ['toggle', 'hold'] as const) {
      await show(html`<record-button mode=${mode} hotkey="KeyT"></record-button>`);
      await expect(button).to.be.accessible();
      await at.chat.session.startTurn();
      await rendered();
      await expect(button).to.be.accessible();
      expect(inner(button).getAttribute('aria-keyshortcuts')).to.equal('T');
    }
  });

  it('can be used with one finger: no target is smaller than 44 px', async () => {
    await show();
    const { width, height } = inner(button).getBoundingClientRect();
    expect(Math.min(width, height)).to.be.at.least(44);
  });
});

describe('<record-button mode="hold">', () => {
  it('records while the mouse is down, and says so; its click is not one press more', async () => {
    await show();
    expect(inner(button).textContent).to.contain('Hold to talk');
    point('pointerdown');
    await recording(true);
    expect(inner(button).textContent).to.contain('Release to send');
    point('pointerup');
    point('click', { detail: 1 });
    await recording(false);
    await rendered();
    expect(at.requests).to.deep.equal(['start', 'stop']);
  });

  it('starts inside the press, so that the browser counts it as a gesture', async () => {
    await show();
    point('pointerdown');
    expect(at.requests).to.deep.equal(['start']);
    expect(at.chat.session.state.status).to.equal('connecting');
  });

  it('goes on while the mouse is elsewhere, and ends where it is let go', async () => {
    await show();
    let captured = 0;
    button.setPointerCapture = (id) => (captured = id);
    point('pointerdown');
    expect(captured).to.equal(MOUSE);
    point('pointerleave');
    await recording(true);
    document.body.dispatchEvent(new PointerEvent('pointerup', { pointerId: MOUSE, bubbles: true }));
    await recording(false);
  });

  it('ends when the pointer is lost', async () => {
    await show();
    point('pointerdown');
    await recording(true);
    point('lostpointercapture');
    await recording(false);
    point('pointerup');
    expect(at.requests).to.deep.equal(['start', 'stop']);
  });

  it('ends though something in the page keeps the release to itself', async () => {
    await show();
    button.addEventListener('pointerup', (event) => event.stopImmediatePropagation());
    point('pointerdown');
    point('pointerup');
    expect(at.requests).to.deep.equal(['start', 'stop']);
  });

  it('ends when the browser takes the finger for something else', async () => {
    await show();
    button.setPointerCapture = () => {}; // there is no finger to capture
    finger('pointerdown');
    await recording(true);
    finger('pointercancel');
    await recording(false);
  });

  it('cares for the finger that pressed, not for a second one', async () => {
    await show();
    button.setPointerCapture = () => {};
    finger('pointerdown', 1);
    finger('pointerdown', 2);
    finger('pointerup', 2);
    await recording(true);
    expect(at.requests).to.deep.equal(['start']);
    finger('pointerup', 1);
    await recording(false);
    expect(at.requests).to.deep.equal(['start', 'stop']);
  });

  it('leaves the other mouse buttons alone', async () => {
    await show();
    for (const other of [1, 2]) point('pointerdown', { button: other });
    expect(at.requests).to.deep.equal([]);
  });

  it('has no menu for a long press, selects no text and does not scroll', async () => {
    await show();
    expect(finger('contextmenu').defaultPrevented).to.equal(true);
    expect(getComputedStyle(button).touchAction).to.equal('none');
    expect(getComputedStyle(inner(button)).userSelect).to.equal('none');
    button.mode = 'toggle';
    await button.updateComplete;
    expect(finger('contextmenu').defaultPrevented).to.equal(false);
  });

  for (const key of ['Space', 'Enter'] as const) {
    it(`records while ${key} is held on it, whatever repeats`, async () => {
      await show();
      button.focus();
      await sendKeys({ down: key });
      await sendKeys({ down: key });
      await recording(true);
      await sendKeys({ down: key });
      await sendKeys({ up: key });
      await recording(false);
      await rendered();
      expect(at.requests).to.deep.equal(['start', 'stop']);
    });
  }

  it('ends when the key is let go elsewhere', async () => {
    await show(html`<record-button mode="hold"></record-button><input />`);
    button.focus();
    await sendKeys({ down: 'Space' });
    await recording(true);
    at.chat.querySelector('input')?.focus();
    await sendKeys({ up: 'Space' });
    await recording(false);
  });

  it('is held by one thing at a time', async () => {
    await show();
    button.focus();
    await sendKeys({ down: 'Space' });
    await recording(true);
    point('pointerdown');
    point('pointerup');
    expect(at.requests).to.deep.equal(['start']);
    await sendKeys({ up: 'Space' });
    await recording(false);
    expect(at.requests).to.deep.equal(['start', 'stop']);
  });

  const losses: Record<string, () => void> = {
    'the window loses the focus': () => window.dispatchEvent(new Event('blur')),
    'the page is hidden': () => document.dispatchEvent(new Event('visibilitychange')),
    'it is removed from the page': () => button.remove(),
  };
  for (const [loss, lose] of Object.entries(losses)) {
    it(`lets go when ${loss}, and the release does nothing more`, async () => {
      await show();
      button.focus();
      await sendKeys({ down: 'Space' });
      await recording(true);
      lose();
      await recording(false);
      const before = [...at.requests];
      await sendKeys({ up: 'Space' });
      expect(at.requests).to.deep.equal(before);
      expect(at.chat.session.state.status).to.equal('connected');
    });
  }

  it('does nothing at the release when the page prevented the start', async () => {
    await show();
    veto(at.chat, 'start');
    point('pointerdown');
    point('pointerup');
    point('click', { detail: 1 });
    button.focus();
    await sendKeys({ press: 'Space' });
    expect(at.requests).to.deep.equal(['start', 'start']);
    expect(at.chat.session.state.status).to.equal('idle');
  });

  it('can be let go before the connection stands', async () => {
    await show();
    point('pointerdown');
    point('pointerup');
    expect(at.requests).to.deep.equal(['start', 'stop']);
    await waitUntil(() => at.chat.session.state.status === 'connected');
    expect(at.chat.session.state.recording).to.equal(false);
    expect(at.chat.session.state.error).to.equal(null);
  });

  it('toggles for those who can only click: screen readers and scripts', async () => {
    await show();
    inner(button).click();
    await recording(true);
    inner(button).click();
    await recording(false);
  });
});

describe('<record-button hotkey>', () => {
  const holding = html`<record-button mode="hold" hotkey="Space"></record-button>`;

  it('records while it is held anywhere, and the page does not scroll', async () => {
    await show(holding);
    const scrolled = document.body.appendChild(document.createElement('div'));
    scrolled.style.height = '300vh';
    await sendKeys({ down: 'Space' });
    await recording(true);
    await sendKeys({ down: 'Space' });
    await sendKeys({ up: 'Space' });
    await recording(false);
    expect(at.requests).to.deep.equal(['start', 'stop']);
    expect(window.scrollY).to.equal(0);
    scrolled.remove();
  });

  it('starts and stops with each press in toggle mode', async () => {
    await show(html`<record-button hotkey="KeyT"></record-button>`);
    await sendKeys({ down: 'KeyT' });
    await sendKeys({ down: 'KeyT' });
    await sendKeys({ up: 'KeyT' });
    await recording(true);
    await sendKeys({ press: 'KeyT' });
    await recording(false);
    expect(at.requests).to.deep.equal(['start', 'stop']);
  });

  for (const [mode, key, requests] of [
    ['toggle', 'KeyT', ['start']],
    ['toggle', 'Space', ['start']],
    ['hold', 'KeyT', ['start', 'stop']],
    ['hold', 'Space', ['start', 'stop']],
  ] as const) {
    it(`works on the button itself too, and only once: ${mode}, ${key}`, async () => {
      await show(html`<record-button mode=${mode} hotkey=${key}></record-button>`);
      button.focus();
      await sendKeys({ press: key });
      expect(at.requests).to.deep.equal(requests);
    });
  }

  it('yields to whatever has its own use for the key', async () => {
    await show(html`
      ${holding}
      <input />
      <input type="checkbox" />
      <textarea></textarea>
      <select>
        <option>One</option>
      </select>
      <p contenteditable><b tabindex="0">Text</b></p>
      <a href="#here">Link</a>
      <button>Other</button>
      <details><summary>More</summary></details>
      <div role="textbox" tabindex="0" aria-label="Text"></div>
    `);
    const others = at.chat.querySelectorAll<HTMLElement>(
      'input, textarea, select, [contenteditable], b, a, button, summary, [role]',
    );
    expect(others).to.have.length(10);
    for (const other of others) {
      other.focus();
      await sendKeys({ press: 'Space' });
      expect(at.requests, other.outerHTML).to.deep.equal([]);
    }
    expect(at.chat.querySelector('input')?.value).to.equal(' ');
    expect(at.chat.querySelector('details')?.open).to.equal(true);
  });

  for (const mode of ['open', 'closed'] as const) {
    it(`yields to a field in a shadow tree that is ${mode}`, async () => {
      const tag = `test-field-${mode}`;
      customElements.define(
        tag,
        class extends LitElement {
          static override shadowRootOptions = { mode, delegatesFocus: true };
          protected override render = () => html`<input />`;
        },
      );
      await show(holding);
      const field = document.createElement(tag) as LitElement;
      at.chat.append(field);
      await field.updateComplete;
      field.focus();
      await sendKeys({ press: 'Space' });
      expect(at.requests).to.deep.equal([]);
    });
  }

  it('yields to whoever handled the key', async () => {
    await show(html`<div tabindex="0">${holding}</div>`);
    const div = at.chat.querySelector('div') as HTMLElement;
    div.addEventListener('keydown', (event) => event.preventDefault());
    div.focus();
    await sendKeys({ press: 'Space' });
    expect(at.requests).to.deep.equal([]);
  });

  it('is not meant by a shortcut that has modifiers', async () => {
    await show(holding);
    await sendKeys({ down: 'Shift' });
    await sendKeys({ press: 'Space' });
    await sendKeys({ up: 'Shift' });
    expect(at.requests).to.deep.equal([]);
  });

  it('is forgotten with the button', async () => {
    await show(holding);
    button.remove();
    let prevented = true;
    window.addEventListener('keydown', (event) => (prevented = event.defaultPrevented), { once: true });
    await sendKeys({ press: 'Space' });
    expect(prevented).to.equal(false);
  });
});
