import type { Authority } from '../../../certs/authority.ts';
import { startStandIn } from '../stand-in.ts';
import { startAttackers, together } from './attack-process.ts';
import type { Report } from './attackers.ts';
import { type EndingFigures, Endings } from './endings.ts';
import { startGoodClients } from './good-client.ts';
import { type Memory, memory, type Spread, spread, watchUnhandled } from './measures.ts';

export interface SiegeOptions {
  readonly connections: number;
  /** After each of so many rounds memory is measured. The first ones fill caches and have code compiled. Default 4. */
  readonly rounds?: number;
  /** Default 128. */
  readonly atOnce?: number;
  readonly seed?: number;
  /** Makes the certificates of the stand-in and its devices. */
  readonly authority: Authority;
  /** Another one, for the stranger's. */
  readonly other: Authority;
}

/** How the stand-in came through. */
export interface SiegeFigures extends EndingFigures {
  readonly attacks: readonly Report[];
  readonly seconds: number;
  /** From a good device's message to its echo. */
  readonly roundTrip: Spread;
  /** From a good device's first byte to CONNACK. */
  readonly connect: Spread;
  /** How often a good device lost its connection. */
  readonly lost: number;
  /** After each round. */
  readonly memory: readonly Memory[];
  readonly eventsDropped: number;
  readonly unhandled: readonly string[];
}

/** Whether every good device was served, and every hostile connection ended with a reason. */
export const isUnharmed = (figures: SiegeFigures): boolean =>
  figures.lost === 0 &&
  figures.unexplained === 0 &&
  figures.withoutSentence.length === 0 &&
  figures.unhandled.length === 0 &&
  figures.attacks.every(({ endless }) => endless === 0);

/** Nobody is waited for longer than that, so that the slow ones are seen to be cut off. */
const TIME_OUT_MS = 1000;
/** Small, so that it is soon full and has to lose events. */
const RECORD = { maxEvents: 1000, maxBytes: 4 * 1024 * 1024 };

const ALLOW_ALL = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }],
};

/** Lets processes of attackers loose on a stand-in, on this machine only, and measures what good devices notice. */
export const laySiege = async (options: SiegeOptions): Promise<SiegeFigures> => {
  const { connections, rounds = 4, atOnce = 128, seed = 1, authority, other } = options;
  using unhandled = watchUnhandled();
  await using cloud = await startStandIn({
    host: '127.0.0.1',
    authority,
    handshakeTimeoutMs: TIME_OUT_MS,
    connectTimeoutMs: TIME_OUT_MS,
    record: RECORD,
  });
  const [good, known, stranger] = await Promise.all([
    cloud.createThing({ policy: ALLOW_ALL }),
    cloud.createThing({ policy: ALLOW_ALL }),
    other.issueDevice(),
  ]);
  const target = { port: cloud.endpoint.port, known, stranger };
  const endings = new Endings();
  const forget = cloud.onEvent((event) => endings.note(event));

  const since = performance.now();
  const clients = await startGoodClients(cloud, good);
  const reports: (readonly Report[])[] = [];
  const memories: Memory[] = [];
  const part = Math.ceil(connections / rounds);
  await using attackers = startAttackers();
  for (let first = 0; first < connections; first += part) {
    reports.push(await attackers.letLoose({ target, connections: part, atOnce, seed, first }));
    memories.push(memory());
  }
  const { roundTrips, connects, lost } = await clients.stop();
  const seconds = (performance.now() - since) / 1000;
  await endings.settled();
  forget();
  return {
    attacks: together(reports),
    seconds,
    roundTrip: spread(roundTrips),
    connect: spread(connects),
    lost,
    memory: memories,
    eventsDropped: cloud.dropped,
    unhandled: unhandled.seen,
    ...endings.figures(),
  };
};
