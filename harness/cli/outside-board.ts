import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Summary } from '../../reports/summary.ts';
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
}

/** Starts `esp-at-bench` with these arguments. @param withinMs after that it is killed, and its end is a failure */
export const startCommand = (
  args: readonly string[],
  { withinMs, env = {} }: { withinMs: number; env?: Readonly<Record<string, string>> },
): Running => {
  const { BENCH: _, ...inherited } = process.env;
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
    [Symbol.asyncDispose]: async () => {
      killGroup();
      await ended;
    },
  };
};

/** A simulated board in another process, and where its ports are. */
export interface OutsideBoard extends Running {
  readonly at: string;
  readonly log: string;
}

/** Longer than any test needs a board; nothing but a stuck test lets it come to that. */
const BOARD_MS = 300_000;

/** The address under which boards find the cloud. */
const CLOUD = { host: '10.0.2.2', port: 8883 } as const;

export const startBoard = async (
  where: 'pty' | 'tcp:0',
  cloudPort: number,
  ...more: readonly string[]
): Promise<OutsideBoard> => {
  const running = startCommand(
    [
      'simulate',
      ...['--at', where, '--log', where, '--ap', 'lab=password1', '--pace', '20'],
      ...['--route', `${CLOUD.host}:${CLOUD.port}=127.0.0.1:${cloudPort}`, ...more],
    ],
    { withinMs: BOARD_MS },
  );
  const { at, log } = JSON.parse(await running.line());
  return { ...running, at, log };
};

/** A bench file for a board outside. Gives its path. */
export const writeBench = async (
  folder: string,
  { at, log }: { readonly at: string; readonly log?: string },
  cloudPort: number,
): Promise<string> => {
  const file = join(folder, 'bench.yaml');
  const { host, port } = CLOUD;
  const bench = {
    board: { name: 'outside', at, log },
    wifi: { ssid: 'lab', password: 'password1' },
    cloud: { kind: 'stand-in', port: cloudPort },
    reach: { host, port },
    time: { via: 'sntp', server: 'pool.ntp.org' },
  };
  // JSON is YAML.
  await writeFile(file, JSON.stringify(bench));
  return file;
};

/** A port that nobody listens on at this moment. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

/** What a wire does to the bytes of either direction. Gives what goes on; nothing for nothing. */
export interface Interference {
  toBoard?(bytes: Buffer, wire: ProxiedWire): Buffer;
  toHost?(bytes: Buffer, wire: ProxiedWire): Buffer;
}

/** A wire with somebody in the middle. */
export interface ProxiedWire extends AsyncDisposable {
  readonly url: string;
  /** Breaks the connection of the moment. */
  cut(): void;
}

/** Puts somebody between the host and a `tcp://` port. */
export const startProxy = async (
  target: string,
  interference: Interference,
): Promise<ProxiedWire> => {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (host) => {
    const board = connect({ host: hostname, port: Number(port), noDelay: true });
    for (const [from, to, change] of [
      [host, board, interference.toBoard],
      [board, host, interference.toHost],
    ] as const) {
      open.add(from);
      from.on('data', (bytes: Buffer) => {
        const onward = change ? change(bytes, wire) : bytes;
        if (onward.length > 0 && !to.destroyed) to.write(onward);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const wire: ProxiedWire = {
    url: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: () => {
      for (const socket of open) socket.destroy();
    },
    [Symbol.asyncDispose]: async () => {
      wire.cut();
      server.close();
      await once(server, 'close');
    },
  };
  return wire;
};

/** The lab procedure, by the command; its results stay in `folder`. */
export const runProcedure = (
  bench: string,
  folder: string,
  { grep = 'Putting a board', withinMs = 60_000 }: { grep?: string; withinMs?: number } = {},
): Running =>
  startCommand(
    ['run', '--json', '--no-report', '--bench', bench, '--results', folder, '--grep', grep],
    { withinMs },
  );

/** What the one JSON line says. */
export const summaryOf = ({ stdout }: Ended): Summary => JSON.parse(stdout);
