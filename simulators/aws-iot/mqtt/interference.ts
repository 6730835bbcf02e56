import { BadInput } from '../../../errors/bench-error.ts';
import type {
  FaultyPacket,
  PacketFate,
  PacketFault,
} from '../../../harness/clouds/packet-fault.ts';

/** A packet on its way to a device. */
export interface Met {
  readonly packet: FaultyPacket;
  readonly connection: number;
  readonly clientId: string | null;
  /** Of a message. */
  readonly topic: string | null;
}

/** What befalls a packet. */
export interface Fate {
  readonly does: PacketFate;
  readonly occurrence: number;
  /** Calls back when the fault is lifted; gives the means to forget it before. */
  whenLifted(release: () => void): () => void;
}

/** The faults that lie on a cloud's wires now. Without any, every packet goes its way. */
export class Interference {
  readonly #laid = new Set<Laid>();

  /** Lays faults until the scope ends. Of several that befall a packet the one laid last counts. Throws BadInput FAULT_INVALID. */
  lay(faults: readonly PacketFault[]): Disposable {
    for (const fault of faults) requireSound(fault);
    const laid = faults.map((fault) => new Laid(fault));
    for (const one of laid) this.#laid.add(one);
    return {
      [Symbol.dispose]: () => {
        for (const one of laid) {
          this.#laid.delete(one);
          one.lift();
        }
      },
    };
  }

  /** Every fault that speaks of a packet counts it, also where another one befalls it. */
  meet(met: Met): Fate | undefined {
    let fate: Fate | undefined;
    for (const one of this.#laid) fate = one.meet(met) ?? fate;
    return fate;
  }

  /** Nobody counts any more what that connection gets. */
  forget(connection: number): void {
    for (const one of this.#laid) one.forget(connection);
  }
}

/** Connections count from 1: none has this number. */
const ALL = 0;

class Laid {
  readonly #fault: PacketFault;
  readonly #counts = new Map<number, number>();
  readonly #waiting = new Set<() => void>();

  constructor(fault: PacketFault) {
    this.#fault = fault;
  }

  meet({ packet, connection, clientId, topic }: Met): Fate | undefined {
    const { from = 1, to = Number.POSITIVE_INFINITY, does, ...fault } = this.#fault;
    if (packet !== fault.packet) return undefined;
    if (fault.clientId !== undefined && fault.clientId !== clientId) return undefined;
    if (fault.topic !== undefined && fault.topic !== topic) return undefined;
    const counted = fault.eachConnection ? connection : ALL;
    const occurrence = (this.#counts.get(counted) ?? 0) + 1;
    this.#counts.set(counted, occurrence);
    if (occurrence < from || occurrence > to) return undefined;
    const whenLifted = (release: () => void) => {
      this.#waiting.add(release);
      return () => this.#waiting.delete(release);
    };
    return { does, occurrence, whenLifted };
  }

  forget(connection: number): void {
    this.#counts.delete(connection);
  }

  lift(): void {
    for (const release of this.#waiting) release();
    this.#waiting.clear();
  }
}

const requireSound = (fault: PacketFault): void => {
  const why = unsound(fault);
  if (why === undefined) return;
  throw new BadInput('FAULT_INVALID', `The fault of ${fault.packet} ${why}.`);
};

const unsound = ({ packet, topic, from = 1, to = from, does }: PacketFault): string | undefined => {
  if (!Number.isInteger(from) || from < 1) {
    return `should begin with the first of its packets or a later one, not with ${from}`;
  }
  if (!Number.isInteger(to) || to < from) return `should not end with ${to} before it begins`;
  if (topic !== undefined && packet !== 'publish') return 'has a topic, which only publish has';
  if (typeof does === 'object' && !(does.delayMs >= 0 && Number.isFinite(does.delayMs))) {
    return `should delay by a number of milliseconds, not by ${does.delayMs}`;
  }
  return undefined;
};
