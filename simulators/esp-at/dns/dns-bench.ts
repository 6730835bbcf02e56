import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { expect } from 'chai';
import { type Answer, type DecodedPacket, decode, encode, type Packet } from 'dns-packet';
import { Network } from '../../network/network.ts';
import { StepTimers } from '../../network/step-timers.ts';
import { DEFAULT_WORLD } from '../../network/world.ts';
import { type Resolved, type ResolveOptions, resolve } from './resolve.ts';

/** The rcode of a name that does not exist. */
export const NXDOMAIN = 3;

/** A server that says what a test tells it to, if anything. */
export class ScriptedDnsServer implements AsyncDisposable {
  readonly heard: { readonly query: DecodedPacket; readonly from: RemoteInfo }[] = [];
  readonly #socket: Socket = createSocket('udp4');

  static async start(): Promise<ScriptedDnsServer> {
    const server = new ScriptedDnsServer();
    server.#socket.on('message', (bytes, from) => {
      server.heard.push({ query: decode(bytes), from });
    });
    server.#socket.bind(0, '127.0.0.1');
    await once(server.#socket, 'listening');
    return server;
  }

  get endpoint(): string {
    return `127.0.0.1:${this.#socket.address().port}`;
  }

  /** Answers a query that was heard; `changes` lie over a right answer without records. */
  async answer(index: number, address: string | undefined, changes: Packet = {}): Promise<void> {
    const { query } = this.heard[index] as (typeof this.heard)[number];
    const { id, questions = [] } = query;
    const name = questions[0]?.name ?? '';
    const answers: Answer[] =
      address === undefined ? [] : [{ type: 'A', name, ttl: 0, data: address }];
    await this.send(index, encode({ type: 'response', id, questions, answers, ...changes }));
  }

  async send(index: number, bytes: Buffer): Promise<void> {
    const { from } = this.heard[index] as (typeof this.heard)[number];
    await new Promise((sent) => this.#socket.send(bytes, from.port, from.address, sent));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((closed) => this.#socket.close(closed));
  }
}

const WITHIN_MS = 25_000;

/** Lets sockets work until something has come about, for 5 s at most. */
export const until = async (holds: () => boolean): Promise<void> => {
  const deadline = performance.now() + WITHIN_MS;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`not within ${WITHIN_MS} ms: ${holds}`);
    await new Promise((next) => setImmediate(next));
  }
};

/** A network with DNS at an endpoint, and routes. */
export const networkTo = (dns: string | undefined, routes: Record<string, string> = {}): Network =>
  new Network({ ...DEFAULT_WORLD, routes, ...(dns === undefined ? {} : { dns }) });

/** What came of it, for a look that does not wait. */
export const watch = (attempt: Promise<Resolved>): { outcome?: Resolved } => {
  const seen: { outcome?: Resolved } = {};
  attempt.then(
    (outcome) => {
      seen.outcome = outcome;
    },
    () => undefined,
  );
  return seen;
};

/** What each test of the resolver has around it, new every time. */
export interface DnsBench {
  timers: StepTimers;
  server: ScriptedDnsServer;
  /** Resolves broker.test with the server, unless told otherwise. */
  ask(options?: Partial<ResolveOptions>): Promise<Resolved>;
  /** A first question that the server has heard: what a test of answers starts from. */
  asked(): Promise<{ readonly attempt: Promise<Resolved>; readonly id: number }>;
}

/** Gives the tests of a `describe` a server and a time that stands still; no timer may be left at the end. */
export const useDnsBench = (): DnsBench => {
  const bench = {} as DnsBench;
  beforeEach(async () => {
    bench.timers = new StepTimers();
    bench.server = await ScriptedDnsServer.start();
  });
  afterEach(async () => {
    await bench.server[Symbol.asyncDispose]();
    expect(bench.timers.pending).to.equal(0);
  });
  bench.ask = (options = {}) =>
    resolve({
      network: networkTo(bench.server.endpoint),
      name: 'broker.test',
      timers: bench.timers,
      signal: new AbortController().signal,
      ...options,
    });
  bench.asked = async () => {
    const attempt = bench.ask();
    await until(() => bench.server.heard.length === 1);
    return { attempt, id: bench.server.heard[0]?.query.id ?? 0 };
  };
  return bench;
};
