import { isIPv4 } from 'node:net';
import {
  MediaStream,
  MediaStreamTrack,
  RTCPeerConnection,
  RtpHeader,
  RtpPacket,
  useOPUS,
  type RTCDataChannel,
  type RTCRtpTransceiver,
} from 'werift';
import { ProtocolError } from '../realtime/protocol-error.ts';
import { FRAME_TICKS } from './frame.ts';

/** The largest message that a data channel takes, bytes. */
export const MAX_MESSAGE_BYTES = 256 * 1024;
/**
 * The last record of a DTLS handshake is encrypted already, and werift numbers those that follow
 * from 1 again. So one of them would have its number, and be thrown away by the client as a replay:
 * the sixth, mostly. A handshake has fewer records than this.
 */
const FIRST_RECORD = 100;
const LOOPBACK = '127.0.0.1';
const SEQUENCE_NUMBERS = 2 ** 16;
const TIMESTAMPS = 2 ** 32;

export interface PeerListener {
  /** Media can flow. */
  connected(): void;
  /** The client opened a data channel. */
  channelOpened(channel: RTCDataChannel): void;
  /** A packet of the client's microphone. */
  heard(packet: RtpPacket): void;
  /** The client is gone, or was never reached. */
  gone(): void;
}

/** The service's end of a WebRTC connection: sound in both directions, and a data channel. */
export class Peer {
  readonly #connection: RTCPeerConnection;
  readonly #audio: RTCRtpTransceiver;
  #sequenceNumber = Math.floor(Math.random() * SEQUENCE_NUMBERS);
  #timestamp = Math.floor(Math.random() * TIMESTAMPS);

  private constructor(connection: RTCPeerConnection, audio: RTCRtpTransceiver) {
    this.#connection = connection;
    this.#audio = audio;
    for (const transport of connection.dtlsTransports) {
      transport.onStateChange.subscribe((state) => {
        if (state === 'connected') transport.dtls!.dtls.recordSequenceNumber = FIRST_RECORD;
      });
    }
  }

  /**
   * @param offer the client's SDP
   * @param address where the client reached the service: it can reach it there again
   * @throws ProtocolError for an offer that cannot be answered
   */
  static async answer(offer: string, address?: string): Promise<Peer> {
    const connection = new RTCPeerConnection({
      iceServers: [],
      iceUseIpv6: false,
      iceUseTcp: false,
      // Those of the network interfaces come by themselves.
      iceAdditionalHostAddresses: [LOOPBACK, ...(address && isIPv4(address) ? [address] : [])],
      bundlePolicy: 'max-bundle',
      maxMessageSize: MAX_MESSAGE_BYTES,
      codecs: { audio: [useOPUS()] },
    });
    try {
      return new Peer(connection, await negotiate(connection, offer));
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  /** The SDP for the client. */
  get sdp(): string {
    return this.#connection.localDescription!.sdp;
  }

  /** False for a client that wants sound alone. */
  get hasChannel(): boolean {
    return this.#connection.sctpTransport !== undefined;
  }

  listen(listener: PeerListener): void {
    const connection = this.#connection;
    connection.onDataChannel.subscribe((channel) => listener.channelOpened(channel));
    this.#audio.receiver.track.onReceiveRtp.subscribe((packet) => listener.heard(packet));
    connection.connectionStateChange.subscribe((state) => {
      if (state === 'connected') listener.connected();
      // Of a client that says nothing more, this comes when it has not answered ICE for 30 s: it
      // may well send no sound for longer than that.
      if (state === 'failed' || state === 'closed') listener.gone();
    });
  }

  /** Sends the next 20 ms of sound. */
  async sendFrame(opus: Uint8Array): Promise<void> {
    const header = new RtpHeader({
      sequenceNumber: this.#sequenceNumber,
      timestamp: this.#timestamp,
    });
    this.#sequenceNumber = (this.#sequenceNumber + 1) % SEQUENCE_NUMBERS;
    this.#timestamp = (this.#timestamp + FRAME_TICKS) % TIMESTAMPS;
    await this.#audio.sender.sendRtp(new RtpPacket(header, Buffer.from(opus)));
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }
}

async function negotiate(connection: RTCPeerConnection, offer: string): Promise<RTCRtpTransceiver> {
  if (!/^v=0\r?\n/.test(offer)) {
    throw new ProtocolError('invalid_offer', 'The SDP offer must begin with "v=0".', 'sdp');
  }
  if (!/^a=fingerprint:/m.test(offer)) throw unusable('it has no certificate fingerprint');
  try {
    await connection.setRemoteDescription({ type: 'offer', sdp: withoutCandidates(offer) });
  } catch {
    throw unusable('it cannot be parsed, or has media other than Opus audio and a data channel');
  }
  const audio = connection.getTransceivers().find(({ kind }) => kind === 'audio');
  if (!audio) throw unusable('it has no audio. Add a microphone track or an audio transceiver');
  connection.addTrack(new MediaStreamTrack({ kind: 'audio' }), new MediaStream());
  for (const { connection: ice } of connection.iceTransports) {
    if (!ice.remoteUsername || !ice.remotePassword) throw unusable('it has no ICE credentials');
    // Even with no servers configured it would ask one on the internet for the public address.
    ice.stunServer = undefined;
  }
  await connection.setLocalDescription(await connection.createAnswer());
  return audio;
}

/**
 * The client checks the service's addresses, and by that shows its own. Those in its offer would
 * only have the service try what cannot be reached, and look names up by multicast.
 */
function withoutCandidates(offer: string): string {
  return offer.replace(/^a=(?:candidate:.*|end-of-candidates)\r?\n?/gm, '');
}

function unusable(why: string): ProtocolError {
  return new ProtocolError('invalid_offer', `The SDP offer cannot be used: ${why}.`, 'sdp');
}
