import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, watch } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { skipBecause } from '../../../reports/skip.ts';
import { findProgram } from './find-mosquitto.ts';

const TEST_MS = 60_000;
const SOON = 25_000;

/** Starts a Mosquitto, says where it is, and stays. */
const PROGRAM = `
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { sampleAuthority } from './certs/sample-credentials.ts';
import { startMosquittoCloud } from './harness/clouds/mosquitto-cloud.ts';
import { programBroker } from './harness/clouds/mosquitto/program-broker.ts';
const place = { host: '127.0.0.1', port: 0 };
const starter = programBroker(process.argv[1]);
const cloud = await startMosquittoCloud({ starter, place, authority: await sampleAuthority() });
console.log(JSON.stringify({ port: cloud.endpoint.port, folders: readdirSync(tmpdir()) }));
`;

describe('A Mosquitto whose harness is killed', function () {
  this.timeout(TEST_MS);

  it('ends too, and its folder with the keys is wiped', async function () {
    const program = await findProgram();
    if (program === null) return skipBecause(this, 'no program mosquitto is installed');
    const home = await mkdtemp(join(tmpdir(), 'lost-mosquitto-'));
    const runs = join(home, 'runs');
    await mkdir(runs);
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', PROGRAM, program.path],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TMPDIR: runs } },
    );
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const { port, folders } = JSON.parse(line);
    const [folder] = folders.filter((name: string) => name.startsWith('esp-at-mosquitto-'));
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const ended = once(socket, 'close', { signal: AbortSignal.timeout(SOON) });
    socket.resume();

    child.kill('SIGKILL');

    await ended;
    await untilGone(runs, folder);
    await rm(home, { recursive: true });
  });
});

const untilGone = async (within: string, name: string): Promise<void> => {
  const watcher = watch(within);
  const signal = AbortSignal.timeout(SOON);
  try {
    while (existsSync(join(within, name))) await once(watcher, 'change', { signal });
  } finally {
    watcher.close();
  }
};
