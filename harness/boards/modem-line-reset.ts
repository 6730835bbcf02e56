import { setTimeout as delay } from 'node:timers/promises';
import { BadInput } from '../../errors/bench-error.ts';
import type { ModemLines, Port } from '../ports/port.ts';
import type { ResetButton } from './power.ts';

interface Phase extends ModemLines {
  /** How long the lines stay so, in milliseconds. */
  readonly forMs: number;
}

/**
 * Espressif's auto-reset circuit: RTS alone holds EN low, DTR alone holds IO0 low, both together nothing. With IO0
 * high the chip starts from flash.
 */
const RUN_FROM_FLASH: readonly Phase[] = [
  { dtr: false, rts: true, forMs: 100 },
  { dtr: false, rts: false, forMs: 0 },
];

/**
 * A reset button made of the modem lines of a board's log port.
 * @throws BadInput `PORT_UNSUPPORTED` for a port without modem lines
 */
export const modemLineReset = (port: Port): ResetButton => {
  const setModemLines = port.setModemLines?.bind(port);
  if (!setModemLines) {
    throw new BadInput(
      'PORT_UNSUPPORTED',
      `${port.label} has no modem lines to reset a board with; name another way under reset, or leave the key out`,
    );
  }
  return async () => {
    for (const { forMs, ...lines } of RUN_FROM_FLASH) {
      await setModemLines(lines);
      await delay(forMs);
    }
  };
};
