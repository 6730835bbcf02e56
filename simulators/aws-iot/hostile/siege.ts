import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Authority } from '../../../certs/authority.ts';
import type { CloudEvent } from '../../../harness/clouds/events.ts';
import { startStandIn } from '../stand-in.ts';
import type { Job, Report } from './attackers.ts';
import { type EndingFigures, Endings } from './endings.ts';
import { startGoodClients } from './good-client.ts';

export interface SiegeOptions {
  readonly connections: number;
  /** Default 128. */
  readonly atOnce?: number;
  readonly seed?: number;
  /** Makes the certificates of the stand-in and its devices. */
  readonly authority: Authority;
  /** Another one, for the stranger's. */
  readonly other: Authority;
}

/** How the stand-in came through. Times in milliseconds, sizes in bytes. */
export interface SiegeFigures extends EndingFigures {
  readonly attacks: readonly Report[];
  readonly seconds: number;
  readonly roundTrip: Spread;
  readonly connect: Spread;
  /** How often a good device lost its connection. */
  readonly lost: number;
  readonly heap: Growth;
  readonly rss: Growth;
  readonly eventsDropped: number;
  readonly unhandled: readonly string[];
}

interface Spread {
  readonly count: number;
  readonly median: number;
  readonly p99: number;
  readonly longest: number;
}

interface Growth {
  readonly before: number;
  readonly after: number;
}

/** A part of the siege that is not measured: caches fill, code is compiled. */
const WARM_UP = 0.1;
/** Nobody is waited for longer than that, so that the slow ones are seen to be cut off. */
const TIME_OUT_MS = 1000;
/** Small, so that it is full after the warm-up and has to lose events in the siege. */
const RECORD = { maxEvents: 1000, maxBytes: 4 * 1024 * 1024 };

const ALLOW_ALL = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }],
};

/** Lets a process of attackers loose on a stand-in, on this machine only, and measures what good devices notice. */
export const laySiege = async (options: SiegeOptions): Promise<SiegeFigures> => {
  const { connections, atOnce = 128, seed = 1, authority, other } = options;
  using unhandled = watchUnhandled();
  await using cloud = await startStandIn({
    host: '127.0.0.1',
    authority,
    handshakeTimeoutMs: TIME_OUT_MS,
    connectTimeoutMs: TIME_OUT_MS,
    record: RECORD,
  });
  const [good, known] = await Promise.all([
    cloud.createThing({ policy: ALLOW_ALL }),
    cloud.createThing({ policy: ALLOW_ALL }),
  ]);
  const stranger = await other.issueDevice();
  const target = { port: cloud.endpoint.port, known, stranger };

  const endings = new Endings();
  const forget = cloud.onEvent((event: CloudEvent) => endings.note(event));
  const clients = await startGoodClients(cloud, good);
  const since = performance.now();
  const warmUp = Math.ceil(connections * WARM_UP);
  const first = await attack({ target, connections: warmUp, atOnce, seed });
  const before = memory();
  const rest = await attack({
    target,
    connections: connections - warmUp,
    atOnce,
    seed: seed + 1,
  });
  const seconds = (performance.now() - since) / 1000;
  await endings.settled();
  const { roundTrips, connects, lost } = await clients.stop();
  await endings.settled();
  forget();
  const after = memory();
  return {
    attacks: together(first, rest),
    seconds,
    roundTrip: spread(roundTrips),
    connect: spread(connects),
    lost,
    heap: { before: before.heapUsed, after: after.heapUsed },
    rss: { before: before.rss, after: after.rss },
    eventsDropped: cloud.dropped,
    unhandled: unhandled.seen,
    ...endings.figures(),
  };
};

const attack = async (job: Job): Promise<readonly Report[]> => {
  const attackers = fork(new URL('./attackers.ts', import.meta.url), {
    execArgv: ['--import', 'tsx'],
  });
  const gone = once(attackers, 'exit');
  attackers.send(job);
  const report = await Promise.race([
    once(attackers, 'message').then(([told]: Report[][]) => told),
    gone.then(() => undefined),
  ]);
  await gone;
  if (!report) throw new Error('the attackers ended before they had a report');
  return report;
};

const together = (first: readonly Report[], rest: readonly Report[]): Report[] =>
  first.map(({ name, connections, endless }, i) => ({
    name,
    connections: connections + (rest[i]?.connections ?? 0),
    endless: endless + (rest[i]?.endless ?? 0),
  }));

/** After everything that nobody needs any more was collected. */
const memory = (): NodeJS.MemoryUsage => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  collect();
  return process.memoryUsage();
};

const spread = (times: readonly number[]): Spread => {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return { count: sorted.length, median: at(0.5), p99: at(0.99), longest: at(1) };
};

const watchUnhandled = (): Disposable & { readonly seen: readonly string[] } => {
  const seen: string[] = [];
  const note = (error: unknown) => seen.push(String(error));
  process.on('unhandledRejection', note);
  process.on('warning', note);
  return {
    seen,
    [Symbol.dispose]: () => {
      process.off('unhandledRejection', note);
      process.off('warning', note);
    },
  };
};
