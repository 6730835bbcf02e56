import { Network } from '../network/network.ts';
import { fastTimers, patientTimers, realTimers, type Timers } from '../network/timers.ts';
import { DEFAULT_WORLD } from '../network/world.ts';
import type { BootReason } from './chips.ts';
import { BoardClock } from './clock.ts';
import type { Firmware } from './firmware.ts';
import type { NorFlash } from './flash/nor-flash.ts';
import type { ChipWork } from './flash/supply.ts';
import type { Grip } from './grip.ts';
import type { Hardware } from './hardware.ts';
import type { SerialPlug } from './host-end.ts';
import type { ReleaseProfile } from './releases/profile.ts';
import { ResetCircuit } from './reset-circuit.ts';
import { RunningChip } from './running-chip.ts';
import type { Plant } from './seams.ts';
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
  /** Builds in a defect of the firmware, as `simulators/defects` has them. */
  readonly plant?: Plant | undefined;
}

const DEFAULT_MAC = '10:01:00:c4:0a:24';

/** A board on the bench: power, reset button and two serial ports. What it does is its firmware's business. */
export class SimulatedBoard implements AsyncDisposable {
  readonly #hardware: Hardware;
  readonly #circuit: ResetCircuit;
  readonly #chip: RunningChip;
  #isBootHeld = false;
  #isSupplyWeak = false;
  #isOn = false;

  constructor(options: BoardOptions) {
    const { profile, flash, pace = 1, realtime = false, plant } = options;
    const wire = realtime ? { timers: realTimers } : {};
    const seams = plant?.(this.#grip) ?? {};
    this.#hardware = {
      profile,
      flash,
      network: options.network ?? new Network(DEFAULT_WORLD),
      timers: options.timers ?? fastTimers(pace),
      networkTimers: options.networkTimers ?? patientTimers,
      // Who gives the time has it pass as fast as it shall.
      networkPace: options.networkTimers ? 1 : pace,
      clock: new BoardClock(realTimers, seams.clock),
      at: new Uart({ ...wire, seams: seams.uart }),
      log: new Uart(wire),
      stationMac: options.stationMac ?? DEFAULT_MAC,
      random: options.random ?? Math.random,
      isDebugBuild: options.debugBuild ?? false,
      isRealtime: realtime,
      seams,
    };
    const isBootPinLow = () => this.#isBootHeld || this.#circuit.isBootPinLow;
    const isSupplyWeak = () => this.#isSupplyWeak;
    this.#chip = new RunningChip(this.#hardware, { isBootPinLow, isSupplyWeak });
    this.#circuit = new ResetCircuit(realTimers, {
      halt: () => this.#chip.halt(),
      start: () => this.#startAnew('reset'),
    });
    this.#hardware.log.onModemLines((lines) => {
      this.#circuit.lines = lines;
    });
  }

  get #grip(): Grip {
    const onFirmware = (action: (firmware: Firmware) => void): void => {
      const act = (): void => {
        const { firmware } = this.#chip;
        if (firmware) action(firmware);
      };
      // Whoever is told of a start is told before there is a firmware.
      if (this.#chip.firmware) act();
      else this.#hardware.timers.setTimeout(act, 0);
    };
    return {
      panic: (cause = 'LoadProhibited') => onFirmware((firmware) => firmware.panic(cause)),
      hang: () => onFirmware((firmware) => firmware.hang()),
      say: (message) => onFirmware((firmware) => firmware.shell.say(message)),
      after: (ms, action) => onFirmware((firmware) => firmware.after(ms, action)),
    };
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
   * Holds the boot button, which pulls IO0 down, or lets go of it. While it is held, power and the reset button lead to
   * the loader of the chip's ROM.
   */
  holdBoot(isHeld: boolean): void {
    this.#isBootHeld = isHeld;
  }

  /** From the next start on the supply breaks down whenever the radio takes its current: the board starts for ever. */
  weakenSupply(): void {
    this.#isSupplyWeak = true;
  }

  /** Does the chip wait for a download? */
  get isInLoader(): boolean {
    return this.#chip.isInLoader;
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
    this.#chip.halt();
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
    this.#chip.halt();
    this.#startAnew('reset');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.powerOff();
    for (const uart of [this.#hardware.at, this.#hardware.log]) uart.unplug();
  }

  /** Power or EN have come, and the chip knows nothing of before. Not while a host holds EN down. */
  #startAnew(reason: BootReason): void {
    if (!this.#isOn || this.#circuit.isInReset) return;
    this.#chip.start(reason);
  }
}
