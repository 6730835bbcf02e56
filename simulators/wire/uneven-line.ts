import type { TimerHandle, Timers } from '../network/timers.ts';
import type { Chance } from './chance.ts';
import type { Line, LineTo } from './line.ts';

/** How unevenly a line carries. */
export interface Unevenness {
  /** Pieces have from so many bytes, the last of a write perhaps fewer, ... */
  readonly leastBytes: number;
  /** ... to so many. */
  readonly mostBytes: number;
  /** A piece takes from nothing to so long, and none overtakes another. */
  readonly mostMs: number;
}

interface Piece {
  readonly bytes: Buffer;
  readonly dueAt: number;
  readonly done: (() => void) | undefined;
}

/** As adapters, drivers and networks do it: cuts what it is given anywhere, and each piece arrives by itself and late. */
class UnevenLine implements Line {
  readonly #unevenness: Unevenness;
  readonly #chance: Chance;
  readonly #timers: Timers;
  readonly #deliver: (bytes: Buffer) => void;
  #pieces: Piece[] = [];
  #lastDueAt = 0;
  #timer: TimerHandle | undefined;

  constructor(
    unevenness: Unevenness,
    chance: Chance,
    timers: Timers,
    deliver: (bytes: Buffer) => void,
  ) {
    this.#unevenness = unevenness;
    this.#chance = chance;
    this.#timers = timers;
    this.#deliver = deliver;
  }

  carry(bytes: Buffer, done: () => void): void {
    if (bytes.length === 0) {
      done();
      return;
    }
    const { leastBytes, mostBytes, mostMs } = this.#unevenness;
    const spread = mostBytes - leastBytes + 1;
    const now = this.#timers.now();
    for (let at = 0; at < bytes.length; ) {
      const end = Math.min(bytes.length, at + leastBytes + this.#chance.below(spread));
      this.#lastDueAt = Math.max(this.#lastDueAt, now + this.#chance.below(mostMs + 1));
      this.#pieces.push({
        bytes: Buffer.from(bytes.subarray(at, end)),
        dueAt: this.#lastDueAt,
        done: end === bytes.length ? done : undefined,
      });
      at = end;
    }
    if (this.#timer === undefined) this.#wait();
  }

  cut(): void {
    this.#pieces = [];
    if (this.#timer) this.#timers.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #wait(): void {
    const [first] = this.#pieces;
    if (!first) return;
    const ms = Math.max(0, first.dueAt - this.#timers.now());
    this.#timer = this.#timers.setTimeout(() => this.#arrive(), ms);
  }

  #arrive(): void {
    this.#timer = undefined;
    // What is due comes piece by piece all the same; a timer for each would make a long text take seconds.
    while (this.#pieces.length > 0 && (this.#pieces[0]?.dueAt ?? 0) <= this.#timers.now()) {
      const { bytes, done } = this.#pieces.shift() as Piece;
      this.#deliver(bytes);
      done?.();
    }
    if (this.#timer === undefined) this.#wait();
  }
}

export const unevenLine =
  (unevenness: Unevenness, chance: Chance, timers: Timers): LineTo =>
  (deliver) =>
    new UnevenLine(unevenness, chance, timers, deliver);
