import {
  playModemLines,
  RUN_FROM_FLASH,
  RUN_LOADER,
  requireModemLines,
} from '../../ports/modem-line-steps.ts';
import type { Port } from '../../ports/port.ts';

/** How a chip gets into its loader and out of it again. */
export interface LoaderDoor {
  /** For sentences: `by the modem lines`. */
  readonly by: string;
  /** Left out where somebody has brought it there already. Called again when the chip does not answer. */
  readonly enter?: () => Promise<void>;
  /** Starts the firmware. Left out where nothing can: then the loader is asked to. */
  readonly leave?: () => Promise<void>;
}

/** DTR and RTS of the log port. @throws BadInput `PORT_UNSUPPORTED` */
export const modemLineDoor = (port: Port): LoaderDoor => {
  const what = 'bring a chip into its loader';
  requireModemLines(port, what);
  return {
    by: 'by the modem lines',
    enter: () => playModemLines(port, RUN_LOADER, what),
    leave: () => playModemLines(port, RUN_FROM_FLASH, what),
  };
};

/** For a chip that somebody has brought into its loader by hand. */
export const OPEN_DOOR: LoaderDoor = { by: 'brought there by hand' };
