import { setTimeout as sleep } from 'node:timers/promises';
import type { Port } from '../ports/port.ts';
import type { Meant } from './meant.ts';
import {
  type ChipWork,
  type CutMoment,
  chipWorkOf,
  cutPowerDuring,
  type PowerSwitch,
} from './power.ts';
import { RawFlash } from './raw-flash.ts';
import { RawNvs } from './raw-nvs.ts';
import { RawShell } from './raw-shell.ts';
import { RawUart } from './raw-uart.ts';
import { type Hands, verb } from './verb.ts';

/** A board without the care that its other verbs take: for whoever wants to know what the firmware does. */
export class RawBoard {
  /** `AT+SYSFLASH` */
  readonly flash: RawFlash;
  /** `AT+SYSMFG` */
  readonly nvs: RawNvs;
  readonly shell: RawShell;
  readonly uart: RawUart;
  readonly #hands: Hands;
  readonly #power: PowerSwitch | undefined;

  constructor(
    hands: Hands,
    port: Port,
    { power, meant }: { readonly power: PowerSwitch | undefined; readonly meant: Meant },
  ) {
    this.#hands = hands;
    this.#power = power;
    this.flash = new RawFlash(hands, meant);
    this.nvs = new RawNvs(hands, meant);
    this.shell = new RawShell(hands);
    this.uart = new RawUart(hands, port);
  }

  /**
   * Lets the power go in the middle of an action, and gives it back; how the action ended comes out of it.
   * @throws BadInput `CHIP_SUPPLY_MISSING`
   */
  cutPowerDuring(moment: CutMoment, action: () => Promise<unknown>): Promise<unknown> {
    return cutPowerDuring(this.#hands, this.#power, moment, action);
  }

  /** How many bytes an action makes the flash chip erase and program. @throws BadInput `CHIP_SUPPLY_MISSING` */
  chipWorkOf(action: () => Promise<unknown>): Promise<Readonly<Record<ChipWork, number>>> {
    return chipWorkOf(this.#power, action);
  }

  /** Listens for a while, and gives the lines that nothing explains: results of nobody's command, for one. */
  listen(forMs: number): Promise<readonly string[]> {
    const { client } = this.#hands;
    const from = client.position();
    return verb(this.#hands, 'listen', { for: `${forMs} ms` }, async () => {
      await sleep(forMs);
      return client.heard(from).flatMap((event) => (event.kind === 'noise' ? [event.line] : []));
    });
  }
}
