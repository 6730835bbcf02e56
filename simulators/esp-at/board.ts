import { Network } from '../network/network.ts';
import { fastTimers, realTimers, type TimerHandle, type Timers } from '../network/timers.ts';
import { DEFAULT_WORLD } from '../network/world.ts';
import { RomLoader } from '../rom-loader/rom-loader.ts';
import { bootText, downloadText } from './boot-text.ts';
import type { BootReason } from './chips.ts';
import { BoardClock } from './clock.ts';
import { Firmware, type FirmwareEnd } from './firmware.ts';
import { readFlashMap } from './flash/flash-map.ts';
import type { NorFlash } from './flash/nor-flash.ts';
import type { ChipWork } from './flash/supply.ts';
import type { Hardware } from './hardware.ts';
import type { SerialPlug } from './host-end.ts';
import type { ReleaseProfile } from './releases/profile.ts';
import { ResetCircuit } from './reset-circuit.ts';
import type { Seams } from './seams.ts';
import { EIGHT_N_ONE } from './serial-line.ts';
import { Uart } from './uart.ts';

/** How a simulated board is made. */
export interface BoardOptions {
  readonly profile: ReleaseProfile;
  /** What the chip holds. It is written to. */
  readonly flash: NorFlash;
  readonly network?: Network;
  /** How many times faster than life the firmware's own waits pass: joins, boots, the wait after a failed connect. */
  readonly pace?: number;
  /** In whose time those waits pass; by default the computer's, `pace` times as fast. */
  readonly timers?: Timers;
  /**
   * In whose time all waits pass in which the network takes part: those of the MQTT client, of name look-ups and of
   * time requests. By default the computer's, whatever the pace, because the other end is never faster than life.
   */
  readonly networkTimers?: Timers;
  /** Bytes take their time at the baud rate, and flash operations that of a chip. */
  readonly realtime?: boolean;
  readonly debugBuild?: boolean;
  readonly stationMac?: string;
  /** 0 up to 1: what decides where the firmware leaves something to chance; by default that is chance. */
  readonly random?: () => number;
  /** A defect of the firmware, as `simulators/defects` has them. */
  readonly seams?: Seams;
}

/** How the ROM and the application's log use the log port. */
const LOG_LINE = { baud: 115_200, ...EIGHT_N_ONE } as const;

const DEFAULT_MAC = '10:01:00:c4:0a:24';

/** A board on the bench: power, reset button and two serial ports. What it does is its firmware's business. */
export class SimulatedBoard implements AsyncDisposable {
  readonly #hardware: Hardware;
  readonly #circuit: ResetCircuit;
  #firmware: Firmware | undefined;
  #loader: RomLoader | undefined;
  #isBootHeld = false;
  /** Set while the chip is in deep sleep. */
  #alarm: TimerHandle | undefined;
  #isOn = false;

  constructor(options: BoardOptions) {
    const { profile, flash, pace = 1, realtime = false, seams = {} } = options;
    const wire = realtime ? { timers: realTimers } : {};
    this.#hardware = {
      profile,
      flash,
      network: options.network ?? new Network(DEFAULT_WORLD),
      timers: options.timers ?? fastTimers(pace),
      networkTimers: options.networkTimers ?? realTimers,
      // Who gives the time has it pass as fast as it shall.
      networkPace: options.networkTimers ? 1 : pace,
      clock: new BoardClock(realTimers, seams.clock),
      at: new Uart(wire),
      log: new Uart(wire),
      stationMac: options.stationMac ?? DEFAULT_MAC,
      random: options.random ?? Math.random,
      isDebugBuild: options.debugBuild ?? false,
      isRealtime: realtime,
      seams,
    };
    this.#circuit = new ResetCircuit(realTimers, {
      halt: () => this.#halt(),
      start: () => this.#startAnew('reset'),
    });
    this.#hardware.log.onModemLines((lines) => {
      this.#circuit.lines = lines;
    });
  }

  get flash(): NorFlash {
    return this.#hardware.flash;
  }

  /** The AT port, from the host's side. Plugging in again unplugs the one before. */
  connectAt(): SerialPlug {
    return this.#hardware.at.attach();
  }

  /** The log port, from the host's side. */
  connectLog(): SerialPlug {
    return this.#hardware.log.attach();
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /**
   * Holds the boot button, which pulls IO0 down, or lets go of it. While it is held, every start of the chip ends in the
   * loader of its ROM.
   */
  holdBoot(isHeld: boolean): void {
    this.#isBootHeld = isHeld;
  }

  /** Does the chip wait for a download? */
  get isInLoader(): boolean {
    return this.#loader !== undefined;
  }

  /** The clock starts in 1970. */
  powerOn(): void {
    if (this.#isOn) return;
    this.#isOn = true;
    this.#startAnew('power-on');
  }

  /** At once, in the middle of anything: sockets break, what was in RAM is gone. */
  powerOff(): void {
    this.#isOn = false;
    this.#halt();
  }

  #halt(): void {
    if (this.#alarm) this.#hardware.timers.clearTimeout(this.#alarm);
    this.#alarm = undefined;
    this.#firmware?.stop();
    this.#firmware = undefined;
    this.#loader?.stop();
    this.#loader = undefined;
    this.#hardware.at.silence();
    this.#hardware.log.silence();
  }

  /** Switches off in the middle of the flash chip's work, when so many bytes more are done; resolves then. */
  powerOffAfter(work: ChipWork, bytes: number): Promise<void> {
    return new Promise((resolve) => {
      this.flash.supply.failAfter(work, bytes, () => {
        this.powerOff();
        resolve();
      });
    });
  }

  /** The reset button, wired to the chip's enable pin: to the chip the same as a power cut, so the clock is lost too. */
  reset(): void {
    if (!this.#isOn) return;
    this.#halt();
    this.#startAnew('reset');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.powerOff();
    for (const uart of [this.#hardware.at, this.#hardware.log]) uart.unplug();
  }

  /** Power or EN have come, and the chip knows nothing of before. Not while a host holds EN down. */
  #startAnew(reason: BootReason): void {
    if (!this.#isOn || this.#circuit.isInReset) return;
    this.#hardware.clock.lose();
    this.#start(reason);
  }

  #goOn(end: FirmwareEnd): void {
    if (end.kind === 'restart') {
      this.#start('restart', end.into);
      return;
    }
    this.#alarm = this.#hardware.timers.setTimeout(() => this.#start('wake-up'), end.ms);
  }

  /** @param into says it in place of the chip's pins */
  #start(reason: BootReason, into?: 'firmware' | 'loader'): void {
    this.#hardware.log.line = LOG_LINE;
    const isHeld = this.#isBootHeld || this.#circuit.isBootPinLow;
    if ((into ?? (isHeld ? 'loader' : 'firmware')) === 'loader') this.#startLoader(reason);
    else this.#startFirmware(reason);
  }

  #startLoader(reason: BootReason): void {
    const { profile, log, flash, isRealtime, stationMac: mac } = this.#hardware;
    const { chip } = profile;
    log.write(downloadText(chip, reason));
    const loader = new RomLoader({ chip: chip.loader, log, flash, mac, isRealtime });
    this.#loader = loader;
    const goOn = (into?: 'firmware'): void => {
      if (this.#loader !== loader) return;
      this.#loader = undefined;
      loader.stop();
      log.silence();
      this.#start('restart', into);
    };
    loader.run().then(
      (end) => {
        if (end) goOn(end === 'run' ? 'firmware' : undefined);
      },
      // A mistake in this simulator: the chip's watchdog would end it as well, and the log tells a person.
      (error: unknown) => {
        log.write(`${error instanceof Error ? error.stack : error}\r\n`);
        goOn();
      },
    );
  }

  #startFirmware(reason: BootReason): void {
    const { profile, flash, log } = this.#hardware;
    const map = readFlashMap(flash, profile.layout);
    log.write(bootText(profile, reason, map));
    // Without an image there is nobody to answer on the AT port; only the log tells why.
    if (!map) return;
    const firmware = new Firmware(this.#hardware, map, (end) => {
      if (this.#firmware === firmware) this.#goOn(end);
    });
    this.#firmware = firmware;
    firmware.boot().catch((error: unknown) => {
      if (!firmware.signal.aborted) firmware.crash(error);
    });
  }
}
