import { type Arguments, AtClient, type AtClientOptions } from '../at/at-client.ts';
import type { AtEvent } from '../at/at-event.ts';
import type { Operation, Parameters } from '../at/commands/command.ts';
import { nothing } from '../at/commands/replies.ts';
import { AtBusy, AtRefused, AtTimeout } from '../at/errors.ts';
import type { WaitOptions } from '../at/event-record.ts';
import { WireUnreliable } from '../flash/errors.ts';
import { type Doubtful, isDoubtful, opinion } from '../flash/fault.ts';
import type { Port } from '../ports/port.ts';
import { BoardSilent } from './errors.ts';
import { mutilated } from './mutilated.ts';

/** A board that runs answers AT in milliseconds; one that has just been reset takes a second or two. */
const SIGN_OF_LIFE_MS = 5_000;

/** For one that was silent before, so that a long run with a dead board comes to its end soon. */
const STILL_SILENT_MS = 1_000;

/** Bits 16 to 23 of the `ERR CODE`s that say that a line was not understood, and so not obeyed. */
const NOT_UNDERSTOOD = [2, 3, 4, 5, 6, 7, 8, 9];

const wasNotUnderstood = ({ errorCodes }: AtRefused): boolean =>
  errorCodes.some((code) => NOT_UNDERSTOOD.includes((code >> 16) & 0xff));

const onlyAsks = ({ spelling, reply }: Operation): boolean =>
  spelling === 'query' || (spelling === 'execute' && reply !== nothing);

/** May a command be sent again without changing what the board does? */
const canBeRepeated = (operation: Operation, error: Doubtful): boolean =>
  (error instanceof AtRefused && wasNotUnderstood(error)) || onlyAsks(operation);

export interface BoardClientOptions extends AtClientOptions {
  /** How long a board that has just left something unanswered may take to answer AT; 5 s unless told. */
  readonly signOfLifeMs?: number;
}

/**
 * The AT client of a board on a bench. When a command fails it looks whether the firmware is to blame at all: a board
 * that answers nothing any more, a result with a byte too few, a command that is understood the second time are
 * faults of the bench.
 */
export class BoardClient extends AtClient {
  readonly #signOfLifeMs: number;
  #isOutOfStep = false;
  #isGettingInStep = false;

  constructor(port: Port, { signOfLifeMs = SIGN_OF_LIFE_MS, ...options }: BoardClientOptions = {}) {
    super(port, options);
    this.#signOfLifeMs = signOfLifeMs;
  }

  /** @throws what AtClient's throws; BoardSilent, WireUnreliable */
  override async do<P extends Parameters, R>(
    operation: Operation<P, R>,
    ...args: Arguments<P>
  ): Promise<R> {
    const attempt = (): Promise<R> => super.do(operation, ...args);
    if (this.#isGettingInStep) return this.#rightAway(attempt);
    if (this.#isOutOfStep)
      await this.synchronise({ withinMs: Math.min(STILL_SILENT_MS, this.#signOfLifeMs) });
    const from = this.position();
    try {
      return await attempt();
    } catch (error) {
      if (!isDoubtful(error)) throw error;
      if (error instanceof AtTimeout) await this.#lookForLife(error, from);
      if (!canBeRepeated(operation as Operation, error)) throw error;
      throw await this.#again(error, attempt);
    }
  }

  /** @throws BoardSilent when nobody answers; AtBusy, WireUnreliable */
  override async synchronise(options: { withinMs?: number } = {}): Promise<void> {
    const from = this.position();
    this.#isGettingInStep = true;
    try {
      await super.synchronise(options);
      this.#isOutOfStep = false;
    } catch (error) {
      if (!(error instanceof AtTimeout)) throw error;
      this.#isOutOfStep = true;
      this.#requireWhole(from, error);
      if (error.heard.length > 0) {
        const last = JSON.stringify(error.heard.at(-1));
        throw new WireUnreliable('what came', `made no sense, ${last} at last`, error);
      }
      throw new BoardSilent(error);
    } finally {
      this.#isGettingInStep = false;
    }
  }

  /** @throws AtTimeout, PortLost; WireUnreliable when what came was nearly what had to come */
  override async waitFor<T>(
    description: string,
    match: (event: AtEvent) => T | undefined,
    options: WaitOptions,
  ): Promise<T> {
    const { from = this.position() } = options;
    try {
      return await super.waitFor(description, match, { ...options, from });
    } catch (error) {
      if (error instanceof AtTimeout) this.#requireWhole(from, error);
      throw error;
    }
  }

  /** For a board that has answered a moment ago, and is only set up now. */
  async #rightAway<R>(attempt: () => Promise<R>): Promise<R> {
    try {
      return await attempt();
    } catch (first) {
      if (!(first instanceof AtTimeout || first instanceof AtRefused)) throw first;
      await attempt().catch((second: unknown) => {
        throw second instanceof AtTimeout ? first : second;
      });
      throw new WireUnreliable('setting the board up', 'went well the second time', first);
    }
  }

  /** Done when the board answers AT: then it just did not answer what it was told. */
  async #lookForLife(timeout: AtTimeout, from: number): Promise<void> {
    try {
      await this.synchronise({ withinMs: this.#signOfLifeMs });
    } catch (error) {
      if (error instanceof AtBusy) return;
      if (error instanceof BoardSilent && error.cause instanceof AtTimeout)
        throw new BoardSilent(error.cause, timeout);
      throw error;
    }
    this.#requireWhole(from, timeout);
  }

  async #again(first: Doubtful, attempt: () => Promise<unknown>): Promise<unknown> {
    const what = first instanceof AtTimeout ? first.waitedFor : this.#commandOf(first);
    return opinion(
      what,
      first,
      await attempt().then(
        () => null,
        (second: unknown) => second,
      ),
    );
  }

  #commandOf(error: Doubtful): string {
    return 'command' in error ? error.command : 'an exchange';
  }

  #requireWhole(from: number, cause: AtTimeout): void {
    const lines = this.heard(from).flatMap((event) => (event.kind === 'noise' ? event.line : []));
    const found = mutilated(lines);
    if (!found) return;
    const { line, known } = found;
    throw new WireUnreliable(
      `there came ${JSON.stringify(line)}`,
      `and should have been ${known}`,
      cause,
    );
  }
}
