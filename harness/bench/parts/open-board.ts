import { readBin } from '../../../certs/read-bin.ts';
import type { Journal } from '../../../reports/journal.ts';
import { underConditions } from '../../../simulators/wire/conditions.ts';
import { type Board, openBoard } from '../../boards/board.ts';
import { modemLineReset } from '../../boards/modem-line-reset.ts';
import type { Witness } from '../../boards/mqtt/board-mqtt.ts';
import type { ChipWork } from '../../boards/power.ts';
import { modemLineDoor } from '../../flash/rom/loader-door.ts';
import { fromDuplex } from '../../ports/from-duplex.ts';
import { openPort } from '../../ports/open-port.ts';
import type { Port } from '../../ports/port.ts';
import type { BenchFile, BoardEntry } from '../file/bench-file.ts';
import { simulatedBoard } from '../file/bench-schema.ts';
import { Around } from '../lab/around.ts';
import { plugsOf, type Staging } from '../staging.ts';
import { shellDoor, shellPower, shellReset } from './shell-switches.ts';
import { simulateBoard } from './simulated-board.ts';

/** A board of the bench with what has to be put away after it. */
export interface OpenedBoard extends AsyncDisposable {
  readonly board: Board;
  readonly kind: 'hardware' | 'simulated';
  /** What is around a simulated board; a lab has no switch for it. */
  readonly around?: Around;
}

/** What a board has to do with besides its ports. */
export interface Surroundings {
  /** `host:port` where the cloud listens, as seen from this computer. */
  readonly cloud: string;
  /** The cloud, as one that sees the board's calls. */
  readonly witness?: Witness;
  readonly journal: Journal;
  /** Patience with a board that does not answer, 10 s unless told. */
  readonly answerWithinMs?: number;
  /** For simulated boards. */
  readonly staging?: Staging;
  /** Is given a board that does not open, while its ports are still there. */
  readonly lookAt?: (board: Board, error: unknown) => Promise<void>;
}

const openReal = async (
  entry: BoardEntry,
  { journal, lookAt, ...surroundings }: Surroundings,
): Promise<OpenedBoard> => {
  const { baud: baudRate, flowControl } = entry;
  const at = await openPort(entry.at, { baudRate, flowControl });
  let log: Port | undefined;
  try {
    log = entry.log === undefined ? undefined : await openPort(entry.log);
    const { name } = entry;
    const options = {
      name,
      at,
      ...(log ? { log } : {}),
      journal,
      ...witnessIn(surroundings),
      ...patienceIn(surroundings),
      ...promptOf(entry),
      ...resetOf(entry, log),
      ...downloadOf(entry, log),
      ...(entry.power ? { power: shellPower(entry.power) } : {}),
    };
    const board = await openBoard(options, lookAt);
    return { board, kind: 'hardware', [Symbol.asyncDispose]: () => board[Symbol.asyncDispose]() };
  } catch (error) {
    await at.close();
    await log?.close();
    throw error;
  }
};

const witnessIn = ({ witness }: { readonly witness?: Witness }) => (witness ? { witness } : {});

const patienceIn = ({ answerWithinMs }: { readonly answerWithinMs?: number }) =>
  answerWithinMs === undefined ? {} : { answerWithinMs };

const promptOf = ({ afterPromptMs }: BoardEntry) =>
  afterPromptMs === undefined ? {} : { afterPromptMs };

const resetOf = ({ reset }: BoardEntry, log: Port | undefined) => {
  if (reset === undefined || (reset === 'modem-lines' && !log)) return {};
  return { reset: reset === 'modem-lines' ? modemLineReset(log as Port) : shellReset(reset.run) };
};

/** The way into the loader of the chip, where the bench has one. */
const downloadOf = (
  {
    download,
    downloadBaud: baudRate,
    factoryImage,
  }: Pick<BoardEntry, 'download' | 'downloadBaud' | 'factoryImage'>,
  log: Port | undefined,
) => {
  if (download === undefined || !log) return {};
  const door =
    download === 'modem-lines'
      ? modemLineDoor(log)
      : download === 'at-rst'
        ? ('AT+RST=1' as const)
        : shellDoor(download);
  const image =
    factoryImage === undefined ? {} : { image: () => readBin(factoryImage, 'a factory image') };
  return { download: { door, ...image, ...(baudRate === undefined ? {} : { baudRate }) } };
};

const openSimulated = async (
  file: BenchFile,
  entry: BoardEntry,
  release: string,
  { cloud, journal, lookAt, staging = {}, ...surroundings }: Surroundings,
): Promise<OpenedBoard> => {
  const world = await simulateBoard(file, release, cloud, staging.world);
  const { name, at: label } = entry;
  try {
    staging.board?.(world.board);
    const { at: atPlug, log: itsLog } = plugsOf(world.board, staging);
    const { seed } = file.simulator;
    const plug = underConditions(atPlug, seed, 'AT port');
    const logPlug = underConditions(itsLog, seed, 'log port');
    plug.setBaudRate(entry.baud);
    const at = fromDuplex(plug, label, 'simulated', {
      setBaudRate: async (rate) => plug.setBaudRate(rate),
    });
    const log = fromDuplex(logPlug, `${label} (log)`, 'simulated', {
      setBaudRate: async (rate) => logPlug.setBaudRate(rate),
      setModemLines: async (lines) => logPlug.setModemLines(lines),
    });
    world.board.powerOn();
    const options = {
      name,
      at,
      log,
      journal,
      ...witnessIn(surroundings),
      ...patienceIn(surroundings),
      ...promptOf(entry),
      ...downloadOf({ download: 'modem-lines', ...entry }, log),
      ...(staging.hasReset === false ? {} : { reset: async () => world.board.reset() }),
      power: {
        off: async () => world.board.powerOff(),
        on: async () => world.board.powerOn(),
        chip: {
          done: () => world.board.flash.supply.done,
          offAfter: (work: ChipWork, bytes: number) => world.board.powerOffAfter(work, bytes),
        },
      },
    };
    const board = await openBoard(options, lookAt);
    return {
      board,
      kind: 'simulated',
      around: new Around(world.network, journal),
      [Symbol.asyncDispose]: async () => {
        await board[Symbol.asyncDispose]();
        await world[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await world[Symbol.asyncDispose]();
    throw error;
  }
};

/** The one place that chooses between a board on the desk and a simulated one. */
export const openBenchBoard = (
  file: BenchFile,
  entry: BoardEntry,
  surroundings: Surroundings,
): Promise<OpenedBoard> => {
  const simulated = simulatedBoard(entry.at);
  return simulated
    ? openSimulated(file, entry, simulated.release, surroundings)
    : openReal(entry, surroundings);
};
