import assert from 'node:assert/strict';
import dns from 'node:dns';
import { afterEach, describe, it, mock } from 'node:test';
import { CallClient } from '../../test/call-client.ts';
import { Peer } from './peer.ts';

describe('a peer', () => {
  let peer: Peer | undefined;
  afterEach(async () => {
    await peer?.close();
    mock.restoreAll();
  });

  async function offer(): Promise<string> {
    const client = await CallClient.create();
    const sdp = await client.offer();
    await client.close();
    return sdp;
  }

  it('asks no server for its address, and looks up no name of the offer', async () => {
    const sdp = await offer();
    const lookup = mock.method(dns.promises, 'lookup');
    const named = sdp.replace(/127\.0\.0\.1/g, 'b7c2.local');
    assert.match(named, /b7c2\.local \d+ typ host/);
    peer = await Peer.answer(named);
    assert.deepEqual(
      lookup.mock.calls.map(({ arguments: [name] }) => name),
      [],
    );
    assert.doesNotMatch(peer.sdp, /typ srflx/);
  });

  it('can be reached where the client reached the service', async () => {
    peer = await Peer.answer(await offer(), '127.0.0.2');
    assert.match(peer.sdp, /^a=candidate:.* 127\.0\.0\.2 \d+ typ host/m);
    assert.match(peer.sdp, /^a=candidate:.* 127\.0\.0\.1 \d+ typ host/m);
  });

  it('names a stream for its sound, so that a page can play it', async () => {
    peer = await Peer.answer(await offer());
    assert.match(peer.sdp, /^a=msid:\S+ \S+/m);
    assert.match(peer.sdp, /^a=sendrecv/m);
  });
});
