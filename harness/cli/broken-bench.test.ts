import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { freePort } from '../clouds/mosquitto/free-port.ts';
import {
  type OutsideBoard,
  runProcedure,
  startBoard,
  summaryOf,
  writeBench,
} from './outside-board.ts';
import type { Ended } from './running-command.ts';
import { type Interference, startProxy } from './tampered-wire.ts';

const RUN_MS = 120_000;
/** The longest: 12 s until a lost byte is missed, 5 s until a board counts as silent, several starts of a process. */
const ALL_MS = 480_000;

const WHOLE = 'Putting a board';
const WRITING = 'writes them into the board';

/** What is there while a run is broken. */
interface Bench {
  readonly board: OutsideBoard;
  readonly cut: () => void;
}

interface Fault {
  readonly what: string;
  readonly code: string;
  readonly says: RegExp;
  readonly grep?: string;
  /** The wire between host and board. */
  readonly wire?: (bench: () => Bench) => Interference;
  /** Gives the board back that is behind the wire afterwards, where it takes something to have it again. */
  readonly mend?: (bench: Bench, again: () => Promise<OutsideBoard>) => Promise<OutsideBoard>;
}

/** Faults one after the other, on one flash: each begins with what the one before left behind. */
interface Course {
  readonly name: string;
  /** The board's way to the cloud leads elsewhere at first. */
  readonly isAstray?: true;
  readonly faults: readonly Fault[];
}

const WRITES_KEY = 'AT+SYSFLASH=1,"mqtt_key"';
const READS_KEY = 'AT+SYSFLASH=2,"mqtt_key"';
/** Commands are shorter, pieces of an image are longer. */
const SURELY_DATA = 300;

/** Does something to the first piece of data that follows a command to the board, and to no other. */
const toDataBehind = (
  command: string,
  direction: 'toBoard' | 'toHost',
  change: (data: Buffer) => Buffer,
): Interference => {
  let state: 'before' | 'now' | 'done' = 'before';
  const changed = (bytes: Buffer): Buffer => {
    if (state !== 'now' || bytes.length < SURELY_DATA) return bytes;
    state = 'done';
    return change(bytes);
  };
  return {
    toBoard: (bytes) => {
      const onward = direction === 'toBoard' ? changed(bytes) : bytes;
      if (state === 'before' && bytes.includes(command)) state = 'now';
      return onward;
    },
    toHost: (bytes) => (direction === 'toHost' ? changed(bytes) : bytes),
  };
};

const loseOne = (data: Buffer): Buffer =>
  Buffer.concat([data.subarray(0, SURELY_DATA / 2), data.subarray(SURELY_DATA / 2 + 1)]);

const flipOne = (data: Buffer): Buffer => {
  const flipped = Buffer.from(data);
  flipped[SURELY_DATA / 2] = (flipped[SURELY_DATA / 2] ?? 0) ^ 0x04;
  return flipped;
};

const half = (data: Buffer): Buffer => data.subarray(0, data.length / 2);

const restart = async ({ board }: Bench, again: () => Promise<OutsideBoard>) => {
  await board[Symbol.asyncDispose]();
  return again();
};

const COURSES: readonly Course[] = [
  {
    name: 'a wire that spoils what the board gets',
    faults: [
      {
        what: 'loses a byte on the way to the board',
        code: 'WIRE_UNRELIABLE',
        says: /writing "mqtt_key" left the board waiting for more; check cable/,
        wire: () => toDataBehind(WRITES_KEY, 'toBoard', loseOne),
      },
      {
        what: 'turns a bit over on the way to the board',
        code: 'WIRE_UNRELIABLE',
        says: /writing "mqtt_key" was right the second time; check cable/,
        wire: () => toDataBehind(WRITES_KEY, 'toBoard', flipOne),
      },
      {
        what: 'is cut in the middle of a write',
        code: 'PORT_LOST',
        says: /^tcp:\/\/127\.0\.0\.1:\d+ went away.*: check the cable/,
        wire: (bench) =>
          toDataBehind(WRITES_KEY, 'toBoard', (data) => {
            setImmediate(() => bench().cut());
            return half(data);
          }),
      },
    ],
  },
  {
    name: 'a wire that spoils what the host gets',
    faults: [
      {
        what: 'loses a byte on the way to the host',
        code: 'WIRE_UNRELIABLE',
        says: /there came "\\nOK" and should have been OK; check cable/,
        wire: () => toDataBehind(READS_KEY, 'toHost', loseOne),
      },
      {
        what: 'turns a bit over on the way to the host',
        code: 'WIRE_UNRELIABLE',
        says: /reading "mqtt_key" gave different bytes twice; check cable/,
        wire: () => toDataBehind(READS_KEY, 'toHost', flipOne),
      },
    ],
  },
  {
    name: 'a board that goes',
    isAstray: true,
    faults: [
      {
        what: 'astray, as its network does not lead to the cloud',
        code: 'MQTT_CONNECT_FAILED',
        says: /the cloud saw nothing of it: check that 10\.0\.2\.2:8883 leads/,
        grep: WHOLE,
        mend: restart,
      },
      {
        what: 'away, as its process is killed in the middle of a write',
        code: 'PORT_LOST',
        says: /^tcp:\/\/127\.0\.0\.1:\d+ went away.*: check the cable/,
        wire: (bench) =>
          toDataBehind(WRITES_KEY, 'toBoard', (data) => {
            bench().board.child.kill('SIGKILL');
            return half(data);
          }),
        mend: restart,
      },
    ],
  },
  {
    name: 'a board that falls',
    faults: [
      {
        what: 'silent in the middle of a write',
        code: 'BOARD_SILENT',
        says: /^the board fell silent: .*AT\+SYSFLASH=1,"mqtt_key".*; check its power/,
        wire: (bench) =>
          toDataBehind(WRITES_KEY, 'toBoard', (data) => {
            bench().board.child.kill('SIGSTOP');
            return half(data);
          }),
        mend: async ({ board }) => {
          board.child.kill('SIGCONT');
          return board;
        },
      },
    ],
  },
];

/** Breaks a bench in one way after the other, then uses it as it is meant. Tells how each run ended. */
const play = async ({ faults, isAstray }: Course, folder: string): Promise<Ended[]> => {
  const cloudPort = await freePort();
  const flash = ['--flash', join(folder, 'flash.bin')];
  const start = (port: number): Promise<OutsideBoard> => startBoard('tcp:0', port, ...flash);
  const again = (): Promise<OutsideBoard> => start(cloudPort);
  const results = join(folder, 'results');
  const ends: Ended[] = [];
  let board = isAstray ? await start(await freePort()) : await again();
  try {
    for (const { wire, grep = WRITING, mend } of faults) {
      let bench: Bench | undefined;
      const there = (): Bench => bench as Bench;
      await using proxy = await startProxy(board.at, wire?.(there) ?? {});
      bench = { board, cut: () => proxy.cut() };
      const file = await writeBench(folder, { at: proxy.url, log: board.log }, cloudPort);
      ends.push(await runProcedure(file, results, { grep, withinMs: RUN_MS }).ended);
      if (mend) board = await mend(bench, again);
    }
    const file = await writeBench(folder, board, cloudPort);
    ends.push(await runProcedure(file, results, { grep: WHOLE, withinMs: RUN_MS }).ended);
    return ends;
  } finally {
    await board[Symbol.asyncDispose]();
  }
};

describe('A bench that breaks in the middle of a run', function () {
  this.timeout(ALL_MS);
  let folder: string;
  let ends: readonly (readonly Ended[])[];

  before('break them side by side, as they wait more than they work', async () => {
    folder = await mkdtemp(join(tmpdir(), 'broken-bench-'));
    ends = await Promise.all(
      COURSES.map(async (course) => play(course, await mkdtemp(join(folder, 'course-')))),
    );
  });

  after(() => rm(folder, { recursive: true, force: true }));

  for (const [at, { name, faults }] of COURSES.entries()) {
    describe(name, () => {
      for (const [nth, { what, code, says }] of faults.entries()) {
        it(`${what}, and the firmware is not blamed`, () => {
          const end = ends[at]?.[nth] as Ended;

          expect(end).to.include({ code: 1, stderr: '' });
          const { verdict, tests } = summaryOf(end);
          const [failed, ...others] = tests.filter(({ state }) => state === 'failed');
          expect(failed).to.include({ colour: 'bench', code });
          expect(failed?.message).to.match(says);
          expect(others).to.deep.equal([]);
          expect(verdict).to.equal('failed');
        });
      }

      it('is as good as before when it is whole again', () => {
        const end = ends[at]?.at(-1) as Ended;

        const { verdict, passed, tests } = summaryOf(end);
        expect(tests.filter(({ state }) => state !== 'passed')).to.deep.equal([]);
        expect({ verdict, passed }).to.deep.equal({ verdict: 'passed', passed: 15 });
        expect(end).to.include({ code: 0, stderr: '' });
      });
    });
  }
});
