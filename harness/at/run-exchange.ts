import { setTimeout as sleep } from 'node:timers/promises';
import { type AtLink, SLOWEST_BYTE_MS } from './at-link.ts';
import { Abandoned, AtBusy } from './errors.ts';
import type { Exchange, Verdict } from './exchange.ts';

/** Bytes at a time, so that a send can be given up in between. */
const PIECE_BYTES = 1_024;

/** After a first "busy p...": a result within this time is of this command all the same; else it is sent again. */
const BUSY_MS = 200;

/** After a second one: as long as the commands take that take little. */
const STILL_BUSY_MS = 3_000;

/** ESP-AT takes `+++` for the end of passthrough after 20 ms of silence before and behind it ... */
const ESCAPE_PAUSE_MS = 50;
/** ... and wants this long before the next command (its documentation); it says nothing meanwhile. */
const ESCAPED_MS = 1_000;

/** How far an exchange got that did not come to its end: what the board may still be waiting for. */
export interface Debt {
  /** Length of the data that the command line announced. */
  readonly announced: number;
  /** The board asked for it. */
  isWanted: boolean;
  /** How much of it went out for certain. */
  sent: number;
}

/** What an exchange is given. */
export interface Plan {
  readonly data: Uint8Array;
  readonly isDataPublic: boolean;
  readonly withinMs: number;
  readonly afterPromptMs: number;
  readonly signal: AbortSignal | undefined;
  readonly debt: Debt;
  /** The host falls silent after so many bytes of the data. */
  readonly abandonAfterBytes?: number | undefined;
  /** Goes out in one piece with the end of the data. */
  readonly surplus?: Uint8Array | undefined;
}

const sendLine = (link: AtLink, { line }: Exchange): Promise<void> =>
  link.write(Buffer.from(line.wire), `${line.shown}\\r\\n`);

const sendData = async (link: AtLink, { line }: Exchange, plan: Plan): Promise<void> => {
  const { data, debt, signal, surplus, abandonAfterBytes: end = data.length } = plan;
  debt.isWanted = true;
  if (data.length === 0) return;
  if (plan.afterPromptMs > 0) await sleep(plan.afterPromptMs);
  link.announce(data, plan.isDataPublic);
  if (surplus) link.announce(surplus, true);
  for (let at = 0; at < end; at += PIECE_BYTES) {
    signal?.throwIfAborted();
    const piece = data.subarray(at, Math.min(end, at + PIECE_BYTES));
    const isLast = at + piece.length === data.length;
    await link.write(surplus && isLast ? Buffer.concat([piece, surplus]) : piece);
    debt.sent += piece.length;
  }
  if (end < data.length) {
    throw new Abandoned(line.shown, { sent: end, announced: data.length });
  }
};

const leavePassthrough = async (link: AtLink, signal: AbortSignal | undefined): Promise<void> => {
  await sleep(ESCAPE_PAUSE_MS);
  await link.write(Buffer.from('+++'), '+++');
  await sleep(ESCAPED_MS, undefined, { signal });
};

/**
 * "busy p..." says that bytes were thrown away, and those were the command, as the client sends nothing else. But it also
 * comes for a byte that the line made up while the command runs, so a result that follows counts.
 */
const afterBusy = async (
  link: AtLink,
  exchange: Exchange,
  { withinMs, signal }: Plan,
): Promise<Verdict | undefined> => {
  const { verdicts } = exchange;
  const atOnce = await verdicts.nextBut('busy', Math.min(BUSY_MS, withinMs), signal);
  if (atOnce) return atOnce;
  await sendLine(link, exchange);
  const second = await verdicts.next(withinMs, signal);
  if (second !== 'busy') return second;
  const late = await verdicts.nextBut('busy', Math.min(STILL_BUSY_MS, withinMs), signal);
  if (late) return late;
  throw new AtBusy(exchange.line.shown, { evidence: link.transcript.lines().slice(-20) });
};

/**
 * Drives an exchange to its verdict; `undefined` when the board takes longer than it may.
 * @throws AtBusy, Abandoned, PortLost, PortWriteTimeout, the reason of the signal
 */
export const runExchange = async (
  link: AtLink,
  exchange: Exchange,
  plan: Plan,
): Promise<Verdict | undefined> => {
  const { data, withinMs, signal } = plan;
  await sendLine(link, exchange);
  let verdict = await exchange.verdicts.next(withinMs, signal);
  if (verdict === 'busy') verdict = await afterBusy(link, exchange, plan);
  if (verdict !== 'data-wanted') return verdict;
  await sendData(link, exchange, plan);
  if (exchange.operation.course === 'passthrough') {
    await leavePassthrough(link, signal);
    return 'done';
  }
  const patience = withinMs + data.length * SLOWEST_BYTE_MS;
  return exchange.verdicts.nextBut('busy', patience, signal);
};
