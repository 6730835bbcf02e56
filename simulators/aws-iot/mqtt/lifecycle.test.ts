import { expect } from 'chai';
import { Lifecycle } from './lifecycle.ts';

const HOUR_MS = 3600_000;

const principal = (clientId: string) => ({
  clientId,
  certificateId: 'c'.repeat(64),
  sessionIdentifier: 's',
  ipAddress: '127.0.0.1',
});

describe('Lifecycle events', () => {
  let now: number;
  let topics: string[];
  let lifecycle: Lifecycle;

  beforeEach(() => {
    now = 1_700_000_000_000;
    topics = [];
    lifecycle = new Lifecycle(
      (topic) => topics.push(topic),
      () => now,
    );
  });

  const leave = (version: number) =>
    lifecycle.disconnected({ ...principal('lamp'), reason: 'CONNECTION_LOST', version });

  it('count the connections of a client, and start anew an hour after its last', () => {
    expect(lifecycle.connected(principal('lamp'))).to.equal(0);
    now += 2 * HOUR_MS;
    leave(0);
    now += HOUR_MS - 1;
    expect(lifecycle.connected(principal('lamp'))).to.equal(1);
    expect(lifecycle.connected(principal('other'))).to.equal(0);
    leave(1);
    now += HOUR_MS;
    expect(lifecycle.connected(principal('lamp'))).to.equal(0);
  });

  it('go on counting while a client is there, whenever an earlier connection of it ended', () => {
    lifecycle.connected(principal('lamp'));
    lifecycle.connected(principal('lamp'));
    leave(0); // taken over: its end comes after the new beginning
    now += 2 * HOUR_MS;

    expect(lifecycle.connected(principal('lamp'))).to.equal(2);
  });

  it('are not told of clients whose id would make a filter of the topic, or no topic', () => {
    for (const clientId of ['a+b', '#', '']) {
      lifecycle.connected(principal(clientId));
      lifecycle.connectFailed({ ...principal(clientId), reason: 'AUTHORIZATION_FAILED' });
    }

    expect(topics).to.deep.equal([]);
  });
});
