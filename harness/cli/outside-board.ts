import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Summary } from '../../reports/summary.ts';
import { type Ended, type Running, startCommand } from './running-command.ts';

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
