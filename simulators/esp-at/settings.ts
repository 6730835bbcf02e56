import { crc32 } from 'node:zlib';
import type { Partition } from '../../certs/partition-table.ts';
import { SECTOR_BYTES } from './flash/nor-flash.ts';
import type { FlashChip, SettingsSeams } from './seams.ts';

/** Baud rate, data bits, stop bits, parity and flow control as `AT+UART_DEF` has them. */
export interface UartSettings {
  readonly baud: number;
  readonly dataBits: number;
  readonly stopBits: number;
  readonly parity: number;
  readonly flow: number;
}

/** An access point with what `AT+CWJAP` said about joining it. */
export interface StoredAccessPoint {
  readonly ssid: string;
  readonly password: string;
  readonly bssid: string | undefined;
  readonly pciEnabled: number;
  readonly reconnectSeconds: number;
  readonly listenInterval: number;
  readonly scanMode: number;
  /** Protected management frames; releases whose `AT+CWJAP?` does not tell it do not have it. */
  readonly pmf: number | null;
}

/** `AT+CIPSSLCCONF` of a link: 0 no authentication, 1 shows a certificate, 2 verifies the server, 3 both. */
export interface SslClient {
  readonly authentication: number;
  readonly certificate: number;
  readonly authority: number;
}

/** An IPv4 address with what belongs to it. */
export interface Address {
  readonly ip: string;
  readonly gateway: string;
  readonly netmask: string;
}

/** The board's own access point, as `AT+CWSAP` has it. */
export interface OwnAccessPoint {
  readonly ssid: string;
  readonly password: string;
  readonly channel: number;
  readonly encryption: number;
  readonly stations: number;
  readonly hidden: number;
}

/** What the board keeps over a power cut. */
export interface Settings {
  readonly wifiMode: number;
  readonly autoConnect: boolean;
  /** The access point that was tried last, whether or not it let the board in. */
  readonly accessPoint: StoredAccessPoint | null;
  readonly rejoin: { readonly intervalSeconds: number; readonly times: number };
  readonly uart: UartSettings;
  /** `AT+SYSMSG` */
  readonly messages: number;
  /** `AT+CWDHCP`: bit 0 the station, bit 1 the own access point. */
  readonly dhcp: number;
  /** `AT+CIPSTA`; undefined where DHCP gives it. */
  readonly stationAddress?: Address | undefined;
  /** `AT+CIPDNS`; undefined where they come of themselves. */
  readonly nameServers?: readonly string[] | undefined;
  /** Left out: open, and named after its MAC address. */
  readonly ownAccessPoint?: OwnAccessPoint;
  /** Left out: the chip's own. */
  readonly stationMac?: string;
  /** One for each link; left out: nobody is authenticated. */
  readonly sslClients?: readonly SslClient[];
}

/** After the first flashing and after `AT+RESTORE` (seen on v3.4.0.0, and on builds of 2.1 and 4.1). */
export const FACTORY_SETTINGS: Settings = {
  wifiMode: 2,
  autoConnect: true,
  accessPoint: null,
  rejoin: { intervalSeconds: 0, times: 0 },
  uart: { baud: 115_200, dataBits: 8, stopBits: 1, parity: 0, flow: 1 },
  messages: 0,
  dhcp: 3,
};

const MAGIC = 'ATS2';
/** Magic, count of the record, length and checksum of the body. */
const HEAD_BYTES = 16;
/** Records take turns in two sectors, so that one cut off by a power failure leaves the one before it. */
const SLOTS = 2;

interface Kept {
  /** The higher, the newer. */
  readonly count: number;
  readonly settings: Settings;
}

const frame = ({ count, settings }: Kept): Buffer => {
  const body = Buffer.from(JSON.stringify(settings));
  const head = Buffer.alloc(HEAD_BYTES);
  head.write(MAGIC, 'latin1');
  head.writeUInt32LE(count, 4);
  head.writeUInt32LE(body.length, 8);
  head.writeUInt32LE(crc32(body), 12);
  return Buffer.concat([head, body]);
};

const unframe = (bytes: Buffer): Kept | undefined => {
  if (bytes.toString('latin1', 0, 4) !== MAGIC) return undefined;
  const body = bytes.subarray(HEAD_BYTES, HEAD_BYTES + bytes.readUInt32LE(8));
  if (crc32(body) !== bytes.readUInt32LE(12)) return undefined;
  // A record of before a setting was known does not name it.
  const settings = { ...FACTORY_SETTINGS, ...(JSON.parse(body.toString()) as Settings) };
  return { count: bytes.readUInt32LE(4), settings };
};

/**
 * The settings in the `nvs` partition. Nothing outside of the board can read that partition (it is not in the secondary
 * table), so the form in which they stand there is this simulator's own. A damaged record counts as none.
 */
export class SettingsStore {
  readonly #flash: FlashChip;
  readonly #partition: Partition;
  readonly #seams: SettingsSeams;
  #stored: Kept;
  #current: Settings;

  constructor(flash: FlashChip, partition: Partition, seams: SettingsSeams = {}) {
    this.#flash = flash;
    this.#seams = seams;
    this.#partition = partition;
    this.#stored = this.#newest() ?? { count: 0, settings: FACTORY_SETTINGS };
    this.#current = this.#stored.settings;
  }

  get current(): Settings {
    return this.#current;
  }

  /** What a restart comes back to. */
  get stored(): Settings {
    return this.#stored.settings;
  }

  /** @param shallBeStored false: only until the next boot (`AT+SYSSTORE=0`) */
  change(asked: Partial<Settings>, shallBeStored: boolean): void {
    const right = { change: asked, isStored: shallBeStored };
    const { change, isStored } = this.#seams.change?.(right) ?? right;
    this.#current = { ...this.#current, ...change };
    if (!isStored) return;
    // Of what was changed before without storing it, nothing slips in.
    const settings = { ...this.#stored.settings, ...change };
    this.#stored = { count: this.#stored.count + 1, settings };
    const slot = this.#slot(this.#stored.count);
    this.#flash.erase(slot, SECTOR_BYTES);
    this.#flash.program(slot, frame(this.#stored));
  }

  /** Forgets everything. */
  erase(): void {
    this.#flash.erase(this.#partition.address, this.#partition.size);
    this.#stored = { count: 0, settings: FACTORY_SETTINGS };
    this.#current = FACTORY_SETTINGS;
  }

  #slot(count: number): number {
    return this.#partition.address + (count % SLOTS) * SECTOR_BYTES;
  }

  #newest(): Kept | undefined {
    return [0, 1]
      .flatMap((count) => unframe(this.#flash.read(this.#slot(count), SECTOR_BYTES)) ?? [])
      .toSorted((a, b) => b.count - a.count)[0];
  }
}
