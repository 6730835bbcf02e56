import type { Cause, Finding } from '../../cause.ts';

interface Trouble {
  readonly name: string;
  readonly codes: readonly string[];
  readonly title: string;
  readonly next: (port: string) => string;
}

/** What keeps a port from being opened tells itself by its code. */
const TROUBLES: readonly Trouble[] = [
  {
    name: 'PORT_MISSING',
    codes: ['PORT_MISSING'],
    title: 'There is no such port on this computer.',
    next: (port) =>
      `Plug the board in and look under /dev/serial/by-id for its name; the bench file has ${port}.`,
  },
  {
    name: 'PORT_HELD',
    codes: ['PORT_HELD', 'PORT_LOCKED'],
    title: 'Somebody else works with the port.',
    next: (port) => `Close the terminal program or the run that has ${port} open, or wait for it.`,
  },
  {
    name: 'PORT_DENIED',
    codes: ['PORT_DENIED'],
    title: 'This user may not open the port.',
    next: (port) => `Join the group that owns ${port}, often dialout, and log in again.`,
  },
  {
    name: 'PORT_UNREACHABLE',
    codes: ['PORT_REFUSED', 'PORT_TIMEOUT'],
    title: 'Nobody serves the port at that address.',
    next: (port) => `Start what serves ${port}, or correct host and port in the bench file.`,
  },
  {
    name: 'PORT_UNUSABLE',
    codes: ['PORT_UNSUPPORTED', 'PORT_URL_INVALID'],
    title: 'What the bench file names is no serial port.',
    next: (port) => `Name a serial device or tcp://host:port in the bench file instead of ${port}.`,
  },
  {
    name: 'PORT_LOST',
    codes: ['PORT_LOST'],
    title: 'The port went away while it was in use.',
    next: (port) =>
      `Look at the USB cable and the supply of the board at ${port}, then start again.`,
  },
];

/** Why a port cannot be opened, or used any more. */
export const OPENING: readonly Cause[] = TROUBLES.map(({ name, codes, title, next }) => ({
  name,
  area: 'port',
  colour: 'bench',
  title,
  find: ({ failure, bench }): Finding | undefined =>
    failure && codes.includes(failure.code)
      ? { confidence: 1, because: [failure.message], next: next(bench.board.at) }
      : undefined,
}));
