import { BadInput, BenchError, type Colour } from '../../errors/bench-error.ts';

/** What can keep a port from being opened. */
export type OpeningTrouble =
  | 'PORT_URL_INVALID'
  | 'PORT_MISSING'
  | 'PORT_HELD'
  | 'PORT_DENIED'
  | 'PORT_REFUSED'
  | 'PORT_TIMEOUT'
  | 'PORT_UNSUPPORTED';

/** A port that cannot be opened because of how it is named, set up, or used by others. */
export const openingTrouble = (code: OpeningTrouble, sentence: string, cause?: unknown): BadInput =>
  new BadInput(code, sentence, { cause });

/** The other end went away: unplugged, switched off, closed. */
export class PortLost extends BenchError {
  readonly code = 'PORT_LOST';
  readonly colour: Colour = 'bench';
  readonly label: string;

  constructor(label: string, cause?: unknown) {
    const why = cause instanceof Error ? ` (${cause.message})` : '';
    super(
      `${label} went away${why}: check the cable and the power of the board, then start again`,
      { cause },
    );
    this.label = label;
  }
}

/** The bytes were not taken in time: how many of them went out is not known. */
export class PortWriteTimeout extends BenchError {
  readonly code = 'PORT_WRITE_TIMEOUT';
  readonly colour: Colour = 'bench';

  constructor(label: string, length: number, withinMs: number) {
    super(
      `${label} did not take ${length} bytes within ${withinMs} ms: look for flow control that holds the line, or a board that hangs`,
    );
  }
}

/** The port was used after this program had closed it. */
export class PortClosed extends BenchError {
  readonly code = 'PORT_CLOSED';
  readonly colour: Colour = 'harness';

  constructor(label: string) {
    super(`${label} is closed already: open it again before using it`);
  }
}
