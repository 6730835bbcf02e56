import { expect } from 'chai';
import { eventsFrom } from '../event-record.ts';
import type { CloudEvent } from '../events.ts';
import { madeUp } from './made-up-events.ts';
import { watch } from './watch.ts';

/** A record to which a test adds, and that a watch reads. */
const growing = () => {
  const events: CloudEvent[] = [];
  const listeners = new Set<(event: CloudEvent) => void>();
  const source = {
    events,
    dropped: 0,
    onEvent: (listener: (event: CloudEvent) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  return {
    listeners,
    cloud: {
      events: (from: number, signal: AbortSignal) => eventsFrom(source, from, signal),
    },
    add: (...more: readonly CloudEvent[]) => {
      for (const one of more) {
        const event = { ...one, sequence: events.length + 1 };
        events.push(event);
        for (const listener of [...listeners]) listener(event);
      }
    },
  };
};

const [CONNECT, PING, END] = madeUp(
  { kind: 'connect' },
  { kind: 'ping' },
  { kind: 'disconnect' },
) as [CloudEvent, CloudEvent, CloudEvent];
const LONG = 60_000;

describe('A watch over a cloud', () => {
  it('ends as soon as it has seen enough, and listens no more', async () => {
    const { cloud, add, listeners } = growing();
    const watching = watch(cloud, {
      from: 0,
      pace: 3,
      isOver: ({ events }) => events.length === 2,
      stillMs: LONG,
      withinMs: LONG,
    });

    add(CONNECT, PING, END);

    expect(await watching).to.deep.equal({ events: [CONNECT, PING], pace: 3 });
    expect(listeners.size).to.equal(0);
  });

  it('sees what is there already, from its position on', async () => {
    const { cloud, add } = growing();
    add(CONNECT, PING);

    const seen = await watch(cloud, {
      from: 1,
      pace: 1,
      isOver: ({ events }) => events.length === 1,
      stillMs: LONG,
      withinMs: LONG,
    });

    expect(seen.events).to.deep.equal([PING]);
  });

  it('ends when nothing comes any more', async () => {
    const { cloud, add } = growing();
    add(CONNECT);

    const seen = await watch(cloud, {
      from: 0,
      pace: 1,
      isOver: () => false,
      stillMs: 20,
      withinMs: LONG,
    });

    expect(seen.events).to.deep.equal([CONNECT]);
  });

  it('ends at last also when something comes all the time', async () => {
    const { cloud, add } = growing();
    const pinging = setInterval(() => add(PING), 5);

    const seen = await watch(cloud, {
      from: 0,
      pace: 1,
      isOver: () => false,
      stillMs: LONG,
      withinMs: 50,
    });

    clearInterval(pinging);
    expect(seen.events).not.to.deep.equal([]);
  });
});
