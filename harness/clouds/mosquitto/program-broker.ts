import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { lazily } from '../../../certs/lazily.ts';
import {
  type BrokerFiles,
  type BrokerStarter,
  RELOAD_MS,
  RELOADING,
  RUNNING,
  type RunningBroker,
  START_MS,
} from './broker.ts';
import { brokerConfig, FILES } from './broker-config.ts';
import { BrokerLog } from './broker-log.ts';
import { freePort } from './free-port.ts';

/** Between the choice of a port and its use somebody else may take it. */
const ATTEMPTS = 3;

/**
 * A program would outlive this process when that is killed. This shell does not, as its input ends then: it ends the program
 * and wipes the folder with the keys. Only the program keeps the way to stderr, which so tells of its end.
 */
const GUARD =
  '"$0" -c "$1/$2" & echo $! >"$1/$3"; exec 2>/dev/null; cat >/dev/null; kill $!; wait; rm -rf "$1"';
const PID = 'pid';

const PORT_TAKEN = /Address already in use/;

/** Whoever starts it as root would not find it reading what only root may read: it changes to another user. */
const staysItself = (): string => (userInfo().uid === 0 ? 'user root\n' : '');

/** The program `mosquitto`; its keys are for its owner alone, in a folder that goes with it. */
export const programBroker = (path: string): BrokerStarter => ({
  reachedAt: async ({ host }) => host,
  start: async (files, { host, port }) => {
    for (let attempt = 1; ; attempt++) {
      const log = new BrokerLog();
      try {
        const chosen = port === 0 ? await freePort(host) : port;
        return await start(path, files, { host, port: chosen }, log);
      } catch (error) {
        if (port !== 0 || attempt === ATTEMPTS || !log.has(PORT_TAKEN)) throw error;
      }
    }
  },
});

const start = async (
  path: string,
  files: BrokerFiles,
  endpoint: { readonly host: string; readonly port: number },
  log: BrokerLog,
): Promise<RunningBroker> => {
  const folder = await mkdtemp(join(tmpdir(), 'esp-at-mosquitto-'));
  const write = async (contents: BrokerFiles): Promise<void> => {
    for (const [name, text] of Object.entries(contents))
      await writeFile(join(folder, name), text, { mode: 0o600 });
  };
  const config = brokerConfig(folder, endpoint.host, endpoint.port) + staysItself();
  await write({ ...files, [FILES.config]: config });
  // In a group of its own: Ctrl-C in a terminal is this program's to pass on.
  const guard = spawn('sh', ['-c', GUARD, path, folder, FILES.config, PID], {
    stdio: ['pipe', 'ignore', 'pipe'],
    detached: true,
  });
  createInterface({ input: guard.stderr })
    .on('line', (line) => log.append(line))
    .once('close', () => log.end());
  const closed = once(guard, 'close');
  const close = lazily(async () => {
    guard.stdin.end();
    await closed;
  });
  try {
    await log.waitFor(RUNNING, { withinMs: START_MS });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    how: 'program',
    endpoint,
    log,
    replace: async (contents) => {
      await write(contents);
      const from = log.position();
      process.kill(Number(await readFile(join(folder, PID), 'utf8')), 'SIGHUP');
      await log.waitFor(RELOADING, { from, withinMs: RELOAD_MS });
    },
    [Symbol.asyncDispose]: close,
  };
};
