import type { Brain } from '../brain/brain.ts';
import type { SpeechEngine } from '../speech/speech-engine.ts';
import { AudioDecoder } from './audio-format.ts';
import { checkEvent, parseEvent } from './client-event.ts';
import { Conversation } from './conversation.ts';
import { ConversationEvents } from './conversation-events.ts';
import type { ClientEvent, ClientEventOf, ResponseParams, ServerEvent } from './events.ts';
import { createId } from './ids.ts';
import { createEntry, spokenEntry } from './items.ts';
import type { Playback, PlaybackListener } from './playback.ts';
import { ProtocolError } from './protocol-error.ts';
import { Responses } from './responses.ts';
import { responseSettings } from './response-settings.ts';
import { shownConfig, updateConfig, type SessionConfig } from './session-config.ts';
import { SpeechInput, type CommittedTurn } from './speech-input.ts';
import { sendCompleted, sendDelta, sendFailed } from './transcription-events.ts';

/** What a session needs of the connection that it is held over. */
export interface SessionPorts {
  /** Takes one server event as JSON. */
  send(json: string): void;
  /** Ends the connection with a WebSocket close code. */
  close(code: number, reason: string): void;
  /**
   * For a transport with a media track: what plays the sound there. Without it sound goes out in
   * `response.output_audio.delta` events, and playing and truncating are the client's affair.
   */
  createPlayback?(listener: PlaybackListener): Playback;
}

export interface SessionOptions {
  config: SessionConfig;
  engine: SpeechEngine;
  brain: Brain;
  ports: SessionPorts;
  /** How long it may last, s. */
  maxSeconds: number;
  /** Told of failures inside, of which the client learns the outline only. */
  logError: (error: unknown) => void;
}

type Handlers = { [T in ClientEvent['type']]?: (event: ClientEventOf<T>) => void };

/** WebSocket close code: the service ends the session. */
const GOING_AWAY = 1001;

/**
 * One session of the Realtime protocol, whatever it is carried by: client events go in by
 * `receive`, sound by `pushAudio` or in events; server events come out of the ports.
 */
export class RealtimeSession {
  readonly #options: SessionOptions;
  readonly #conversation = new Conversation();
  readonly #items: ConversationEvents;
  readonly #playback: Playback | null;
  readonly #responses: Responses;
  readonly #input: SpeechInput;
  readonly #handlers: Handlers;
  readonly #expiry: NodeJS.Timeout;
  #config: SessionConfig;
  #decoder: AudioDecoder;
  #idle: NodeJS.Timeout | undefined;
  #playingSince = 0;
  #closed = false;

  constructor(options: SessionOptions) {
    const { config, engine, brain, ports, logError } = options;
    const send = (event: ServerEvent) => this.#send(event);
    this.#options = options;
    this.#config = config;
    this.#decoder = new AudioDecoder(config.audio.input.format);
    send({ type: 'session.created', session: shownConfig(config) });
    this.#playback =
      ports.createPlayback?.({
        started: (responseId) => send({ type: 'output_audio_buffer.started', response_id: responseId }),
        stopped: (responseId) => {
          send({ type: 'output_audio_buffer.stopped', response_id: responseId });
          this.#awaitUser(0);
        },
      }) ?? null;
    const conversation = this.#conversation;
    this.#items = new ConversationEvents({
      conversation,
      engine,
      send,
      format: () => this.#inputConfig.format,
    });
    this.#responses = new Responses({
      send,
      conversation,
      conversationId: createId('conv'),
      brain,
      engine,
      playback: this.#playback,
      logError,
      done: (response) => this.#answered(response.spokenMs),
    });
    this.#input = new SpeechInput(engine, config.audio.input, {
      send,
      speechStarted: () => this.#speechStarted(),
      transcribed: (itemId, delta) => sendDelta(send, itemId, delta),
      committed: (turn, detected) => void this.#committed(turn, detected),
    });
    this.#handlers = this.#createHandlers();
    this.#expiry = setTimeout(() => this.#expire(), options.maxSeconds * 1000);
  }

  /** Takes one client event as it came: JSON, perhaps. What is wrong with it is answered, never thrown. */
  receive(json: string): void {
    let eventId: unknown;
    this.#guard(
      () => {
        const parsed = parseEvent(json);
        eventId = parsed.event_id;
        const event = checkEvent(parsed, Object.keys(this.#handlers));
        (this.#handlers[event.type] as (event: ClientEvent) => void)(event);
      },
      () => eventId,
    );
  }

  /** Takes a frame that is no text. */
  receiveBinary(): void {
    this.#guard(() => {
      throw new ProtocolError(
        'invalid_event',
        'Events must be JSON in text frames; this was a binary frame.',
      );
    });
  }

  /** Takes sound from outside of the events. @param samples 24 000 Hz, mono */
  pushAudio(samples: Int16Array): void {
    if (!this.#closed) this.#input.push(samples);
  }

  /** The connection is gone: whatever is under way stops, and nothing is sent any more. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#expiry);
    clearTimeout(this.#idle);
    this.#responses.abandon();
    this.#input.close();
    this.#playback?.close();
  }

  /** The settings in force. */
  get config(): SessionConfig {
    return this.#config;
  }

  get #inputConfig() {
    return this.#config.audio.input;
  }

  #createHandlers(): Handlers {
    const items = this.#items;
    return {
      'session.update': (event) => this.#update(event),
      'input_audio_buffer.append': ({ audio }) => this.#input.push(this.#decoder.decode(audio)),
      'input_audio_buffer.commit': () => this.#input.commit(),
      'input_audio_buffer.clear': () => this.#input.clear(),
      ...(this.#playback && { 'output_audio_buffer.clear': () => this.#stopPlaying() }),
      'conversation.item.create': (event) => items.create(event),
      'conversation.item.retrieve': (event) => items.retrieve(event),
      'conversation.item.delete': (event) => items.delete(event),
      'conversation.item.truncate': (event) => items.truncate(event),
      ...(this.#config.type === 'realtime' && {
        'response.create': ({ response }) => this.#respond(response ?? {}),
        'response.cancel': ({ response_id }) => this.#responses.cancel(response_id),
      }),
    };
  }

  #update({ session }: ClientEventOf<'session.update'>): void {
    const config = updateConfig(this.#config, session);
    if (config.type === 'realtime' && this.#config.type === 'realtime') {
      const { voice, speed } = config.audio.output;
      this.#responses.checkVoice(voice);
      if (this.#responses.active && speed !== this.#config.audio.output.speed) {
        const message = 'Speed can only be changed between turns, not while a response is in progress.';
        throw new ProtocolError('invalid_value', message, 'session.audio.output.speed');
      }
    }
    if (config.audio.input.format.type !== this.#inputConfig.format.type) {
      this.#decoder = new AudioDecoder(config.audio.input.format);
    }
    this.#config = config;
    this.#input.configure(config.audio.input);
    this.#send({ type: 'session.updated', session: shownConfig(config) });
  }

  #respond(params: ResponseParams): void {
    if (this.#config.type !== 'realtime') return;
    const input = params.input?.map((item, index) => {
      const path = `response.input[${index}]`;
      if (item.type !== 'item_reference') {
        return createEntry(item, path, this.#inputConfig.format, this.#options.engine);
      }
      const entry = this.#conversation.get(item.id);
      if (entry) return entry;
      throw new ProtocolError('invalid_value', `Item with id '${item.id}' not found.`, `${path}.id`);
    });
    this.#responses.start(responseSettings(this.#config, params, input ?? null));
    clearTimeout(this.#idle);
    this.#playingSince = Date.now();
  }

  #speechStarted(): void {
    clearTimeout(this.#idle);
    if (!this.#inputConfig.turn_detection?.interrupt_response) return;
    this.#responses.interrupt();
    this.#stopPlaying();
  }

  /** Where the service plays the sound itself, it knows what was not heard. */
  #stopPlaying(): void {
    for (const { responseId, itemId, playedMs } of this.#playback?.clear() ?? []) {
      this.#send({ type: 'output_audio_buffer.cleared', response_id: responseId });
      this.#items.truncateAt(itemId, playedMs);
    }
  }

  async #committed(turn: CommittedTurn, detected: boolean): Promise<void> {
    const heard = turn.transcript.then(
      ({ heard }) => heard,
      () => '',
    );
    const entry = spokenEntry(turn.itemId, turn, heard);
    this.#conversation.insert(entry);
    const previous = this.#conversation.previousOf(turn.itemId);
    this.#send({ type: 'input_audio_buffer.committed', item_id: turn.itemId, previous_item_id: previous });
    this.#items.announce(entry);
    const { transcription, turn_detection } = this.#inputConfig;
    if (detected && turn_detection?.create_response) this.#guard(() => this.#respond({}));
    try {
      const { shown } = await turn.transcript;
      if (!transcription) return;
      Object.assign(entry.item, { content: [{ type: 'input_audio', transcript: shown }] });
      sendCompleted((event) => this.#send(event), turn, shown, transcription.model);
    } catch (error) {
      this.#options.logError(error);
      if (transcription) sendFailed((event) => this.#send(event), turn.itemId);
    }
  }

  /** A client plays what it got from the first delta on, at the pace of the sound. */
  #answered(spokenMs: number): void {
    if (!this.#playback) this.#awaitUser(Math.max(0, this.#playingSince + spokenMs - Date.now()));
  }

  /** @param playingMs how long the answer can still be heard */
  #awaitUser(playingMs: number): void {
    clearTimeout(this.#idle);
    const detection = this.#inputConfig.turn_detection;
    if (this.#closed || detection?.type !== 'server_vad' || !detection.idle_timeout_ms) return;
    const silentFromMs = this.#input.nowMs + playingMs;
    this.#idle = setTimeout(() => {
      if (!this.#input.inTurn && !this.#responses.active) this.#input.commitSilence(silentFromMs);
    }, playingMs + detection.idle_timeout_ms);
  }

  #expire(): void {
    const message = `Your session hit the maximum duration of ${this.#options.maxSeconds / 60} minutes.`;
    this.#sendError(new ProtocolError('session_expired', message));
    this.close();
    this.#options.ports.close(GOING_AWAY, message);
  }

  /** Does what an event asks for; what cannot be done becomes an `error` event. */
  #guard(action: () => void, eventId: () => unknown = () => null): void {
    if (this.#closed) return;
    try {
      action();
    } catch (error) {
      if (error instanceof ProtocolError) return this.#sendError(error, eventId());
      this.#options.logError(error);
      const message = 'The server had an error while processing your request.';
      this.#sendError(new ProtocolError(null, message, null, 'server_error'), eventId());
    }
  }

  #sendError(error: ProtocolError, eventId: unknown = null): void {
    const event_id = typeof eventId === 'string' ? eventId : null;
    this.#send({ type: 'error', error: { ...error.body, event_id } });
  }

  #send(event: ServerEvent): void {
    if (this.#closed) return;
    const { type, ...rest } = event;
    this.#options.ports.send(JSON.stringify({ type, event_id: createId('event'), ...rest }));
  }
}
