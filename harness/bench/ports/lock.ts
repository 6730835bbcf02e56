import { createHash } from 'node:crypto';
import { chmod, link, mkdir, realpath, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BadInput } from '../../../errors/bench-error.ts';
import { describeHolder, type Holder, isVanished, readHolder, thisProcess } from './lock-holder.ts';

/** Somebody else works with the board. */
export class PortLocked extends BadInput {
  readonly port: string;
  /** Null when the lock file cannot be read. */
  readonly holder: Holder | null;

  constructor(port: string, holder: Holder | 'unknown', file: string) {
    super(
      'PORT_LOCKED',
      `${port} is in use by ${describeHolder(holder)}; wait for it or end it (its lock is ${file})`,
    );
    this.port = port;
    this.holder = holder === 'unknown' ? null : holder;
  }
}

/** Where locks stand and how long one without a sign of life counts. */
export interface LockOptions {
  /** All who share a board must share it. */
  readonly folder?: string;
  /** For holders on another host; on this one the process itself is asked. */
  readonly expiresAfterMs?: number;
}

const EXPIRES_AFTER_MS = 60_000;
/** So many signs of life fall into the time after which a lock expires. */
const SIGNS_OF_LIFE = 4;
/** A takeover is three file operations; who has not ended it by then has died over it. */
const TAKEOVER_MS = 2_000;

const isTaken = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EEXIST';

/** Creates a file with its contents in one step, so that nobody ever reads half a lock. */
const createWhole = async (file: string, own: Holder): Promise<boolean> => {
  const draft = `${file}.${own.token}`;
  await writeFile(draft, JSON.stringify(own), { mode: 0o644, flag: 'wx' });
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
};

/**
 * Puts our lock in the place of a vanished holder's. Only one of all contenders may: the claim carries the old
 * lock's token in its name, so it can be created once, and who has it looks again before acting.
 */
const takeOver = async (file: string, old: Holder | 'unknown', own: Holder): Promise<boolean> => {
  const generation = old === 'unknown' ? 'unknown' : old.token;
  const claim = `${file}.after-${generation}`;
  if (!(await createWhole(claim, own))) {
    const contender = await readHolder(claim);
    if (contender && (await isVanished(claim, contender, TAKEOVER_MS)))
      await rm(claim, { force: true });
    return false;
  }
  const now = await readHolder(file);
  const isStill = now === old || (now !== null && now !== 'unknown' && now.token === generation);
  if (isStill) await rename(claim, file);
  else await rm(claim, { force: true });
  return isStill;
};

const acquire = async (file: string, own: Holder, expiresAfterMs: number): Promise<void> => {
  const deadline = Date.now() + 2 * TAKEOVER_MS;
  for (;;) {
    if (await createWhole(file, own)) return;
    const holder = await readHolder(file);
    if (holder === null) continue;
    if (!(await isVanished(file, holder, expiresAfterMs)) || Date.now() > deadline) {
      throw new PortLocked(own.port, holder, file);
    }
    if (await takeOver(file, holder, own)) return;
    // Another process is taking over at this moment; files tell nobody when they change.
    await delay(5);
  }
};

/** The port under the name that all its names lead to: `/dev/serial/by-id/...` is `/dev/ttyUSB0`. */
const canonical = async (url: string): Promise<string> => {
  const path = url.replace(/^serial:\/\//i, '');
  if (path.startsWith('/')) return realpath(path).catch(() => path);
  return path.toLowerCase();
};

const lockOne = async (url: string, options: LockOptions): Promise<AsyncDisposable> => {
  const { folder = join(tmpdir(), 'esp-at-bench-locks'), expiresAfterMs = EXPIRES_AFTER_MS } =
    options;
  const isNew = (await mkdir(folder, { recursive: true })) !== undefined;
  // Every user of the machine may lock a board, none may remove another's lock.
  if (isNew) await chmod(folder, 0o1777);
  const port = await canonical(url);
  const file = join(folder, `${createHash('sha256').update(port).digest('hex').slice(0, 32)}.json`);
  const own = await thisProcess(port);
  await acquire(file, own, expiresAfterMs);

  const signOfLife = setInterval(() => {
    const now = new Date();
    // A file that is gone cannot be refreshed; the holder goes on, as it cannot undo what it did.
    utimes(file, now, now).catch(() => undefined);
  }, expiresAfterMs / SIGNS_OF_LIFE).unref();
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(signOfLife);
      const holder = await readHolder(file);
      if (holder !== null && holder !== 'unknown' && holder.token === own.token) {
        await rm(file, { force: true });
      }
    },
  };
};

/**
 * Keeps other processes away from the ports of a board until it is disposed of. Simulated boards live inside one
 * process and need no lock. Nothing has been opened when this refuses.
 * @throws PortLocked `PORT_LOCKED`
 */
export const lockPorts = async (
  urls: readonly string[],
  options: LockOptions = {},
): Promise<AsyncDisposable> => {
  const held: AsyncDisposable[] = [];
  const release = async (): Promise<void> => {
    for (const lock of held.splice(0).reverse()) await lock[Symbol.asyncDispose]();
  };
  try {
    for (const url of urls.filter((each) => !/^sim:/i.test(each))) {
      held.push(await lockOne(url, options));
    }
  } catch (error) {
    await release();
    throw error;
  }
  return { [Symbol.asyncDispose]: release };
};
