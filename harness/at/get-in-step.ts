import { type Quiet, SLOWEST_BYTE_MS } from './at-link.ts';
import { AtBusy, AtTimeout } from './errors.ts';
import type { Probe, ProbeResult } from './probe.ts';

/** What getting in step needs of the wire. */
export interface Link {
  /** Sends bytes that are shown in the transcript as `shown`. */
  write(bytes: Uint8Array, shown: string): Promise<void>;
  /** Done when nothing has come for so long, or when that takes longer than `atMost`. */
  quiet(ms: number, atMost: number): Promise<Quiet>;
  evidence(): readonly string[];
}

/** A board that is in step answers AT in milliseconds. */
const ANSWER_MS = 500;

/** No second result follows after so much silence: a USB adapter passes bytes on within 16 ms. */
const QUIET_MS = 50;

/** A block of padding while it is not known how much a board waits for. */
const PADDING_BYTES = 4_096;

/** Leaves erased flash as it is. */
const PADDING = 0xff;

export interface StepOptions {
  /** The question that the board has to answer with one OK. */
  readonly question: string;
  readonly withinMs: number;
  /** Data bytes that the board certainly waits for. */
  readonly due?: number;
  /** Data bytes that it waits for at most; without it that is not known. */
  readonly announced?: number;
}

/**
 * Finds out where a board is, and gets it to where it takes commands: there, a question gets exactly one OK. A late result
 * of an earlier command, a busy board, a spoilt line: ask again. A board that says nothing may be waiting for data,
 * which ends in no other way than by giving them.
 * @throws AtBusy, AtTimeout
 */
export const getInStep = async (
  link: Link,
  probe: Probe,
  { question, withinMs, due = 0, announced }: StepOptions,
): Promise<void> => {
  let left = withinMs;
  // A wait counts for no more than it was to take: what holds this process up is not the board's silence.
  const counted = async <T>(ms: number, wait: (ms: number) => Promise<T>): Promise<T> => {
    const from = performance.now();
    const came = await wait(Math.min(ms, left));
    left = Math.max(0, left - Math.min(ms, performance.now() - from));
    return came;
  };
  // A board that talks on and on is heard for so long, too.
  const quiet = async (): Promise<boolean> => {
    const { isQuiet, tookMs } = await link.quiet(QUIET_MS, left);
    left = Math.max(0, left - tookMs);
    return isQuiet;
  };
  // At a low rate, blocks of padding are most of what takes time.
  const write = (bytes: Buffer, shown: string): Promise<void> =>
    counted(bytes.length * SLOWEST_BYTE_MS, () => link.write(bytes, shown));
  const pad = (count: number): Promise<void> =>
    write(Buffer.alloc(count, PADDING), `<${count} bytes of padding>`);
  const { results } = probe;
  let padding = announced ?? PADDING_BYTES;
  // Somebody else's data is the last thing to think of: a board that boots is silent, too.
  let mayBeBooting = announced === undefined;
  let isBusy = false;

  const ask = async (): Promise<ProbeResult | undefined> => {
    await write(Buffer.from(`${question}\r\n`), `${question}\\r\\n`);
    return counted(ANSWER_MS, (ms) => results.next(ms));
  };

  if (due > 0) await pad(due);
  do {
    await quiet();
    if (left <= 0) break;
    results.clear();
    let answer = await ask();
    // The first OK may be for bytes of the question that were taken as the last ones of the data.
    if (answer === 'ok' && announced !== 0) answer = await ask();
    isBusy = answer === 'busy';
    if (answer === 'ok') {
      if ((await quiet()) && results.isEmpty) return;
    } else if (isBusy) {
      await counted(ANSWER_MS, (ms) => results.nextBut('busy', ms));
    } else if (answer === undefined && mayBeBooting) {
      mayBeBooting = false;
    } else if (answer === undefined && padding > 0) {
      await pad(padding);
      if (announced !== undefined) padding = 0;
    }
  } while (left > 0);

  const evidence = link.evidence();
  if (isBusy) throw new AtBusy(question, { evidence });
  throw new AtTimeout(`one OK to ${question}`, withinMs, {
    heard: probe.heard,
    hint: 'Is this the AT port (not the log port), at the right baud rate, and does the board have power?',
    evidence,
  });
};
