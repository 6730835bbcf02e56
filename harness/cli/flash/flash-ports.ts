import { BadInput } from '../../../errors/bench-error.ts';
import { type BoardEntry, readBenchFile } from '../../bench/file/bench-file.ts';

/** Which board is meant, as the command line has it. */
export interface BoardFlags {
  readonly port?: string;
  readonly bench?: string;
  readonly board?: string;
}

/** The way to a board: from its entry in a bench file, or to its log port alone. */
export type FlashPorts = Pick<BoardEntry, 'download' | 'downloadBaud' | 'reset' | 'power'> & {
  readonly log: string;
  readonly at?: { readonly url: string; readonly baud: number };
};

const entryOf = (boards: readonly BoardEntry[], path: string, name?: string): BoardEntry => {
  const [first] = boards;
  const found = name === undefined ? first : boards.find((each) => each.name === name);
  if (found) return found;
  throw new BadInput(
    'BOARD_UNKNOWN',
    `${path} has no board "${name}"; there is ${boards.map((each) => each.name).join(', ')}.`,
  );
};

/**
 * Finds out where a board is.
 * @throws BadInput `BAD_FLAG`, `BOARD_UNKNOWN`, `LOG_PORT_MISSING`, and what `readBenchFile` throws
 */
export const flashPorts = async ({ port, bench, board }: BoardFlags): Promise<FlashPorts> => {
  if ((port === undefined) === (bench === undefined)) {
    throw new BadInput(
      'BAD_FLAG',
      'Either --port or --bench tells where the board is, such as --port /dev/ttyUSB0, which is its log and download port.',
    );
  }
  if (bench === undefined) return { log: port as string };
  const { boards } = await readBenchFile(bench, process.env);
  const { at: url, baud, log, name, ...keys } = entryOf(boards, bench, board);
  if (/^sim:/i.test(url)) {
    throw new BadInput(
      'LOG_PORT_MISSING',
      `The board ${name} of ${bench} is simulated and lives as long as a run does; start one that stays with esp-at-bench simulate, and name its log port.`,
    );
  }
  if (log === undefined) {
    throw new BadInput(
      'LOG_PORT_MISSING',
      `The board ${name} of ${bench} has no log port, which is where its chip is flashed; add the key log to it.`,
    );
  }
  return { ...keys, log, at: { url, baud } };
};
