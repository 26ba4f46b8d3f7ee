import { Application, createEncoder, type OpusEncoderHandle } from 'libopus-wasm';
import type { RTCDataChannel, RtpPacket } from 'werift';
import { SESSION_RATE } from '../realtime/audio-format.ts';
import { createId } from '../realtime/ids.ts';
import { RealtimeSession, type SessionOptions, type SessionPorts } from '../realtime/session.ts';
import { EventChannel } from './event-channel.ts';
import { FRAME_MS, FRAME_SAMPLES } from './frame.ts';
import { OpusReceiver } from './opus-receiver.ts';
import { Pacer } from './pacer.ts';
import { MAX_MESSAGE_BYTES, Peer, type PeerListener } from './peer.ts';
import { TrackPlayback } from './track-playback.ts';

/** A client that has not connected by then never will, ms from the answer. */
const CONNECT_TIMEOUT_MS = 15_000;
/** Bits per second: transparent for speech. */
const BITRATE = 48_000;
const NORMAL_CLOSURE = 1000;

export interface CallOptions extends Omit<SessionOptions, 'ports'> {
  /** The client's SDP. */
  offer: string;
  /** Where the client reached the service. */
  address?: string;
}

/** Somebody who takes part in a call by events alone. */
export type Observer = Pick<SessionPorts, 'send' | 'close'>;

/** A session over WebRTC: from the offer until either side hangs up. */
export class Call implements PeerListener {
