import type { Port } from '../ports/port.ts';
import type { AtEvent } from './at-event.ts';
import type { Operation, Parameters, Values } from './commands/command.ts';
import type { Transcript } from './transcript.ts';

/** How the client deals with a board. */
export interface AtClientOptions {
  /**
   * How long after `>` the data starts, 10 ms unless told. ESP-AT 2.2.0.0 prints `>` before it switches to raw
   * input, so data at once can be rejected as busy; newer cores switch first and 0 will do.
   */
  readonly afterPromptMs?: number;
}

export interface DoOptions {
  /** What follows the prompt; required exactly for operations that have one. */
  readonly data?: Uint8Array;
  /** The data may stand in the transcript. Unless told so it is shown as `<1232 bytes>`. */
  readonly dataIsPublic?: boolean;
  /** Instead of the operation's own patience, for each of its waits: to the prompt, and from the data to the result. */
  readonly withinMs?: number;
  /** Gives the exchange up. The next command first finds out where the board is. */
  readonly signal?: AbortSignal;
}

/** Values may be left out where the operation has none that must be given. */
export type Arguments<P extends Parameters> =
  Record<never, never> extends Values<P>
    ? [values?: Values<P>, options?: DoOptions]
    : [values: Values<P>, options?: DoOptions];

export interface WaitOptions {
  /** Where to begin, as `position()` told; from now on unless told. */
  readonly from?: number;
  readonly withinMs: number;
  readonly signal?: AbortSignal;
}

/** Talks AT with one board: one command at a time, everything else the board says as a record of events. */
export class AtClient implements AsyncDisposable {
  constructor(port: Port, options: AtClientOptions = {}) {
    throw new Error(`not written yet: ${port.label} ${String(options)}`);
  }

  /** Everything that went over the wire, secrets masked. */
  get transcript(): Transcript {
    throw new Error('not written yet');
  }

  /**
   * Sends a command and gives its decoded answer. Commands queue up: the next is sent when the one before has ended.
   * @throws AtRefused, AtTimeout, AtUnexpected, AtBusy, BoardRestarted, PortLost
   * @throws BadInput when the values do not fit on a command line
   */
  do<P extends Parameters, R>(operation: Operation<P, R>, ...args: Arguments<P>): Promise<R> {
    throw new Error(`not written yet: ${operation.command} ${args.length}`);
  }

  /**
   * Gets in step with a board in whatever state: garbage in its line buffer, echo on or off, stuck in raw data. Then
   * echo is off and ERROR tells its code. To be called first, and after every restart (`ready`).
   * @throws AtTimeout when nobody answers, AtBusy when an earlier command does not end
   */
  synchronise(options?: { readonly withinMs?: number }): Promise<void> {
    throw new Error(`not written yet ${String(options)}`);
  }

  /** The place in the record of events where the next one will stand. */
  position(): number {
    throw new Error('not written yet');
  }

  /** The events from a position on, past and to come. Ends when the client is closed; throws PortLost when the board goes away. */
  events(from?: number): AsyncIterable<AtEvent> {
    throw new Error(`not written yet ${from}`);
  }

  /** The events from a position on until now. */
  heard(from: number): readonly AtEvent[] {
    throw new Error(`not written yet ${from}`);
  }

  /**
   * Waits for an event: the first for which `match` gives something, which is the result.
   * @throws AtTimeout that says what was waited for and what was heard instead, PortLost
   */
  waitFor<T>(
    description: string,
    match: (event: AtEvent) => T | undefined,
    options: WaitOptions,
  ): Promise<T> {
    throw new Error(`not written yet ${description} ${String(match)} ${options.withinMs}`);
  }

  /** Ends every wait and closes the port. */
  close(): Promise<void> {
    throw new Error('not written yet');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
