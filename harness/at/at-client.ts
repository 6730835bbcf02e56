import type { Port } from '../ports/port.ts';
import type { AtEvent } from './at-event.ts';
import { AtLink } from './at-link.ts';
import type { Operation, Parameters, Values } from './commands/command.ts';
import { encodeLine } from './commands/encode.ts';
import { commands } from './commands/index.ts';
import { conclude } from './conclude.ts';
import { AtRefused, BoardRestarted } from './errors.ts';
import { escapeText } from './escape.ts';
import type { WaitOptions } from './event-record.ts';
import { Exchange } from './exchange.ts';
import { getInStep } from './get-in-step.ts';
import { Overheard } from './overheard.ts';
import { Probe } from './probe.ts';
import { type Debt, runExchange } from './run-exchange.ts';
import type { Transcript } from './transcript.ts';

/** How the client deals with a board. */
export interface AtClientOptions {
  /**
   * How long after `>` the data starts, 10 ms unless told. ESP-AT 2.2.0.0 prints `>` before it switches to raw
   * input, so data at once can be rejected as busy; newer cores switch first, and 0 will do. May be changed later,
   * when it is known which one the board is.
   */
  readonly afterPromptMs?: number;
  /** Time to get back in step with a board after a time-out, 15 s unless told. */
  readonly resynchroniseMs?: number;
}

export interface DoOptions {
  /** What follows the prompt: required for the operations that have one, and for them alone. */
  readonly data?: Uint8Array;
  /** Data, sent or received, may stand in the transcript. Unless told so it is shown as `<1232 bytes>`. */
  readonly dataIsPublic?: boolean;
  /** Instead of the operation's own patience, for each of its waits: to the prompt, and from the data to the result. */
  readonly withinMs?: number;
  /**
   * The host falls silent after so many bytes of the data, as one that has crashed does, and the exchange ends with
   * Abandoned. The next command first finds out where the board is.
   */
  readonly abandonAfterBytes?: number;
  /** Sent in one piece with the end of the data, as by a host that announces too little. */
  readonly surplus?: Uint8Array;
  /** Gives the exchange up. The next command first finds out where the board is. */
  readonly signal?: AbortSignal;
}

/** Values may be left out where the operation has none that must be given. */
export type Arguments<P extends Parameters> =
  Record<never, never> extends Values<P>
    ? [values?: Values<P>, options?: DoOptions]
    : [values: Values<P>, options?: DoOptions];

const AFTER_PROMPT_MS = 10;
const RESYNCHRONISE_MS = 15_000;
const SYNCHRONISE_MS = 10_000;
/** What belongs to an answer comes with it: a USB adapter passes bytes on within 16 ms. */
const NOTHING_MORE_MS = 20;

const NO_DATA = new Uint8Array();

const checkData = (operation: Operation, values: object, data: Uint8Array | undefined): void => {
  if ((data === undefined) !== (operation.course === 'result')) {
    throw new TypeError(`${operation.command} ${data ? 'takes no' : 'needs'} data`);
  }
  if (data && 'length' in values && values.length !== data.length) {
    throw new TypeError(`${operation.command} announces another length than its data has`);
  }
};

/**
 * Talks AT with one board: one command at a time, and everything else the board says as a record of events.
 *
 *     await using client = new AtClient(await openPort('/dev/ttyUSB0'));
 *     await client.synchronise();
 *     const from = client.position();
 *     await client.do(commands.restart.execute);
 *     await client.waitFor('ready', (e) => (e.kind === 'ready' ? e : undefined), { from, withinMs: 5_000 });
 */
export class AtClient implements AsyncDisposable {
  readonly #link: AtLink;
  readonly #resynchroniseMs: number;
  #last: Promise<unknown> = Promise.resolve();
  #debt: Debt | undefined;
  afterPromptMs: number;

  /** The port belongs to the client from then on. */
  constructor(
    port: Port,
    { afterPromptMs = AFTER_PROMPT_MS, resynchroniseMs = RESYNCHRONISE_MS }: AtClientOptions = {},
  ) {
    this.#link = new AtLink(port);
    this.afterPromptMs = afterPromptMs;
    this.#resynchroniseMs = resynchroniseMs;
  }

  /** Everything that went over the wire, secrets masked. */
  get transcript(): Transcript {
    return this.#link.transcript;
  }

  /**
   * Sends a command and gives its decoded answer. Commands queue up: the next is sent when the one before has ended.
   * @throws AtRefused, AtTimeout, AtUnexpected, AtBusy, Abandoned, BoardRestarted, PortLost, PortWriteTimeout
   * @throws BadInput when the values do not fit on a command line
   */
  async do<P extends Parameters, R>(operation: Operation<P, R>, ...args: Arguments<P>): Promise<R> {
    const [values = {} as Values<P>, options = {}] = args as [Values<P>?, DoOptions?];
    const line = encodeLine(operation, values);
    checkData(operation as Operation, values, options.data);
    this.#remember(operation, values);
    return this.#inTurn(async () => {
      options.signal?.throwIfAborted();
      if (this.#debt) await this.#getInStep('AT', this.#resynchroniseMs);
      return this.#perform(
        new Exchange(operation as Operation<Parameters, R>, line, this.#conceal),
        options,
      );
    });
  }

  /**
   * Sends a command line at once, whatever the board is doing, as an impatient host does. What it answers comes as
   * events, among them `busy`.
   */
  interject<P extends Parameters>(operation: Operation<P>, values: Values<P>): Promise<void> {
    this.#remember(operation as Operation, values);
    const { wire, shown } = encodeLine(operation, values);
    return this.#link.write(Buffer.from(wire), `${shown}\\r\\n`);
  }

  /**
   * Gets in step with a board in whatever state: garbage in its line buffer, echo on or off, waiting for data of which
   * nobody knows. Then echo is off and ERROR tells its code. To be called first, and again after each `ready`.
   * @throws AtTimeout when nobody answers, AtBusy when an earlier command does not end
   */
  async synchronise({ withinMs = SYNCHRONISE_MS }: { withinMs?: number } = {}): Promise<void> {
    await this.#inTurn(() => this.#getInStep('ATE0', withinMs));
    try {
      await this.do(commands.errorCodes.set, { on: 1 });
    } catch (error) {
      // It was booting, and answered before and after: once more, now that it is up.
      if (error instanceof BoardRestarted) await this.synchronise({ withinMs });
      // Firmware that cannot be asked for codes tells none, or tells them always.
      else if (!(error instanceof AtRefused)) throw error;
    }
  }

  /**
   * Sends a text as it is, and gives what comes for it, a character a byte: so many, and what follows them at once. Nothing is
   * made of it. To be asked for the form of answers alone; it must not hold a secret.
   */
  talk(text: string, { length, withinMs }: { length: number; withinMs: number }): Promise<string> {
    return this.#inTurn(async () => {
      if (this.#debt) await this.#getInStep('AT', this.#resynchroniseMs);
      const overheard = new Overheard();
      const end = this.#link.overhear(overheard.take);
      try {
        await this.#link.write(Buffer.from(text, 'latin1'), escapeText(text));
        await overheard.until(length, withinMs);
        await this.#link.quiet(NOTHING_MORE_MS, withinMs);
        return overheard.text;
      } finally {
        end();
      }
    });
  }

  /** The place in the record of events where the next one will stand. */
  position(): number {
    return this.#link.events.position();
  }

  /** The events from a position on, past and to come. Ends when the client is closed; throws PortLost when the board goes away. */
  events(from = this.position()): AsyncIterable<AtEvent> {
    return this.#link.events.from(from);
  }

  /** The events from a position on until now. */
  heard(from: number): readonly AtEvent[] {
    return this.#link.events.heard(from);
  }

  /**
   * Waits for an event: the first for which `match` gives something, and that is the result.
   * @throws AtTimeout, which says what was waited for and what was heard instead; PortLost
   */
  waitFor<T>(
    description: string,
    match: (event: AtEvent) => T | undefined,
    options: WaitOptions,
  ): Promise<T> {
    const since = this.transcript.position();
    const evidence = (): readonly string[] => this.transcript.lines(since);
    return this.#link.events.waitFor(description, match, options, evidence);
  }

  /** Ends every wait and closes the port. */
  close(): Promise<void> {
    return this.#link.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  readonly #conceal = (text: string): string => this.#link.secrets.conceal(text);

  #inTurn<T>(body: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(body);
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #perform<R>(exchange: Exchange<R>, options: DoOptions): Promise<R> {
    const { data = NO_DATA, dataIsPublic = false, signal, abandonAfterBytes, surplus } = options;
    const { withinMs = exchange.operation.withinMs } = options;
    const since = this.transcript.position();
    const debt: Debt = { announced: data.length, isWanted: false, sent: 0 };
    this.#debt = debt;
    this.#link.attend(exchange, dataIsPublic);
    try {
      const { afterPromptMs } = this;
      const plan = {
        data,
        isDataPublic: dataIsPublic,
        withinMs,
        afterPromptMs,
        signal,
        debt,
        abandonAfterBytes,
        surplus,
      };
      const verdict = await runExchange(this.#link, exchange, plan);
      if (verdict && verdict !== 'unexpected') this.#debt = undefined;
      return conclude(exchange, verdict, withinMs, () => this.transcript.lines(since));
    } finally {
      this.#link.attend(undefined);
    }
  }

  async #getInStep(question: string, withinMs: number): Promise<void> {
    const probe = new Probe(question, this.#conceal);
    const since = this.transcript.position();
    const debt = this.#debt;
    this.#link.attend(probe);
    try {
      await getInStep(
        {
          write: (bytes, shown) => this.#link.write(bytes, shown),
          quiet: (ms, atMost) => this.#link.quiet(ms, atMost),
          evidence: () => this.transcript.lines(since),
        },
        probe,
        {
          question,
          withinMs,
          ...(debt && {
            announced: debt.announced,
            due: debt.isWanted ? debt.announced - debt.sent : 0,
          }),
        },
      );
      this.#debt = undefined;
    } finally {
      this.#link.attend(undefined);
    }
  }

  #remember(operation: Operation, values: object): void {
    for (const [name, value] of Object.entries(values)) {
      if (operation.params[name]?.isSecret) this.#link.secrets.add(String(value));
    }
  }
}
