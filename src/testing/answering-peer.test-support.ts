/* A service at the other end of a peer connection, in the same page. */

/** Answers an offer as a service does, with all addresses. */
export async function answerOffer(peer: RTCPeerConnection, offer: string): Promise<Response> {
  await peer.setRemoteDescription({ type: 'offer', sdp: offer });
  await peer.setLocalDescription(await peer.createAnswer());
  while (peer.iceGatheringState !== 'complete') {
    await new Promise((resolve) => (peer.onicegatheringstatechange = resolve));
  }
  return new Response(peer.localDescription?.sdp, { status: 201 });
}

/**
 * Waits until the channel that a peer was given can be sent on; false when the peer was closed before. In Chromium its
 * `open` event comes too early now and then: what is sent in it is dropped without a word. The peer's own account is
 * right.
 */
export async function canSend(peer: RTCPeerConnection): Promise<boolean> {
  while (peer.connectionState !== 'closed') {
    const stats = [...(await peer.getStats()).values()] as { type: string; state?: string }[];
    if (stats.some(({ type, state }) => type === 'data-channel' && state === 'open')) return true;
  }
  return false;
}
