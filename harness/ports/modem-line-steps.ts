import { setTimeout as delay } from 'node:timers/promises';
import { openingTrouble } from './errors.ts';
import type { ModemLines, Port } from './port.ts';

/** A state of the modem lines, and how long it lasts, in milliseconds. */
export interface ModemLineStep extends Required<ModemLines> {
  readonly forMs: number;
}

/**
 * Espressif's auto-reset circuit: RTS alone holds EN low, DTR alone holds IO0 low, both together nothing. With IO0
 * high the chip starts from flash.
 */
export const RUN_FROM_FLASH: readonly ModemLineStep[] = [
  { dtr: false, rts: true, forMs: 100 },
  { dtr: false, rts: false, forMs: 0 },
];

/** The same with IO0 low when EN goes up: the chip stays in its loader. What esptool calls the classic reset. */
export const RUN_LOADER: readonly ModemLineStep[] = [
  { dtr: false, rts: true, forMs: 100 },
  { dtr: true, rts: false, forMs: 50 },
  { dtr: false, rts: false, forMs: 0 },
];

/**
 * Takes a port's modem lines through steps.
 * @param what what that is for, for a sentence: `reset a board`
 * @throws BadInput `PORT_UNSUPPORTED` for a port without modem lines
 */
export const playModemLines = async (
  port: Port,
  steps: readonly ModemLineStep[],
  what: string,
): Promise<void> => {
  requireModemLines(port, what);
  for (const { forMs, ...lines } of steps) {
    await port.setModemLines?.(lines);
    await delay(forMs);
  }
};

/** @throws BadInput `PORT_UNSUPPORTED` */
export const requireModemLines = (port: Port, what: string): void => {
  if (port.setModemLines) return;
  throw openingTrouble(
    'PORT_UNSUPPORTED',
    `${port.label} has no modem lines to ${what} with; name another way in the bench file, or leave the key out`,
  );
};
