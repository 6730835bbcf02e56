import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { sideBySide } from '../../reports/side-by-side.ts';
import { lockPorts } from '../bench/ports/lock.ts';
import { freePort } from '../clouds/mosquitto/free-port.ts';
import { openPort } from '../ports/open-port.ts';
import {
  type OutsideBoard,
  runProcedure,
  startBoard,
  summaryOf,
  writeBench,
} from './outside-board.ts';
import { type Ended, type Running, startCommand } from './running-command.ts';
import { startProxy } from './tampered-wire.ts';

const TEST_MS = 180_000;
const RUN_MS = 120_000;

describe('A run on a board in another process', function () {
  this.timeout(TEST_MS);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'outside-run-'));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  sideBySide(this);

  const wholeProcedure = async (where: 'tcp:0' | 'pty'): Promise<Ended> => {
    const own = await mkdtemp(join(folder, 'board-'));
    const cloudPort = await freePort();
    await using board = await startBoard(where, cloudPort);
    const bench = await writeBench(own, board, cloudPort);
    await using run = runProcedure(bench, join(own, 'results'), { withinMs: RUN_MS });
    return await run.ended;
  };

  it('goes through the whole procedure, over TCP and over a serial line at the same time', async () => {
    const ends = await Promise.all([wholeProcedure('tcp:0'), wholeProcedure('pty')]);

    for (const end of ends) {
      const { verdict, tests, passed } = summaryOf(end);
      expect(tests.filter(({ state }) => state !== 'passed')).to.deep.equal([]);
      expect({ verdict, passed }).to.deep.equal({ verdict: 'passed', passed: 15 });
      expect(end.stdout.split('\n')).to.have.length(2);
      expect(end).to.include({ code: 0, stderr: '' });
    }
  });

  const runNothing = (results: string): Running =>
    startCommand(
      [
        ...['run', '--grep', 'no spec is called that', '--no-report'],
        ...['--results', join(folder, results)],
      ],
      { withinMs: RUN_MS },
    );

  it('in which nothing was executed is no pass', async () => {
    await using run = runNothing('told');

    const { code, stdout } = await run.ended;

    expect(code).to.equal(1);
    expect(stdout).to.match(/^0 passed, 0 failed, 0 skipped in .*: nothing executed$/m);
  });

  it('bears that nobody reads what it prints', async () => {
    await using run = runNothing('untold');
    run.child.stdout?.destroy();

    expect(await run.ended).to.include({ code: 1, stderr: '' });
  });
});

/** What is true when a run has put everything away. */
const expectPutAway = async (run: Running, board: { at: string; log: string }): Promise<void> => {
  await run.allGone();
  await using _lock = await lockPorts([board.at, board.log]);
  await using _port = await openPort(board.at);
};

describe('A run that is stopped', function () {
  this.timeout(TEST_MS);
  let folder: string;
  let board: OutsideBoard;
  let cloudPort: number;

  before('start a board that outlives the runs', async () => {
    folder = await mkdtemp(join(tmpdir(), 'stopped-run-'));
    cloudPort = await freePort();
    board = await startBoard('tcp:0', cloudPort);
  });

  after(async () => {
    await board[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  /** Runs the procedure; stops it when the certificate is about to be written, and the wire with it if it `isStuck`. */
  const stopped = async (stop: (run: Running) => void, isStuck = false): Promise<Ended> => {
    let isToldSo = false;
    await using proxy = await startProxy(board.at, {
      toBoard: (bytes) => {
        if (!isToldSo && bytes.includes('AT+SYSFLASH=0,"mqtt_cert"')) {
          isToldSo = true;
          stop(run);
        }
        return isToldSo && isStuck ? Buffer.alloc(0) : bytes;
      },
    });
    const ports = { at: proxy.url, log: board.log };
    const bench = await writeBench(folder, ports, cloudPort);
    await using run = runProcedure(bench, join(folder, 'results'), { withinMs: RUN_MS });
    const end = await run.ended;
    await expectPutAway(run, ports);
    return end;
  };

  const CASES = [
    ['Ctrl-C', 'SIGINT', 130, (run: Running) => run.signalAll('SIGINT')],
    ['a polite kill', 'SIGTERM', 143, (run: Running) => run.child.kill('SIGTERM')],
  ] as const;
  for (const [what, signal, exitCode, stop] of CASES) {
    it(`by ${what} ends behind its test, and tells what it has got`, async () => {
      const end = await stopped(stop);

      const { verdict, tests } = summaryOf(end);
      expect(verdict).to.equal('incomplete');
      expect(tests.map(({ state }) => state)).to.deep.equal([
        ...Array.from({ length: 4 }, () => 'passed'),
        ...Array.from({ length: 11 }, () => 'skipped'),
      ]);
      expect(tests[4]?.reason).to.equal(`the run was stopped by ${signal}`);
      expect(end.stderr.trim().split('\n')).to.have.length(1);
      expect(end.stderr).to.include(`esp-at-bench: stopped by ${signal}`);
      expect(end.code).to.equal(exitCode);
    });
  }

  it('twice ends at once, whatever it waits for', async () => {
    const twice = ({ child }: Running): void => {
      child.stderr?.once('data', () => child.kill('SIGINT'));
      child.kill('SIGINT');
    };

    const end = await stopped(twice, true);

    const { verdict, tests } = summaryOf(end);
    expect(verdict).to.equal('incomplete');
    expect(tests).to.have.length(3);
    expect(end.code).to.equal(130);
  });
});

describe('A simulated board by itself', function () {
  this.timeout(TEST_MS);
  sideBySide(this);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`ends well at ${signal}, and its ports with it`, async () => {
      await using running = startCommand(['simulate', '--at', 'tcp:0', '--log', 'pty'], {
        withinMs: RUN_MS,
      });
      const { at, log } = JSON.parse(await running.line());
      const port = await openPort(at);

      running.child.kill(signal);

      expect(await running.ended).to.include({ code: 0, stderr: '' });
      expect(await port.lost).to.include({ code: 'PORT_LOST' });
      expect(existsSync(log)).to.equal(false);
    });
  }
});
