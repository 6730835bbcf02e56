import type { TimerHandle } from '../network/timers.ts';
import { RomLoader } from '../rom-loader/rom-loader.ts';
import type { LoaderEnd } from '../rom-loader/session.ts';
import { bootText, downloadText } from './boot-text.ts';
import type { BootReason } from './chips.ts';
import { Firmware, type FirmwareEnd } from './firmware.ts';
import { readFlashMap } from './flash/flash-map.ts';
import type { Hardware } from './hardware.ts';
import { EIGHT_N_ONE } from './serial-line.ts';

/** How the ROM and the application's log use the log port. */
const LOG_LINE = { baud: 115_200, ...EIGHT_N_ONE } as const;

/** Where a start of the chip leads to. */
export type BootMode = 'firmware' | 'loader';

/** The starts at which the chip looks at its pins; at all others it goes where it went before (ESP32 Datasheet, 2.4). */
const LOOKS_AT_PINS: readonly BootReason[] = ['power-on', 'reset'];

/** What the chip finds around it. */
export interface Surroundings {
  /** Asked when the chip would look. */
  readonly isBootPinLow: () => boolean;
  /** Whether the supply breaks down when the radio takes its current. */
  readonly isSupplyWeak: () => boolean;
}

/** What runs on the chip: the firmware, or the loader of the ROM. */
export class RunningChip {
  readonly #hardware: Hardware;
  readonly #surroundings: Surroundings;
  #mode: BootMode = 'firmware';
  #firmware: Firmware | undefined;
  #loader: RomLoader | undefined;
  /** Set while the chip is in deep sleep, or its supply is about to break down. */
  #alarm: TimerHandle | undefined;

  constructor(hardware: Hardware, surroundings: Surroundings) {
    this.#hardware = hardware;
    this.#surroundings = surroundings;
  }

  /** What runs, if that is the firmware. */
  get firmware(): Firmware | undefined {
    return this.#firmware;
  }

  get isInLoader(): boolean {
    return this.#loader !== undefined;
  }

  /** At once, in the middle of anything: the ports are silent, what was in RAM is gone. */
  halt(): void {
    if (this.#alarm) this.#hardware.timers.clearTimeout(this.#alarm);
    this.#alarm = undefined;
    this.#firmware?.stop();
    this.#firmware = undefined;
    this.#loader?.stop();
    this.#loader = undefined;
    this.#hardware.at.silence();
    this.#hardware.log.silence();
  }

  start(reason: BootReason): void {
    const { log, clock, seams } = this.#hardware;
    log.line = LOG_LINE;
    clock.start(reason);
    // Of the firmware before, nothing is left that could be told anything.
    this.#firmware = undefined;
    seams.boot?.(reason);
    if (LOOKS_AT_PINS.includes(reason))
      this.#mode = this.#surroundings.isBootPinLow() ? 'loader' : 'firmware';
    if (this.#mode === 'loader') this.#startLoader(reason);
    else this.#startFirmware(reason);
  }

  #goOn(end: FirmwareEnd): void {
    if (end.kind === 'restart') {
      this.#mode = end.into ?? this.#mode;
      this.start('restart');
      return;
    }
    this.#alarm = this.#hardware.timers.setTimeout(() => this.start('wake-up'), end.ms);
  }

  /** The detector resets the chip, RTC and all, when the radio is switched on; after which it will be again. */
  #brownOutWithRadio(): void {
    const { profile, timers } = this.#hardware;
    const { boot, radioBeforeReady } = profile.waits;
    this.#alarm = timers.setTimeout(() => {
      this.halt();
      this.start('brown-out');
    }, boot - radioBeforeReady);
  }

  #startLoader(reason: BootReason): void {
    const { profile, log, flash, isRealtime, stationMac: mac } = this.#hardware;
    const { chip } = profile;
    log.write(downloadText(chip, reason));
    const loader = new RomLoader({ chip: chip.loader, log, flash, mac, isRealtime });
    this.#loader = loader;
    const goOn = (end: LoaderEnd): void => {
      if (this.#loader !== loader) return;
      this.#loader = undefined;
      loader.stop();
      if (end === 'run') this.#startFirmware('restart');
      else this.start('restart');
    };
    loader.run().then(
      (end) => end && goOn(end),
      // A mistake in this simulator: the chip's watchdog would end it as well, and the log tells a person.
      (error: unknown) => {
        log.write(`${error instanceof Error ? error.stack : error}\r\n`);
        goOn('reset');
      },
    );
  }

  #startFirmware(reason: BootReason): void {
    const { profile, flash, log } = this.#hardware;
    const map = readFlashMap(flash, profile.layout);
    log.write(bootText(profile, reason, flash, map));
    // Without an image there is nobody to answer on the AT port; only the log tells why.
    if (!map) return;
    const firmware = new Firmware(this.#hardware, map, (end) => {
      if (this.#firmware === firmware) this.#goOn(end);
    });
    this.#firmware = firmware;
    if (this.#surroundings.isSupplyWeak()) this.#brownOutWithRadio();
    firmware.boot().catch((error: unknown) => {
      if (!firmware.signal.aborted) firmware.crash(error);
    });
  }
}
