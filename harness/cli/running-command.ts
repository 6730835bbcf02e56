import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { projectFile } from './project.ts';

const PROGRAM = projectFile('bin/esp-at-bench.js');

/** What a command of this program came to, run as a person runs it: in a process of its own. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. Killed with its scope, if it has not ended by then. */
export interface Running extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** The next line of its standard output. */
  line(): Promise<string>;
  /** To it and to all that it started, as a terminal does at Ctrl-C. */
  signalAll(signal: NodeJS.Signals): void;
  /** Fulfilled when neither it nor any that it started is there any more: one that was killed may take a moment. */
  allGone(): Promise<void>;
}

const LOOK_AGAIN_MS = 25;
const GONE_MS = 60_000;

/** Whether a process has this number, or those of the group that has it without its sign. */
const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Starts `esp-at-bench` with these arguments. @param withinMs after that it is killed, and its end is a failure */
export const startCommand = (
  args: readonly string[],
  { withinMs, env = {} }: { withinMs: number; env?: Readonly<Record<string, string>> },
): Running => {
  const {
    BENCH: _bench,
    AT_RELEASE: _release,
    AT_SEED: _seed,
    AT_SHUFFLE: _shuffle,
    AT_UNEXAMINED: _unexamined,
    ...inherited
  } = process.env;
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, as a terminal gives one to each command.
    detached: true,
    env: { ...inherited, ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const killGroup = (): void => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    process.kill(-child.pid, 'SIGKILL');
  };
  const deadline = setTimeout(killGroup, withinMs);
  const ended = once(child, 'close').then(([code]) => {
    clearTimeout(deadline);
    return { code: code as number | null, stdout, stderr };
  });
  ended.catch(() => undefined);
  return {
    child,
    ended,
    line: async () => {
      const { value, done } = await lines.next();
      if (done) throw new Error(`it ended without another line, and said: ${stderr}`);
      return value;
    },
    signalAll: (signal) => void process.kill(-(child.pid as number), signal),
    allGone: async () => {
      const looks = Math.ceil(GONE_MS / LOOK_AGAIN_MS);
      for (let look = 0; isThere(-(child.pid as number)); look += 1) {
        if (look === looks) throw new Error(`some of its processes are there ${GONE_MS} ms later`);
        await delay(LOOK_AGAIN_MS);
      }
    },
    [Symbol.asyncDispose]: async () => {
      killGroup();
      await ended;
    },
  };
};
