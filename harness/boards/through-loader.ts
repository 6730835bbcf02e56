import type { Journal } from '../../reports/journal.ts';
import { inLoader } from '../flash/rom/in-loader.ts';
import type { LoaderOptions } from '../flash/rom/loader-session.ts';
import type { RomLoader } from '../flash/rom/rom-loader.ts';
import { PortLost } from '../ports/errors.ts';
import type { LogRecord } from './log-record.ts';

/** Where it is seen that a board has started: its AT port, or its log. */
export interface Start {
  /** The place in the record of what the board says. */
  position(): number;
  /** Waits for the sign of it from a place on. */
  isUp(from: number): Promise<unknown>;
}

export interface ThroughLoaderOptions extends Omit<LoaderOptions, 'port'> {
  readonly journal: Journal;
  /** It lends the port and takes it back. */
  readonly log: LogRecord;
  readonly start: Start;
  /** Wait for the start also when something went wrong, for whoever goes on with the board; default true. */
  readonly goesOn?: boolean;
}

/**
 * Takes a board out of its firmware, does something in the loader of its chip, and waits until the firmware is up again.
 * @throws LoaderSilent, LoaderFailed, PortLost; whatever `body` throws; what `isUp` throws
 */
export const throughLoader = async <T>(
  { journal, log, start, goesOn = true, ...options }: ThroughLoaderOptions,
  body: (loader: RomLoader) => Promise<T>,
): Promise<T> => {
  let from = start.position();
  const noting = async (loader: RomLoader): Promise<T> => {
    try {
      return await body(loader);
    } finally {
      from = start.position();
    }
  };
  try {
    const result = await log.lend((port) => inLoader(journal, { ...options, port }, noting));
    await start.isUp(from);
    return result;
  } catch (error) {
    // What went wrong first is what is told.
    if (goesOn && !(error instanceof PortLost)) await start.isUp(from).catch(() => undefined);
    throw error;
  }
};
