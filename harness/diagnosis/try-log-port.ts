import { escapeText } from '../at/escape.ts';
import type { Board } from '../boards/board.ts';
import { LOADER_SYNC, type PortTrial } from './evidence.ts';
import { reasonOf, short } from './trial-text.ts';

/** A line end in front ends what a wrong rate has left in the board's line buffer; that costs an ERROR. */
export const QUESTION = '\r\nAT\r\n';
const ANSWER = /(?:^|\n)(?:OK|ERROR)\r/;

/**
 * The loader of the chip's ROM answers this, and nothing else does: the SYNC of Espressif's serial protocol, in a frame
 * of its own. Firmware takes no notice of it.
 */
const SYNC = Buffer.concat([
  Buffer.from('c0000824000000000007071220', 'hex'),
  Buffer.alloc(32, 0x55),
  Buffer.from('c0', 'hex'),
]);
/** Its answer begins so: a response, of command 8. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the protocol is binary
const SYNCED = /\u0001\u0008/;

interface Question {
  readonly bytes: Uint8Array;
  /** As evidence shows it. */
  readonly shown: string;
  readonly answer: RegExp;
}

/** Null without a log port. */
const ask = async (
  { wires, log }: Board,
  { bytes, shown, answer }: Question,
  withinMs: number,
): Promise<PortTrial | null> => {
  if (!wires.log || !log) return null;
  const from = log.text().length;
  const facts = { port: 'log', label: wires.log.label, baud: null, sent: shown } as const;
  try {
    await wires.log.send(bytes);
    await log.hears(answer, from, withinMs);
    return { ...facts, heard: short(escapeText(log.text().slice(from))), error: null };
  } catch (error) {
    return { ...facts, heard: '', error: reasonOf(error) };
  }
};

/** Asks for AT firmware on the log port. */
export const askFirmware = (board: Board, withinMs: number): Promise<PortTrial | null> =>
  ask(
    board,
    { bytes: Buffer.from(QUESTION), shown: escapeText(QUESTION), answer: ANSWER },
    withinMs,
  );

/** Asks for the loader of the ROM: a chip that waits for a download says so only once, when it starts. */
export const askLoader = (board: Board, withinMs: number): Promise<PortTrial | null> =>
  ask(board, { bytes: SYNC, shown: LOADER_SYNC, answer: SYNCED }, withinMs);
