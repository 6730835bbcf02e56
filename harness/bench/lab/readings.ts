import { commands } from '../../at/commands/index.ts';
import type { Board } from '../../boards/board.ts';
import type { CloudEvent } from '../../clouds/events.ts';
import { clockRate } from '../advisor/clock-rate.ts';

/** What is read off board and cloud, and measured, without doing anything to them. */
export class Readings {
  readonly #board: Board;

  constructor(board: Board) {
    this.#board = board;
  }

  /** How many seconds what the board shows is ahead of UTC, by this computer. */
  async secondsFromNow(): Promise<number> {
    const { local } = await this.#board.clock();
    return (Number(local) - Date.now()) / 1_000;
  }

  /** How many of the board's seconds pass in one of this computer's, measured for about so many. */
  clockRate(seconds: number): Promise<number> {
    return clockRate(this.#board, seconds);
  }

  /** What the board's interfaces have, by `AT+CIFSR`: `STAIP`, `STAMAC` and so on. */
  async interfaces(): Promise<Readonly<Record<string, string>>> {
    const told = await this.#board.client.do(commands.addresses.execute);
    return Object.fromEntries(told.map(({ what, value }) => [what, value]));
  }

  /** The messages that the board has given since a position, in order: topic and text of each part. */
  messagesHeard(from: number): readonly (readonly [topic: string, text: string])[] {
    return this.#board.client
      .heard(from)
      .flatMap((event) =>
        event.kind === 'mqtt-received'
          ? [[event.topic, Buffer.from(event.payload).toString()] as const]
          : [],
      );
  }

  /** The topics that devices asked for in these events of a cloud, in order. */
  filtersAsked(events: readonly CloudEvent[]): readonly string[] {
    return events.flatMap((event) =>
      event.kind === 'subscribe' ? event.filters.map(({ filter }) => filter) : [],
    );
  }

  /** The shortest time from one event of the cloud to the next, in milliseconds. */
  shortestWaitBetween(events: readonly CloudEvent[]): number {
    return Math.min(...events.slice(1).map(({ at }, i) => at - (events[i]?.at ?? 0)));
  }
}
