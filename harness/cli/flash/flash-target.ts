import { once } from 'node:events';
import { BadInput, BenchError, type Colour } from '../../../errors/bench-error.ts';
import type { Journal } from '../../../reports/journal.ts';
import { AtClient } from '../../at/at-client.ts';
import { shellDoor, shellPower, shellReset } from '../../bench/parts/shell-switches.ts';
import { lockPorts } from '../../bench/ports/lock.ts';
import { atDoor } from '../../boards/at-door.ts';
import { LogRecord } from '../../boards/log-record.ts';
import { modemLineReset } from '../../boards/modem-line-reset.ts';
import { isUp } from '../../boards/power.ts';
import { type Start, throughLoader } from '../../boards/through-loader.ts';
import { type LoaderDoor, modemLineDoor, OPEN_DOOR } from '../../flash/rom/loader-door.ts';
import type { LoaderOptions } from '../../flash/rom/loader-session.ts';
import type { RomLoader } from '../../flash/rom/rom-loader.ts';
import { openPort } from '../../ports/open-port.ts';
import type { Port } from '../../ports/port.ts';
import type { FlashPorts } from './flash-ports.ts';

/** A board starts in about two seconds; the firmware in an emulator takes 7 to 12. */
const START_MS = 20_000;
/** Where nobody can start the board from here, it is only looked whether it has. */
const PERHAPS_MS = 1_500;

/** The firmware gave no sign of life after its flash was written. */
class BoardNotUp extends BenchError {
  readonly code = 'BOARD_NOT_UP';
  readonly colour: Colour = 'bench';

  constructor(where: string, cause: unknown) {
    super(
      `the flash is written, and the firmware did not start within ${START_MS / 1000} s, as far as ${where} tells; look at what the log port says, and whether the image is the one for this module`,
      { cause },
    );
  }
}

/** What is done with a board, and how. */
interface FlashWork<T> extends Pick<LoaderOptions, 'baudRate' | 'stub' | 'signal'> {
  readonly journal: Journal;
  /** Written to: then it has to start afterwards. */
  readonly mustStart: boolean;
  readonly body: (loader: RomLoader) => Promise<T>;
}

/** A board whose flash is reached through the loader of its chip. */
export interface FlashTarget extends AsyncDisposable {
  readonly label: string;
  /** @returns what `body` did, and whether the firmware was seen to start */
  work<T>(work: FlashWork<T>): Promise<{ readonly result: T; readonly isUp: boolean }>;
}

/** A pty has a serial port's way of setting modem lines and no lines. */
const hasModemLines = (port: Port): Promise<boolean> =>
  port.setModemLines
    ? port.setModemLines({ dtr: false, rts: false }).then(
        () => true,
        () => false,
      )
    : Promise.resolve(false);

const doorOf = async (
  { download, reset, power }: FlashPorts,
  log: Port,
  client: AtClient | undefined,
): Promise<LoaderDoor> => {
  if (download === undefined) return (await hasModemLines(log)) ? modemLineDoor(log) : OPEN_DOOR;
  if (download === 'modem-lines') return modemLineDoor(log);
  if (download !== 'at-rst') return shellDoor(download);
  if (!client)
    throw new BadInput('BAD_FLAG', 'AT+RST=1 needs an AT port: name a bench file with --bench.');
  await client.synchronise();
  return atDoor(client, {
    reset: reset === 'modem-lines' ? modemLineReset(log) : reset && shellReset(reset.run),
    power: power && shellPower(power),
  });
};

const startOf = (log: LogRecord, client: AtClient | undefined): Start =>
  client
    ? { position: () => client.position(), isUp: (from) => isUp(client, from) }
    : {
        position: () => log.position(),
        isUp: (from) => log.waitFor('module', { from, withinMs: START_MS }),
      };

const lookOnly = (log: LogRecord): Start => ({
  position: () => log.position(),
  isUp: (from) => log.waitFor('module', { from, withinMs: PERHAPS_MS }),
});

/** Rejects with the signal's reason as soon as nobody wants to wait any more. */
const orStopped = async <T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
  if (!signal) return work;
  const over = new AbortController();
  const stopped = once(signal, 'abort', { signal: over.signal }).then(() => {
    throw signal.reason;
  });
  try {
    if (signal.aborted) throw signal.reason;
    return await Promise.race([work, stopped]);
  } finally {
    stopped.catch(() => undefined);
    work.catch(() => undefined);
    over.abort();
  }
};

/**
 * Opens the ports of a board for flashing, and keeps others away from them.
 * @throws BadInput `PORT_LOCKED` and what `openPort` throws
 */
export const openTarget = async (ports: FlashPorts): Promise<FlashTarget> => {
  const { at } = ports;
  const opened: AsyncDisposable[] = [];
  const close = async (): Promise<void> => {
    for (const each of opened.splice(0).reverse()) await each[Symbol.asyncDispose]();
  };
  try {
    opened.push(await lockPorts([ports.log, ...(at ? [at.url] : [])]));
    const port = await openPort(ports.log);
    opened.push(port);
    const client = at && new AtClient(await openPort(at.url, { baudRate: at.baud }));
    if (client) opened.push(client);
    const log = new LogRecord(port);
    const door = await doorOf(ports, port, client);
    return {
      label: ports.log,
      work: async ({ body, mustStart, baudRate = ports.downloadBaud, ...options }) => {
        const canStart = door.leave !== undefined;
        let up = true;
        const start = canStart ? startOf(log, client) : lookOnly(log);
        const seen: Start = {
          ...start,
          isUp: async (from) => {
            try {
              await orStopped(start.isUp(from), options.signal);
            } catch (cause) {
              up = false;
              if (canStart && mustStart && !options.signal?.aborted)
                throw new BoardNotUp(client ? 'its AT port' : 'its log', cause);
            }
          },
        };
        const rate = baudRate === undefined ? {} : { baudRate };
        const result = await throughLoader(
          { ...options, ...rate, log, door, start: seen, goesOn: false },
          body,
        );
        return { result, isUp: up };
      },
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};
