/** How the service finds the end of a turn; `null` leaves it to the client. */
export type TurnDetection =
  | {
      type: 'server_vad';
      /** 0…1, the service's default is 0.5. */
      threshold?: number;
      /** ms of sound kept from before speech was noticed, default 300. */
      prefix_padding_ms?: number;
      /** ms of silence that end a turn, default 500. */
      silence_duration_ms?: number;
      /** ms without speech after which the service speaks up, 5000…30000. */
      idle_timeout_ms?: number | null;
      create_response?: boolean;
      interrupt_response?: boolean;
    }
  | {
      type: 'semantic_vad';
      eagerness?: 'low' | 'medium' | 'high' | 'auto';
      create_response?: boolean;
      interrupt_response?: boolean;
    };

/** PCM is mono, signed 16 bit, little-endian. */
export type AudioFormat =
  { type: 'audio/pcm'; rate: 24000 } | { type: 'audio/pcmu' } | { type: 'audio/pcma' };

/** The part of the service's session object that the kit sets; `.config` may carry any other field. */
export interface SessionConfig {
  type: 'realtime';
  model?: string;
  instructions?: string;
  output_modalities?: ('audio' | 'text')[];
  audio?: {
    input?: {
      format?: AudioFormat;
      transcription?: { model?: string; language?: string; prompt?: string };
      turn_detection?: TurnDetection | null;
    };
    output?: { format?: AudioFormat; voice?: string; speed?: number };
  };
}

/** The session as the service reports it, as far as the kit reads it. */
export interface EffectiveSession {
  id?: string;
  audio?: {
    input?: { transcription?: object | null; turn_detection?: TurnDetection | null };
  };
}
