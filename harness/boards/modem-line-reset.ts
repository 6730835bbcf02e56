import { playModemLines, RUN_FROM_FLASH, requireModemLines } from '../ports/modem-line-steps.ts';
import type { Port } from '../ports/port.ts';
import type { ResetButton } from './power.ts';

/**
 * A reset button made of the modem lines of a board's log port.
 * @throws BadInput `PORT_UNSUPPORTED` for a port without modem lines
 */
export const modemLineReset = (port: Port): ResetButton => {
  const what = 'reset a board';
  requireModemLines(port, what);
  return () => playModemLines(port, RUN_FROM_FLASH, what);
};
