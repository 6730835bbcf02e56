import { Writable } from 'node:stream';
import { createAuthority } from '../../certs/authority.ts';
import { consoleJournal } from '../../reports/console-journal.ts';
import { parseBenchFile } from '../bench/file/bench-file.ts';
import { simulateBoard } from '../bench/parts/simulated-board.ts';
import { type Board, openBoard } from '../boards/board.ts';
import { WAYS, type Way } from '../flash/ways.ts';
import { packCredentials } from '../flash/write-credentials.ts';
import { fromDuplex } from '../ports/from-duplex.ts';
import { countedPort } from './counted-port.ts';
import { type Figure, median, timeOf } from './figure.ts';

const RUNS = 5;
const BAUD = 115_200;
/** Start bit, eight data bits, stop bit. */
const BITS_A_BYTE = 10;

/** Nobody calls it here. */
const NO_CLOUD = '127.0.0.1:9';

const silent = consoleJournal(new Writable({ write: (_chunk, _encoding, done) => done() }));

interface Measured {
  readonly ms: number;
  readonly bytes: number;
}

const measureOnce = async (
  { client, identity }: Board,
  way: Way,
  packed: ReturnType<typeof packCredentials>,
  passed: () => number,
): Promise<Measured> => {
  const flash = { client, journal: silent, map: identity.partitions };
  const before = passed();
  const ms = await timeOf(() => WAYS[way].write(flash, packed, {}));
  return { ms, bytes: passed() - before };
};

/** A board whose wire and flash take their time, and what passed on its AT port. */
const openRealtime = async (release: string) => {
  const text = `board: {name: measured, at: "sim://measured?release=${release}"}\nsimulator: {realtime: true}`;
  const world = await simulateBoard(parseBenchFile(text, 'the benchmark'), release, NO_CLOUD);
  const counted = countedPort(fromDuplex(world.board.connectAt(), 'measured', 'simulated'));
  world.board.powerOn();
  const board = await openBoard({ name: 'measured', at: counted.port, journal: silent });
  return {
    board,
    passed: counted.bytes,
    [Symbol.asyncDispose]: async () => {
      await board[Symbol.asyncDispose]();
      await world[Symbol.asyncDispose]();
    },
  };
};

/** Writing and comparing a private key over a wire of 115200 baud, beside the bits that passed on it. */
export const measureWire = async (release: string, way: Way, runs = RUNS): Promise<Figure> => {
  await using opened = await openRealtime(release);
  const device = await (await createAuthority()).issueDevice();
  const packed = packCredentials(way, device).filter(({ place }) => place === 'mqtt_key');
  const measured: Measured[] = [];
  while (measured.length < runs) {
    measured.push(await measureOnce(opened.board, way, packed, opened.passed));
  }
  const bytes = median(measured.map((each) => each.bytes));
  return {
    name: `write and compare a private key by ${way}, ${release}`,
    ms: median(measured.map(({ ms }) => ms)),
    floorMs: (bytes * BITS_A_BYTE * 1000) / BAUD,
    floor: `${bytes} bytes on the wire at ${BAUD} baud`,
    runs,
  };
};
