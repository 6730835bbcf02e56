import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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
import { endWithProcess } from './lasting.ts';

/** Between the choice of a port and its use somebody else may take it. */
const ATTEMPTS = 3;

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
  const child = spawn(path, ['-c', join(folder, FILES.config)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      log.end();
      resolve();
    };
    child.once('close', end);
    child.once('error', (error) => {
      log.append(error.message);
      end();
    });
  });
  createInterface({ input: child.stderr }).on('line', (line) => log.append(line));
  const close = lazily(async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
    forget();
  });
  const forget = endWithProcess({
    end: close,
    abandon: () => {
      child.kill('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
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
      child.kill('SIGHUP');
      await log.waitFor(RELOADING, { from, withinMs: RELOAD_MS });
    },
    [Symbol.asyncDispose]: close,
  };
};
