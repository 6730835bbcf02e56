import type { NvsEntry } from './nvs/nvs-image.ts';
import type { NvsStore } from './nvs/nvs-store.ts';
import { nvsText } from './nvs/nvs-value.ts';

/** Where the AT port is wired to. */
interface UartPins {
  readonly tx: number;
  readonly rx: number;
  readonly cts: number;
  readonly rts: number;
}

/** What the factory tells the firmware of the module that it is on. */
export interface FactoryParameters {
  readonly module: string;
  readonly platform: string;
  /** Quarters of a dBm. */
  readonly maxTxPower: number;
  readonly port: number;
  readonly baud: number;
  readonly pins: UartPins;
  /** `AT+SYSSTORE` at boot; releases before 4.0 have no such parameter. */
  readonly storesSettings?: boolean;
}

const MAGIC = 0xfcfc;
const BINARY_BYTES = 88;
const FIRST_CHANNEL = 1;
const CHANNELS = 13;
const COUNTRY = 'CN';
const UNUSED_PIN = 0xff;

/** The `factory_param` partition of releases up to 2.4: a struct, behind the magic FC FC. */
export const toBinary = ({
  module,
  platform,
  maxTxPower,
  port,
  baud,
  pins: { tx, rx, cts, rts },
}: FactoryParameters): Buffer => {
  const bytes = Buffer.alloc(BINARY_BYTES);
  Buffer.from([0xfc, 0xfc, 3, 0xff, maxTxPower, port, FIRST_CHANNEL, CHANNELS]).copy(bytes);
  bytes.write(COUNTRY, 8, 'latin1');
  bytes.writeUInt32LE(baud, 12);
  Buffer.from([tx, rx, cts, rts, UNUSED_PIN, UNUSED_PIN]).copy(bytes, 16);
  bytes.write(platform, 24, 'latin1');
  bytes.write(module, 56, 'latin1');
  return bytes;
};

const textAt = (bytes: Buffer, from: number): string =>
  bytes.toString('latin1', from, from + 32).replace(/\0.*$/s, '');

/** @returns undefined without the magic */
export const fromBinary = (bytes: Buffer): FactoryParameters | undefined => {
  if (bytes.length < BINARY_BYTES || bytes.readUInt16LE(0) !== MAGIC) return undefined;
  const [tx = 0, rx = 0, cts = 0, rts = 0] = bytes.subarray(16, 20);
  return {
    module: textAt(bytes, 56),
    platform: textAt(bytes, 24),
    maxTxPower: bytes.readInt8(4),
    port: bytes.readInt8(5),
    baud: bytes.readInt32LE(12),
    pins: { tx, rx, cts, rts },
  };
};

/** Their partition up to 2.4, their namespace from 3.2 on. Every factory image has the one or the other. */
export const FACTORY_PARAMETERS = 'factory_param';
/** Of the row in which the factory keeps a module, for releases from 3.2 on. */
const ROW_VERSION = 4;

/** The same in `mfg_nvs`, from 3.2 on; in the order of v3.4.0.0. */
export const toNvs = ({
  module,
  maxTxPower,
  port,
  baud,
  pins,
  storesSettings,
}: FactoryParameters): NvsEntry[] => {
  const number = (key: string, type: 'u8' | 'i8' | 'i32', value: number) => ({ key, type, value });
  return [
    number('version', 'i8', ROW_VERSION),
    { key: 'module_name', ...nvsText(module) },
    number('max_tx_power', 'i8', maxTxPower),
    { key: 'country_code', ...nvsText(COUNTRY) },
    number('start_channel', 'u8', FIRST_CHANNEL),
    number('channel_num', 'u8', CHANNELS),
    number('uart_port', 'i8', port),
    number('uart_baudrate', 'i32', baud),
    number('uart_tx_pin', 'i32', pins.tx),
    number('uart_rx_pin', 'i32', pins.rx),
    number('uart_cts_pin', 'i32', pins.cts),
    number('uart_rts_pin', 'i32', pins.rts),
    ...(storesSettings === undefined ? [] : [number('sys_store', 'u8', Number(storesSettings))]),
  ].map((entry) => ({ ...entry, namespace: FACTORY_PARAMETERS }));
};

/** What a running board reads of them; a parameter that somebody has erased is that of `otherwise`. */
export const fromNvs = (store: NvsStore, otherwise: FactoryParameters): FactoryParameters => {
  const number = (key: string, type: 'u8' | 'i8' | 'i32', missing: number): number => {
    const found = store.get(FACTORY_PARAMETERS, key, type)?.value;
    return typeof found === 'number' ? found : missing;
  };
  const module = store.get(FACTORY_PARAMETERS, 'module_name', 'string')?.value;
  const { pins, storesSettings } = otherwise;
  return {
    module:
      module instanceof Uint8Array ? Buffer.from(module).toString('latin1') : otherwise.module,
    platform: otherwise.platform,
    maxTxPower: number('max_tx_power', 'i8', otherwise.maxTxPower),
    port: number('uart_port', 'i8', otherwise.port),
    baud: number('uart_baudrate', 'i32', otherwise.baud),
    pins: {
      tx: number('uart_tx_pin', 'i32', pins.tx),
      rx: number('uart_rx_pin', 'i32', pins.rx),
      cts: number('uart_cts_pin', 'i32', pins.cts),
      rts: number('uart_rts_pin', 'i32', pins.rts),
    },
    ...(storesSettings === undefined
      ? {}
      : { storesSettings: number('sys_store', 'u8', Number(storesSettings)) !== 0 }),
  };
};
