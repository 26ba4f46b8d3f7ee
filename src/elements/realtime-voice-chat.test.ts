import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import type { RealtimeErrorEvent } from '../session/session-events.js';
import { ScriptedTransport } from '../testing/scripted-transport.js';
import { RealtimeVoiceChat } from './realtime-voice-chat.js';

const chats: RealtimeVoiceChat[] = [];
let streams: MediaStream[] = [];
const getUserMedia = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
const live = () => streams.flatMap((stream) => stream.getTracks()).filter((t) => t.readyState === 'live');
const settled = () => new Promise((resolve) => setTimeout(resolve, 50));

async function chatFixture(
  template = html`<realtime-voice-chat transport="websocket" token-url="/test/token"></realtime-voice-chat>`,
) {
  const chat = await fixture<RealtimeVoiceChat>(template);
  chats.push(chat);
  return chat;
}

const part = (chat: Element, name: string) => chat.shadowRoot?.querySelector<HTMLElement>(`[part='${name}']`);
const nativeButton = (button: Element) => button.shadowRoot?.querySelector('button') as HTMLButtonElement;

beforeEach(() => {
  streams = [];
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const stream = await getUserMedia(constraints);
    streams.push(stream);
    return stream;
  };
});

afterEach(() => {
  for (const chat of chats.splice(0)) chat.session.disconnect();
  navigator.mediaDevices.getUserMedia = getUserMedia;
});

describe('<realtime-voice-chat>', () => {
  it('shows a whole interface when it has no children', async () => {
    const chat = await chatFixture();
    for (const tag of ['connection-status', 'transcript-log', 'record-button']) {
      expect(chat.shadowRoot?.querySelector(tag), tag).to.be.instanceOf(HTMLElement);
    }
    await expect(chat).to.be.accessible();
  });

  it('shows a whole interface when its tag holds nothing but a line break', async () => {
    const chat = await chatFixture(
      html`<realtime-voice-chat transport="websocket" token-url="/test/token"> </realtime-voice-chat>`,
    );
    expect(chat.shadowRoot?.querySelector('record-button')).to.exist;
  });

  it('shows your layout when it has children, also when they come later', async () => {
    const chat = await chatFixture();
    chat.append(document.createElement('record-button'));
    await settled();
    expect(chat.shadowRoot?.querySelector('record-button')).to.equal(null);
    expect(chat.querySelector('record-button')?.getBoundingClientRect().width).to.be.greaterThan(0);
  });

  it('connects and records at the press of a button, wherever that stands inside', async () => {
    const chat = await chatFixture(
      html`<realtime-voice-chat transport="websocket" token-url="/test/token">
        <div><record-button></record-button></div>
        <connection-status></connection-status>
      </realtime-voice-chat>`,
    );
    const button = nativeButton(chat.querySelector('record-button') as Element);
    button.click();
    await waitUntil(() => chat.session.state.recording && chat.session.state.status === 'connected');
    await settled();
    expect(button.textContent).to.contain('Stop');
    expect(chat.querySelector('connection-status')?.shadowRoot?.textContent).to.contain('Listening');
    expect(chat.matches(':state(listening)')).to.equal(true);
    expect(chat.dataset.state).to.equal('listening');
    button.click();
    await waitUntil(() => !chat.session.state.recording);
    await waitUntil(() => live().length === 0, 'what was said last is sent, then the microphone is let go');
  });

  it('is controlled from elsewhere by its id', async () => {
    const chat = await chatFixture(
      html`<realtime-voice-chat
        id="far"
        transport="websocket"
        token-url="/test/token"
      ></realtime-voice-chat>`,
    );
    const status = await fixture(html`<connection-status for="far"></connection-status>`);
    await chat.session.connect();
    await settled();
    expect(status.shadowRoot?.textContent).to.contain('Connected');
  });

  it('does nothing when the page prevents the request', async () => {
    const chat = await chatFixture();
    chat.addEventListener('realtime-start-request', (event) => event.preventDefault());
    nativeButton(chat.shadowRoot?.querySelector('record-button') as Element).click();
    await settled();
    expect(chat.session.state.status).to.equal('idle');
    expect(streams).to.have.length(0);
  });

  it('ends the call and lets the microphone go when it is removed', async () => {
    const chat = await chatFixture();
    await chat.session.startTurn();
    expect(live()).to.have.length(1);
    chat.remove();
    await settled();
    expect(chat.session.state.status).to.equal('idle');
    expect(live()).to.have.length(0);
  });

  it('goes on with the call when it is moved', async () => {
    const chat = await chatFixture();
    const elsewhere = document.body.appendChild(document.createElement('section'));
    await chat.session.startTurn();
    elsewhere.append(chat);
    await settled();
    expect(chat.session.state.status).to.equal('connected');
    expect(chat.session.state.recording).to.equal(true);
    expect(live()).to.have.length(1);
    const status = chat.shadowRoot?.querySelector('connection-status');
    expect(status?.shadowRoot?.textContent).to.contain('Listening');
  });

  it('can be used again after it was removed and put back', async () => {
    const chat = await chatFixture();
    const parent = chat.parentNode as ParentNode;
    await chat.session.connect();
    chat.remove();
    await settled();
    parent.append(chat);
    nativeButton(chat.shadowRoot?.querySelector('record-button') as Element).click();
    await waitUntil(() => chat.session.state.status === 'connected');
  });

  it('tells a failure as one event and one sentence in the page, and takes it back on the next try', async () => {
    const chat = await chatFixture(
      html`<realtime-voice-chat
        transport="websocket"
        token-url="/test/token?way=refuse-4000"
      ></realtime-voice-chat>`,
    );
    setTimeout(() => void chat.session.connect());
    const event = await oneEvent<RealtimeErrorEvent>(chat, 'realtime-error');
    expect(event.error.code).to.equal('service-refused');
    expect(event.composed).to.equal(true);
    await settled();
    expect(part(chat, 'message')?.textContent?.trim()).to.equal(event.error.message);
    expect(part(chat, 'message')?.getAttribute('role')).to.equal('alert');
    chat.tokenUrl = '/test/token';
    await chat.updateComplete;
    await chat.session.connect();
    await chat.updateComplete;
    expect(part(chat, 'error')?.hidden).to.equal(true);
  });

  it('shows the sentence in your own layout too', async () => {
    const chat = await chatFixture(html`<realtime-voice-chat><p>Mine</p></realtime-voice-chat>`);
    await chat.session.connect();
    await chat.updateComplete;
    expect(part(chat, 'error')?.textContent).to.contain('token-url');
  });

  it('says in the page which attribute cannot be', async () => {
    const chat = await chatFixture(
      html`<realtime-voice-chat
        transport="websocket"
        token-url="/test/token"
        turn-detection="server_vad"
        threshold="2"
      ></realtime-voice-chat>`,
    );
    await chat.session.startTurn();
    await chat.updateComplete;
    expect(part(chat, 'error')?.textContent).to.contain('threshold="2"');
    expect(streams).to.have.length(0);
  });

  it('offers to let sound out where the browser keeps it in, until it does', async () => {
    // Test browsers let all sound out, so the transport is scripted to say otherwise.
    const transport = new ScriptedTransport();
    transport.audible = false;
    const chat = await chatFixture(
      html`<realtime-voice-chat .getToken=${() => 'ek_x'}></realtime-voice-chat>`,
    );
    chat.createTransport = () => transport;
    await chat.session.connect();
    await chat.updateComplete;
    expect(chat.session.state.soundBlocked).to.equal(true);
    expect(part(chat, 'resume')?.textContent).to.contain('Tap to hear');
    transport.audible = true;
    part(chat, 'resume')?.click();
    await waitUntil(() => !chat.session.state.soundBlocked);
    await chat.updateComplete;
    expect(part(chat, 'resume')).to.equal(null);
  });

  it('tells when its status changes', async () => {
    const chat = await chatFixture();
    const seen: string[] = [];
    chat.addEventListener('realtime-status-change', () => seen.push(chat.session.state.status));
    await chat.session.connect();
    chat.session.disconnect();
    await settled();
    expect(seen).to.deep.equal(['connecting', 'connected', 'idle']);
  });

  it('keeps working when it is upgraded after its controls', async () => {
    // The document was parsed before the script came: controls ask before anyone can answer.
    const host = document.body.appendChild(document.createElement('div'));
    host.innerHTML =
      '<late-voice-chat transport="websocket" token-url="/test/token"><connection-status></connection-status></late-voice-chat>';
    await settled();
    customElements.define('late-voice-chat', class extends RealtimeVoiceChat {});
    const chat = host.firstElementChild as RealtimeVoiceChat;
    chats.push(chat);
    await chat.session.connect();
    await settled();
    expect(chat.querySelector('connection-status')?.shadowRoot?.textContent).to.contain('Connected');
  });

  it('passes its attributes on to the service', async () => {
    const chat = await chatFixture(
      html`<realtime-voice-chat
        transport="websocket"
        token-url="/test/token"
        voice="cedar"
        instructions="Be brief."
        language="en"
        transcription-prompt="Glühwein"
        turn-detection="server_vad"
        threshold="0.7"
        prefix-padding-ms="200"
        silence-duration-ms="800"
        idle-timeout-ms="6000"
        no-auto-response
        output="text"
      ></realtime-voice-chat>`,
    );
    chat.config = { max_output_tokens: 200, audio: { output: { speed: 1.2 } } };
    let update: unknown;
    chat.session.addEventListener('event', (event) => {
      const { message } = event as unknown as { message: { type: string; session?: unknown } };
      if (message.type === 'session.update') update = message.session;
    });
    await chat.session.connect();
    const format = { type: 'audio/pcm', rate: 24000 };
    expect(update).to.deep.equal({
      type: 'realtime',
      output_modalities: ['text'],
      instructions: 'Be brief.',
      max_output_tokens: 200,
      audio: {
        input: {
          format,
          transcription: { model: 'gpt-transcribe', language: 'en', prompt: 'Glühwein' },
          turn_detection: {
            type: 'server_vad',
            threshold: 0.7,
            prefix_padding_ms: 200,
            silence_duration_ms: 800,
            idle_timeout_ms: 6000,
            create_response: false,
            interrupt_response: true,
          },
        },
        output: { format, voice: 'cedar', speed: 1.2 },
      },
    });
  });
});
