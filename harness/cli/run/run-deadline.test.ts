import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { keepDeadline } from './run-deadline.ts';

const MINUTE_MS = 60_000;
const TINY_MS = 20;
const SOON_MS = 25_000;

/** Processes that run, and what they are told. */
const processes = () => {
  const events = new EventEmitter<{ end: []; kill: [] }>();
  const told: string[] = [];
  const running = {
    endOutOfTime: (deadline: string) => {
      told.push(`end after ${deadline}`);
      events.emit('end');
    },
    kill: () => {
      told.push('kill');
      events.emit('kill');
    },
  };
  const reached = (what: 'end' | 'kill') =>
    once(events, what, { signal: AbortSignal.timeout(SOON_MS) });
  return { told, running: () => [running], reached };
};

const keep = ({ running }: ReturnType<typeof processes>, cleaningUpMs: number) =>
  keepDeadline(TINY_MS / MINUTE_MS, running, () => undefined, cleaningUpMs);

describe('The deadline of a run', () => {
  it('tells nobody anything when the run ends before it', async () => {
    const those = processes();

    keep(those, TINY_MS)[Symbol.dispose]();
    await sleep(2 * TINY_MS);

    expect(those.told).to.deep.equal([]);
  });

  it('ends what still runs, and leaves it the time to put the bench away', async () => {
    const those = processes();

    using time = keep(those, MINUTE_MS);
    await those.reached('end');

    expect(those.told).to.deep.equal(['end after 0.02 seconds']);
    expect(time.hasPassed).to.equal(true);
  });

  it('kills what does not end by itself', async () => {
    const those = processes();

    using _time = keep(those, TINY_MS);
    await those.reached('kill');

    expect(those.told).to.deep.equal(['end after 0.02 seconds', 'kill']);
  });
});
