import type { Brain } from '../brain/brain.ts';
import type { SpeechEngine } from '../speech/speech-engine.ts';
import { CLIENT_EVENT_TYPES, validateClientEvent } from '../../schema/schema.ts';
import { AudioDecoder } from './audio-format.ts';
import { Conversation, type Entry } from './conversation.ts';
import type { ClientEvent, ClientEventOf, ResponseParams, ServerEvent } from './events.ts';
import { IdleTimer } from './idle-timer.ts';
import { createId } from './ids.ts';
import { createEntry, spokenEntry, withSound } from './items.ts';
import type { Playback, PlaybackListener } from './playback.ts';
import { ProtocolError, schemaError } from './protocol-error.ts';
import { Response } from './response.ts';
import { responseSettings } from './response-settings.ts';
import { updateConfig, type SessionConfig } from './session-config.ts';
import { SpeechInput, type CommittedTurn } from './speech-input.ts';
import { transcriptionUsage } from './tokens.ts';

/** What a session needs of the connection that it is held over. */
export interface SessionPorts {
  /** Takes one server event as JSON. */
  send(json: string): void;
  /** Ends the connection; the session is over when it is called. */
  close(code: number, reason: string): void;
  /**
   * For a transport with a media track: what plays the sound there. Without it sound goes out in
   * `response.output_audio.delta` events, and playing and truncating is the client's affair.
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
  logError(error: unknown): void;
}

type Handlers = { [T in ClientEvent['type']]: (event: ClientEventOf<T>) => void };

const GOING_AWAY = 1001;

/**
 * One session of the Realtime protocol, whatever it is carried by: client events go in by
 * `receive`, sound by `pushAudio` (or in events), server events come out of the ports.
 */
export class RealtimeSession {
  readonly #options: SessionOptions;
  readonly #playback: Playback | null;
  readonly #conversation = new Conversation();
  readonly #conversationId = createId('conv');
  readonly #input: SpeechInput;
  readonly #idle: IdleTimer;
  readonly #handlers: Handlers;
  readonly #acceptedTypes: string[];
  readonly #expiry: NodeJS.Timeout;
  #config: SessionConfig;
  #decoder: AudioDecoder;
  /** The response of the default conversation that is under way. */
  #active: Response | null = null;
  readonly #outOfBand = new Set<Response>();
  /** A conversation in which a voice was heard keeps it. */
  #voiceHeard = false;
  #closed = false;

  constructor(options: SessionOptions) {
    const { config, engine, ports } = options;
    this.#options = options;
    this.#config = config;
    this.#decoder = new AudioDecoder(config.audio.input.format);
    this.#handlers = this.#createHandlers();
    this.#idle = new IdleTimer(() => this.#userIsIdle());
    this.#playback =
      ports.createPlayback?.({
        started: (responseId) => this.#send({ type: 'output_audio_buffer.started', response_id: responseId }),
        stopped: (responseId) => {
          this.#send({ type: 'output_audio_buffer.stopped', response_id: responseId });
          this.#awaitUser(0);
        },
      }) ?? null;
    this.#acceptedTypes = CLIENT_EVENT_TYPES.filter((type) => this.#accepts(type));
    this.#send({ type: 'session.created', session: config });
    this.#input = new SpeechInput(engine, config.audio.input, {
      send: (event) => this.#send(event),
      speechStarted: () => this.#speechStarted(),
      transcribed: (item_id, delta) => this.#send({ type: TRANSCRIPTION.delta, item_id, content_index: 0, delta }),
      committed: (turn, detected) => this.#committed(turn, detected),
    });
    this.#expiry = setTimeout(() => this.#expire(), options.maxSeconds * 1000);
  }
}
