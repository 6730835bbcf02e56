import { NvsFailure } from '../../../certs/nvs/nvs-store-failure.ts';
import { NVS_NUMBER_TYPES, type NvsType, type NvsValue } from '../../../certs/nvs/nvs-value.ts';
import type { ManufacturingAnswer } from '../../../harness/at/commands/manufacturing.ts';
import type { Firmware } from '../firmware.ts';
import type { KeyValueStore } from '../seams.ts';
import type { Arguments } from '../shell/arguments.ts';
import { Refusal } from '../shell/refusal.ts';
import type { BehavioursOf, Exchange } from './behaviour.ts';

/** By their number in the command, from 1. It knows no 64-bit numbers. */
const TYPES: readonly NvsType[] = [...NVS_NUMBER_TYPES.slice(0, 6), 'string', 'blob'];
const numberOf = (type: NvsType): number => TYPES.indexOf(type) + 1;

const LONGEST_NAME = 15;
const LONGEST_VALUE = 8191;
const OK_PROMPT = '\r\nOK\r\n\r\n>';

const readName = (args: Arguments, index: number): string => {
  const name = args.text(index);
  if (name === '' || name.length > LONGEST_NAME) throw new Refusal();
  return name;
};

/** Only where `mfg_nvs` was found and could be mounted at boot. */
const storeOf = ({ manufacturing }: Firmware): KeyValueStore => {
  if (!manufacturing) throw new Refusal();
  return manufacturing;
};

/** What the NVS refuses is an ERROR without a code; the log port tells its number. */
const orRefused = (firmware: Firmware, work: () => void): void => {
  try {
    work();
  } catch (error) {
    if (!(error instanceof NvsFailure)) throw error;
    firmware.logLine(`ret:0x${error.number.toString(16)} --> ${error.code}`);
    throw new Refusal();
  }
};

const listed = (store: KeyValueStore): string[] => [
  ...new Set(store.keys().map(({ namespace }) => namespace)),
];

const listKeys = (store: KeyValueStore, namespace: string): ManufacturingAnswer => {
  const keys = store.keys(namespace).map(({ key, type }) => ({ key, type: numberOf(type) }));
  if (keys.length === 0) throw new Refusal();
  return { kind: 'keys', namespace, keys };
};

interface Part {
  readonly offset: number;
  readonly length: number;
}

/** An offset wants a length. */
const readPart = (args: Arguments): Part | undefined =>
  args.count < 4 ? undefined : { offset: args.number(3), length: args.number(4) };

/** 0 and 0 stand for all of it. */
const partOf = (value: Uint8Array, { offset, length }: Part): Uint8Array => {
  if (offset === 0 && length === 0) return value;
  if (offset < 0 || length < 0 || offset + length > value.length) throw new Refusal();
  return value.subarray(offset, offset + length);
};

/** All parameters are read before the NVS is asked, as with `AT+SYSFLASH`. */
const readValue = (store: KeyValueStore, args: Arguments): ManufacturingAnswer => {
  const names = { namespace: readName(args, 1), key: readName(args, 2) };
  const part = readPart(args);
  args.atMost(5);
  const found = store.get(names.namespace, names.key);
  if (!found) throw new Refusal();
  const { type, value } = found;
  if (typeof value === 'bigint') throw new Refusal();
  const answer = { kind: 'value', ...names, type: numberOf(type) } as const;
  if (typeof value !== 'number') return { ...answer, value: part ? partOf(value, part) : value };
  if (part) throw new Refusal();
  return { ...answer, value };
};

/** A number is cut to its type by the NVS; a string or binary is asked for. */
const takeValue = async (
  { say, receive }: Exchange,
  type: NvsType,
  given: number,
): Promise<NvsValue> => {
  if (type === 'u64' || type === 'i64') throw new Refusal();
  if (type !== 'string' && type !== 'blob') return { type, value: given };
  if (given < 1 || given > LONGEST_VALUE) throw new Refusal();
  say(OK_PROMPT);
  const value = await receive(given, 'busy');
  if (type === 'string' && value.includes(0)) throw new Refusal();
  return { type, value };
};

/** `AT+SYSMFG`: what is in `mfg_nvs`, by namespace and key. */
export const manufacturingBehaviours: BehavioursOf<'manufacturing'> = {
  manufacturing: {
    namespaces: ({ firmware }) => listed(storeOf(firmware)).map((namespace) => ({ namespace })),
    erase: ({ firmware }, args) => {
      const namespace = readName(args, 1);
      const key = args.count > 2 ? readName(args, 2) : undefined;
      args.atMost(3);
      const store = storeOf(firmware);
      orRefused(firmware, () => {
        if (key === undefined) store.eraseNamespace(namespace);
        else store.erase(namespace, key);
      });
    },
    read: ({ firmware }, args) => {
      const store = storeOf(firmware);
      if (args.count === 1) return { kind: 'namespaces', namespaces: listed(store) };
      return args.count === 2 ? listKeys(store, readName(args, 1)) : readValue(store, args);
    },
    write: async (exchange, args) => {
      const { firmware } = exchange;
      const namespace = readName(args, 1);
      const key = readName(args, 2);
      const type = TYPES[args.number(3) - 1];
      const given = args.number(4);
      args.atMost(5);
      const store = storeOf(firmware);
      if (!type) throw new Refusal();
      const value = await takeValue(exchange, type, given);
      orRefused(firmware, () => store.set(namespace, key, value));
    },
  },
};
