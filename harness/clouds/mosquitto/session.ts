import type { AwsReason, Connect, Draft } from '../events.ts';
import type { Arrival } from './arrivals.ts';
import type { LogLine } from './log-grammar.ts';

type Facts = LogLine['facts'];

const ACCEPTED = { accepted: true } as const;

/** `p2` in the log: before 2.1 a number of Mosquitto's own, 5 as in the packet. Packets say 3, 4 and 5. */
const LEVELS: Readonly<Record<string, number>> = { '1': 3, '2': 4, '3': 3, '4': 4, '5': 5 };

/** A message's facts, but for its payload. */
export const messageOf = ({ topic = '', qos, retain, packetId, dup }: Facts) => ({
  topic,
  qos: Number(qos),
  retain: retain === '1',
  dup: dup === '1',
  packetId: qos === '0' ? null : Number(packetId),
});

/** A client from its CONNECT to its end, told by the lines of the log that name it. */
export class Session {
  readonly who: Arrival & { readonly clientId: string };
  readonly #certificateId: string | null;
  readonly #connect: Facts;
  readonly #report: (event: Draft) => void;
  /** Topics of deliveries that it has not acknowledged, by packet id. */
  readonly #unacknowledged = new Map<number, string>();
  #will: { topic: string; qos: number; retain: boolean; bytes: number } | null = null;
  #filters: { filter: string; qos: number; outcome: typeof ACCEPTED }[] = [];
  #takesLeave = false;

  constructor(
    arrival: Arrival,
    connect: Facts,
    { certificateId, report }: { certificateId: string | null; report: (event: Draft) => void },
  ) {
    this.who = { ...arrival, clientId: connect.client ?? '' };
    this.#connect = connect;
    this.#certificateId = certificateId;
    this.#report = report;
  }

  willFacts({ bytes, qos, retain }: Facts): void {
    this.#will = { topic: '', qos: Number(qos), retain: retain === '1', bytes: Number(bytes) };
  }

  willTopic(topic: string): void {
    if (this.#will) this.#will.topic = topic;
  }

  connack(present: boolean): void {
    const { protocol = '', clean, keepAlive } = this.#connect;
    const seconds = Number(keepAlive);
    const event: Omit<Connect, 'at' | 'sequence'> = {
      kind: 'connect',
      ...this.who,
      certificateId: this.#certificateId,
      protocolLevel: LEVELS[protocol] ?? Number(protocol),
      keepAlive: { asked: seconds, used: seconds },
      cleanSession: clean === '1',
      will: this.#will,
      hasUserName: null,
      outcome: { ...ACCEPTED, sessionPresent: present },
    };
    this.#report(event);
  }

  filter(filter: string, qos: string): void {
    this.#filters.push({ filter, qos: Number(qos), outcome: ACCEPTED });
  }

  suback(): void {
    const filters = this.#filters.splice(0);
    this.#report({ kind: 'subscribe', ...this.who, packetId: null, filters, answer: 'suback' });
  }

  unsuback(): void {
    const filters = this.#filters.splice(0).map(({ filter }) => filter);
    this.#report({
      kind: 'unsubscribe',
      ...this.who,
      packetId: null,
      filters,
      outcome: ACCEPTED,
    });
  }

  delivery(facts: Facts): void {
    const { packetId, topic } = messageOf(facts);
    if (packetId !== null) this.#unacknowledged.set(packetId, topic);
  }

  puback(packetId: number): void {
    const topic = this.#unacknowledged.get(packetId) ?? null;
    this.#unacknowledged.delete(packetId);
    this.#report({ kind: 'puback', ...this.who, packetId, topic });
  }

  ping(): void {
    this.#report({ kind: 'ping', ...this.who });
  }

  takeLeave(): void {
    this.#takesLeave = true;
  }

  /** @param reason why, unless it said itself that it goes */
  end(reason: AwsReason, detail: string): void {
    this.#report({
      kind: 'disconnect',
      ...this.who,
      reason: this.#takesLeave ? 'CLIENT_INITIATED_DISCONNECT' : reason,
      detail,
    });
  }
}
