import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { z } from 'zod';

/** Who holds a port. The contents of a lock file. */
const holderSchema = z.object({
  port: z.string(),
  pid: z.int().positive(),
  /** Start of the process in the kernel's own count, so that a reused process id is not taken for the holder. */
  started: z.string().nullable(),
  host: z.string(),
  /** ISO 8601 */
  since: z.string(),
  token: z.string(),
});

/** Who holds a port, since when. */
export type Holder = z.output<typeof holderSchema>;

/** When a process started, as its kernel counts; null where that is not told (no Linux) or the process is gone. */
const startOf = async (pid: number): Promise<string | null> => {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  // proc(5): field 22; the name in field 2 may hold blanks and brackets.
  return line?.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? null;
};

/** This process as the holder of a port. */
export const thisProcess = async (port: string): Promise<Holder> => ({
  port,
  pid: process.pid,
  started: await startOf(process.pid),
  host: hostname(),
  since: new Date().toISOString(),
  token: randomUUID(),
});

/** Reads a lock file. Null when there is none; a holder without a name when it is not one of ours. */
export const readHolder = async (file: string): Promise<Holder | 'unknown' | null> => {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    return '';
  });
  if (text === null) return null;
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return 'unknown';
  }
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, under another user.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
};

/**
 * Has the holder vanished? On this host by its process; elsewhere by the age of its last sign of life, which a
 * holder leaves on the file all the time.
 */
export const isVanished = async (
  file: string,
  holder: Holder | 'unknown',
  expiresAfterMs: number,
): Promise<boolean> => {
  if (holder !== 'unknown' && holder.host === hostname()) {
    if (!isRunning(holder.pid)) return true;
    const started = await startOf(holder.pid);
    return holder.started !== null && started !== null && holder.started !== started;
  }
  const seen = await stat(file).catch(() => null);
  return seen !== null && Date.now() - seen.mtimeMs > expiresAfterMs;
};

/** The holder in words. */
export const describeHolder = (holder: Holder | 'unknown'): string => {
  if (holder === 'unknown') return 'somebody whose lock file cannot be read';
  const who = holder.pid === process.pid && holder.host === hostname() ? 'this process' : 'process';
  return `${who} ${holder.pid} on ${holder.host} since ${holder.since}`;
};
