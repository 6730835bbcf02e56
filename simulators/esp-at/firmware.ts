import type { Partition } from '../../certs/partition-table.ts';
import { pause, realTimers } from '../network/timers.ts';
import type { FlashMap } from './flash/flash-map.ts';
import type { Hardware } from './hardware.ts';
import { LinkService } from './links/link-service.ts';
import { MqttService } from './mqtt-service.ts';
import { freshRam, type Ram } from './ram.ts';
import type { ReleaseProfile } from './releases/profile.ts';
import type { BootMode } from './running-chip.ts';
import { chipThrough, type FlashChip, type KeyValueStore, storeThrough } from './seams.ts';
import { SettingsStore, type StoredAccessPoint, type UartSettings } from './settings.ts';
import { Shell } from './shell/shell.ts';
import { findStorage, type Storage } from './storage.ts';
import { TimeService } from './time-service.ts';
import { Station } from './wifi/station.ts';

/** How a firmware ends by itself: with a reset of the chip, or with so many milliseconds of deep sleep before it. */
export type FirmwareEnd =
  | { readonly kind: 'restart'; readonly into?: BootMode }
  | { readonly kind: 'deep-sleep'; readonly ms: number };

const READY = '\r\nready\r\n';
const STATION_MODES = [1, 3];
/** As `AT+UART_CUR` counts them. */
const PARITIES = ['none', 'odd', 'even'] as const;
/** How long a restart waits for the AT port to send what is left, by the wall clock. */
const SEND_OUT_MS = 3_000;

/** The firmware from a boot to its end: everything that a restart wipes lives in here. */
export class Firmware {
  readonly hardware: Hardware;
  readonly ram: Ram;
  readonly settings: SettingsStore;
  /** The flash as the bootloader found it. */
  readonly map: FlashMap;
  /** The secondary table, which is all that `AT+SYSFLASH` knows; undefined where `at_customize` was never flashed. */
  readonly partitions: readonly Partition[] | undefined;
  /** The chip; all that the firmware does with it goes this way. */
  readonly flash: FlashChip;
  readonly storage: Storage;
  /** What `AT+SYSMFG` knows; undefined where the boot has found none. */
  readonly manufacturing: KeyValueStore | undefined;
  readonly station: Station;
  readonly time: TimeService;
  readonly mqtt: MqttService;
  readonly links: LinkService;
  readonly shell: Shell;
  readonly bootedAt: number;
  #uart: UartSettings;
  readonly #over = new AbortController();
  readonly #onEnd: (end: FirmwareEnd) => void;

  /** @param onEnd called once when the firmware ends itself; it is over by then */
  constructor(hardware: Hardware, map: FlashMap, onEnd: (end: FirmwareEnd) => void) {
    this.hardware = hardware;
    this.#onEnd = onEnd;
    this.bootedAt = hardware.timers.now();
    const { profile, network, timers, seams } = hardware;
    this.map = map;
    this.partitions = map.secondary;
    this.flash = chipThrough(hardware.flash, seams.flash);
    this.storage = findStorage(this.flash, profile, map.secondary);
    const { manufacturing } = this.storage;
    this.manufacturing = manufacturing && storeThrough(manufacturing, seams.nvs);
    this.ram = freshRam(this.storage.parameters);
    this.settings = new SettingsStore(this.flash, map.nvs, seams.settings);
    this.#uart = this.settings.current.uart;
    const { signal } = this;
    const plan = () => this.settings.current;
    this.station = new Station({ network, profile, timers, plan, signal, seams: seams.wifi });
    this.time = new TimeService(this);
    this.mqtt = new MqttService(this);
    this.links = new LinkService(this);
    this.shell = new Shell(this);
    this.station.on('line', (text) => {
      if (!this.links.isSilent) this.shell.say(text);
    });
  }

  get profile(): ReleaseProfile {
    return this.hardware.profile;
  }

  /** The number in the last line of `AT+GMR`. */
  get applicationVersion(): string {
    return this.profile.version.bin.replace(/\(.*/, '');
  }

  /** The chip's own, unless `AT+CIPSTAMAC` has set another. */
  get stationMac(): string {
    return this.settings.current.stationMac ?? this.hardware.stationMac;
  }

  /** Plus one in the last byte. */
  get ownMac(): string {
    const mac = this.hardware.stationMac;
    const last = (Number.parseInt(mac.slice(-2), 16) + 1) & 0xff;
    return mac.slice(0, -2) + last.toString(16).padStart(2, '0');
  }

  /** Aborted at the end: restart, reset or power off. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** Runs until `ready` is printed. */
  async boot(): Promise<void> {
    const { at, profile, timers } = this.hardware;
    const lines = profile.applicationLog(this.storage, this.applicationVersion);
    for (const line of lines) this.logLine(line);
    const { boot, radioBeforeReady } = profile.waits;
    await pause(timers, boot - radioBeforeReady, this.signal);
    this.useUart(this.settings.current.uart);
    const stored = this.#joinedAtBoot;
    const isTold = stored && this.station.answersWithin(stored, radioBeforeReady);
    if (isTold) this.joinStored();
    await pause(timers, radioBeforeReady, this.signal);
    at.onReceive((piece) => this.shell.take(piece));
    if (!isTold) this.joinStored();
    this.shell.say(READY);
  }

  /** How the AT port runs at the moment. */
  get uart(): UartSettings {
    return this.#uart;
  }

  useUart(settings: UartSettings): void {
    this.#uart = settings;
    const { baud, dataBits, parity } = settings;
    this.hardware.at.line = { baud, dataBits, parity: PARITIES[parity] ?? 'none' };
  }

  /** Joins the stored access point in the background, where mode and settings want it. */
  joinStored(): void {
    const accessPoint = this.#joinedAtBoot;
    if (accessPoint) this.station.joinByItself(accessPoint);
  }

  get #joinedAtBoot(): StoredAccessPoint | undefined {
    const { wifiMode, autoConnect, accessPoint } = this.settings.current;
    if (!accessPoint || !STATION_MODES.includes(wifiMode)) return undefined;
    const isWanted = this.hardware.seams.wifi?.joinsAtBoot?.(autoConnect) ?? autoConnect;
    return isWanted ? accessPoint : undefined;
  }

  /**
   * The answer has gone out: leaves the access point, then resets the chip. Until then everything is busy.
   * @param into where to; left out: wherever this start came from
   */
  restart(into?: BootMode): void {
    const end = { kind: 'restart', ...(into && { into }) } as const;
    this.#endWith(end, this.profile.waits.restart, () => {
      this.station.stop();
      this.shell.mute();
    });
  }

  /** In the middle of a command: tells of the access point, and not that MQTT went with it (seen on v3.4.0.0). */
  forceRestart(): void {
    this.mqtt.fallSilent();
    this.restart();
  }

  /** Sends the answer out, then sleeps, whatever is open. UNCONFIRMED: that nothing is printed of what that ends. */
  sleep(ms: number): void {
    this.#endWith({ kind: 'deep-sleep', ms }, 0, () => undefined);
  }

  #endWith(end: FirmwareEnd, waitMs: number, takeLeave: () => void): void {
    this.shell.close();
    pause(this.hardware.timers, waitMs, this.signal)
      .then(() => this.#sendOut(takeLeave))
      .then(
        () => {
          this.stop();
          this.#onEnd(end);
        },
        () => undefined,
      );
  }

  async #sendOut(takeLeave: () => void): Promise<void> {
    takeLeave();
    await Promise.race([this.hardware.at.sent(), pause(realTimers, SEND_OUT_MS, this.signal)]);
  }

  /** Nothing is printed or answered from here on. */
  stop(): void {
    this.hardware.at.silence();
    this.#over.abort(new Error('the firmware is over'));
  }

  /** Puts a line on the log port. */
  logLine(text: string): void {
    if (!this.signal.aborted) this.hardware.log.write(text + this.profile.logLineEnd);
  }

  /** The exception handler: tells the log port, and resets the chip in the next turn. */
  panic(cause: string): void {
    if (this.signal.aborted) return;
    this.logLine(`Guru Meditation Error: Core  0 panic'ed (${cause}). Exception was unhandled.`);
    this.stop();
    queueMicrotask(() => this.#onEnd({ kind: 'restart' }));
  }

  /** A task that never comes back holds the AT port. */
  hang(): void {
    this.shell.mute();
    this.hardware.at.onReceive(() => undefined);
  }

  /** In milliseconds of the firmware's own time. */
  after(ms: number, action: () => void): void {
    pause(this.hardware.timers, ms, this.signal).then(action, () => undefined);
  }

  /** A mistake in this simulator: tell it where a person looks, and do what a panic does. */
  crash(error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.logLine(`Guru Meditation Error: Core  0 panic'ed (SimulatorMistake)\r\n${text}`);
    this.stop();
    this.#onEnd({ kind: 'restart' });
  }
}
