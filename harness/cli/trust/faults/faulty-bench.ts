import type { Authority } from '../../../../certs/authority.ts';
import type { Journal } from '../../../../reports/journal.ts';
import type { NorFlash } from '../../../../simulators/esp-at/flash/nor-flash.ts';
import { underConditions } from '../../../../simulators/wire/conditions.ts';
import { faultyLine, type LineFault } from '../../../../simulators/wire/faulty-line.ts';
import { wireBetween } from '../../../../simulators/wire/wire-between.ts';
import { type BoardEntry, parseBenchFile } from '../../../bench/file/bench-file.ts';
import type { OpenBench } from '../../../bench/open-bench.ts';
import { calledCloud } from '../../../bench/parts/called-cloud.ts';
import { openCloud } from '../../../bench/parts/open-cloud.ts';
import { simulateBoard } from '../../../bench/parts/simulated-board.ts';
import { openBoard } from '../../../boards/board.ts';
import { journaledCloud } from '../../../clouds/journaled-cloud.ts';
import { fromDuplex } from '../../../ports/from-duplex.ts';
import { CLIENT_ID } from './procedure.ts';
import { type Direction, describeMishap, type Mishap, type PlannedMishap } from './schedule.ts';

/** The firmware's waits, so many times faster than life. */
const PACE = 40;
/** Patience with a time server: the firmware asks again every 15 s of its own. */
const CLOCK_MS = 4_000;

/** A bench of which parts go wrong when they are told to. */
export interface FaultyBench extends AsyncDisposable {
  /** The chip itself: for the judge, not for the harness. */
  readonly flash: NorFlash;
  /** Lets something happen at a byte from now on. */
  plan(mishap: PlannedMishap): void;
  /** What has happened so far, in words. */
  readonly happened: readonly string[];
  /** Bytes that have gone over the wire. */
  carried(direction: Direction): number;
  /** Switches the board on and opens it. It ends with the bench. */
  open(): Promise<OpenBench>;
}

/** A simulated board and a stand-in cloud of its own, with a wire under the conditions of a seed that can be spoilt. */
export const startFaultyBench = async (
  { seed, release }: { readonly seed: number; readonly release: string },
  authority: Authority,
  journal: Journal,
): Promise<FaultyBench> => {
  const file = parseBenchFile(
    `board: {name: trial, at: "sim://trial?release=${release}"}
time: {via: sntp, server: ntp.bench.test, withinMs: ${CLOCK_MS}}
simulator: {pace: ${PACE}}`,
    'the bench of fault schedules',
  );
  const [entry] = file.boards as [BoardEntry];
  const ends: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  const kept = <T extends AsyncDisposable>(part: T): T => {
    ends.push(() => part[Symbol.asyncDispose]());
    return part;
  };
  const cloud = kept(calledCloud(journaledCloud(await openCloud(file, authority), journal)));
  const { host, port } = cloud.endpoint;
  const world = kept(await simulateBoard(file, release, `${host}:${port}`));
  const { board: simulated, network } = world;
  const lines = { 'to the board': faultyLine(), 'to the host': faultyLine() };
  const happened: string[] = [];

  /** Takes a part of the world away. */
  const away = (change: Partial<typeof network.world>, awayMs: number | null): void => {
    const before = network.world;
    const changed = Object.keys(change) as (keyof typeof change)[];
    network.world = { ...before, ...change };
    if (awayMs === null) return;
    const timer = setTimeout(() => {
      const back = Object.fromEntries(changed.map((key) => [key, before[key]]));
      network.world = { ...network.world, ...back };
    }, awayMs);
    ends.push(() => clearTimeout(timer));
  };
  const act = (mishap: Mishap): void => {
    switch (mishap.kind) {
      case 'reset':
        simulated.reset();
        return;
      case 'broker':
        away({ routes: {} }, mishap.awayMs);
        void cloud.disconnect(CLIENT_ID);
        return;
      case 'access point':
        away({ accessPoints: [] }, mishap.awayMs);
        return;
      case 'time server':
        // A port at which nobody is: the discard service.
        away({ ntp: '127.0.0.1:9' }, mishap.awayMs);
    }
  };
  const lineFault = (mishap: Mishap): LineFault => {
    if (mishap.kind === 'drop' || mishap.kind === 'double') return { kind: mishap.kind };
    if (mishap.kind === 'flip' || mishap.kind === 'delay') return mishap;
    // Not from within what delivers the byte: a board is not reset by its own sending.
    return { kind: 'meanwhile', act: () => setImmediate(act, mishap) };
  };

  return {
    flash: simulated.flash,
    happened,
    carried: (direction) => lines[direction].carried,
    plan: (planned) => {
      const { direction, byte, mishap } = planned;
      lines[direction].arm(lineFault(mishap), byte, () => happened.push(describeMishap(planned)));
    },
    open: async () => {
      const spoilt = wireBetween(simulated.connectAt(), {
        toBoard: lines['to the board'].line,
        toHost: lines['to the host'].line,
      });
      const at = fromDuplex(underConditions(spoilt, seed, 'AT port'), entry.at, 'simulated');
      const log = fromDuplex(
        underConditions(simulated.connectLog(), seed, 'log port'),
        `${entry.at} (log)`,
        'simulated',
      );
      simulated.powerOn();
      const board = kept(await openBoard({ name: entry.name, at, log, journal, witness: cloud }));
      const { host: reached = host, port: reachedPort = port } = file.reach ?? {};
      const reach = { host: reached, port: reachedPort };
      const parts = { file, entry, kind: 'simulated', board, cloud, authority, reach } as const;
      return { ...parts, [Symbol.asyncDispose]: close };
    },
    [Symbol.asyncDispose]: close,
  };
};
