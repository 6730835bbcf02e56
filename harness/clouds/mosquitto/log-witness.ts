import type { Draft } from '../events.ts';
import { Arrivals } from './arrivals.ts';
import { type LogLine, type LogLineKind, readLogLine } from './log-grammar.ts';
import { messageOf, Session } from './session.ts';

/** What the log alone does not tell. */
export interface BesideTheLog {
  /** The client that watches for this harness. It sees every payload, and publishes for the cloud. */
  readonly monitor: string;
  /** The next payload that came to the monitor under this topic in this length. */
  readonly payload: (topic: string, bytes: number) => Promise<Uint8Array>;
  /** The certificate with this common name; null for one that nobody made known. */
  readonly certificateId: (commonName: string) => string | null;
}

type Facts = LogLine['facts'];

const UNKNOWN = '<unknown>';

/**
 * Makes events of what a Mosquitto logs. A message is told when it is passed on to the monitor, which is where its payload
 * comes from. Not told: `tls-accepted`, which is not in the log, and `deliver`, of which it does not hold the payload.
 */
export class LogWitness {
  readonly #beside: BesideTheLog;
  readonly #report: (event: Draft) => void;
  readonly #arrivals: Arrivals;
  readonly #sessions = new Map<string, Session>();
  /** What was received and not yet passed on, by topic and length. */
  readonly #received = new Map<string, Facts[]>();
  /** To whom a line of details belongs, and what it is. */
  #detailed: { client: string; of: 'will' | 'filters' } = { client: '', of: 'will' };

  /** @param report told of each event, in order */
  constructor(report: (event: Draft) => void, beside: BesideTheLog) {
    this.#report = report;
    this.#beside = beside;
    this.#arrivals = new Arrivals(report);
  }

  /** Takes the next line; the one after it may come when this is done. */
  async take(text: string): Promise<void> {
    const line = readLogLine(text);
    if (line) await this.#take[line.kind](line.facts, text);
  }

  readonly #take: Readonly<
    Record<LogLineKind, (facts: Facts, text: string) => void | Promise<void>>
  > = {
    arrival: ({ remote = '' }) => this.#arrivals.arrive(remote),
    connect: (facts) => {
      const { remote = '', client = '', user } = facts;
      const arrival = this.#arrivals.admit(remote);
      if (client === this.#beside.monitor) return;
      this.#detailed = { client, of: 'will' };
      const certificateId = user === undefined ? null : this.#beside.certificateId(user);
      const report = this.#report;
      this.#sessions.set(client, new Session(arrival, facts, { certificateId, report }));
    },
    will: (facts) => this.#sessions.get(this.#detailed.client)?.willFacts(facts),
    connack: ({ client = '', present, code }) => {
      if (code === '0') this.#sessions.get(client)?.connack(present === '1');
    },
    subscribe: ({ client = '' }) => {
      this.#detailed = { client, of: 'filters' };
    },
    unsubscribe: ({ client = '' }) => {
      this.#detailed = { client, of: 'filters' };
    },
    detail: ({ detail = '', qos = '0' }) => {
      const session = this.#sessions.get(this.#detailed.client);
      if (this.#detailed.of === 'will') session?.willTopic(detail);
      else session?.filter(detail, qos);
    },
    suback: ({ client = '' }) => this.#sessions.get(client)?.suback(),
    unsuback: ({ client = '' }) => this.#sessions.get(client)?.unsuback(),
    publish: (facts) => {
      const key = keyOf(facts);
      this.#received.set(key, [...(this.#received.get(key) ?? []), facts]);
    },
    delivery: async (facts) => {
      const { client = '' } = facts;
      // A retained message comes to the monitor when it subscribes: that is old news.
      if (client === this.#beside.monitor && facts.retain === '0') await this.#published(facts);
      else this.#sessions.get(client)?.delivery(facts);
    },
    puback: ({ client = '', packetId }) => this.#sessions.get(client)?.puback(Number(packetId)),
    ping: ({ client = '' }) => this.#sessions.get(client)?.ping(),
    leave: ({ client = '' }) => this.#sessions.get(client)?.takeLeave(),
    replaced: ({ client = '' }, text) => this.#end(client, 'DUPLICATE_CLIENTID', text),
    timedOut: ({ client = '' }, text) => this.#end(client, 'MQTT_KEEP_ALIVE_TIMEOUT', text),
    closed: ({ client = '' }, text) => this.#end(client, 'CONNECTION_LOST', text),
    disconnected: ({ client = '' }, text) => this.#end(client, 'CLIENT_ERROR', text),
    tlsError: ({ tlsError = '' }) => this.#arrivals.tlsError(tlsError),
  };

  /** A last will is passed on without having been received: nobody has published it just now. */
  async #published(passedOn: Facts): Promise<void> {
    const key = keyOf(passedOn);
    const waiting = this.#received.get(key) ?? [];
    const received = waiting.shift();
    if (waiting.length === 0) this.#received.delete(key);
    const { client = '', ...facts } = received ?? { ...passedOn, client: this.#beside.monitor };
    const payload = await this.#beside.payload(passedOn.topic ?? '', Number(passedOn.bytes));
    const { who } = this.#sessions.get(client) ?? { who: CLOUD };
    this.#report({
      kind: 'publish',
      ...who,
      ...messageOf(facts),
      payload,
      outcome: { accepted: true },
    });
  }

  #end(client: string, reason: Parameters<Session['end']>[0], text: string): void {
    if (client === UNKNOWN) {
      this.#arrivals.giveUp();
      return;
    }
    this.#arrivals.forgetTlsError();
    this.#sessions.get(client)?.end(reason, text);
    this.#sessions.delete(client);
    // A message of QoS 2 whose release never came is passed on to nobody.
    for (const [key, waiting] of this.#received)
      this.#received.set(
        key,
        waiting.filter((facts) => facts.client !== client),
      );
  }
}

/** The cloud's own doing. */
const CLOUD = { connection: 0, remote: '', clientId: null } as const;

const keyOf = ({ topic, bytes }: Facts): string => `${bytes} ${topic}`;
