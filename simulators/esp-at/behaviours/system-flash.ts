import type { Partition } from '../../../certs/partition-table.ts';
import { pause } from '../../network/timers.ts';
import type { Firmware } from '../firmware.ts';
import { ERASE_SECTOR_MS, PROGRAM_SECTOR_MS, sectorBySector } from '../flash/chip-time.ts';
import { SECTOR_BYTES } from '../flash/nor-flash.ts';
import type { FlashChip, FlashRequest } from '../seams.ts';
import type { Arguments } from '../shell/arguments.ts';
import { CODES, codeLine, Refusal } from '../shell/refusal.ts';
import type { BehavioursOf, Exchange } from './behaviour.ts';

const UNKNOWN_PARTITION = CODES.failed(0);
const BAD_RANGE = CODES.failed(1);
const NO_MEMORY = CODES.failed(2);
const ERASE_FAILED = CODES.failed(2);
const DRIVER_FAILED = CODES.failed(3);

/** The largest piece of heap that v3.4.0.0 was seen to give; `len + 1` bytes are asked for. */
const LARGEST_BUFFER_BYTES = 160_000;

interface Request extends FlashRequest {
  readonly partition: Partition;
}

/** Reads `"<partition>",<offset>,<length>` in the firmware's order: name, numbers, their count, the look-up. */
const readRequest = (
  { partitions = [], hardware }: Firmware,
  operation: FlashRequest['operation'],
  args: Arguments,
): Request => {
  const name = args.text(1);
  if (name === '') throw new Refusal();
  const whole = args.count === 2 && operation === 'erase';
  const offset = whole ? 0 : natural(args, 2);
  const length = whole ? undefined : natural(args, 3);
  args.atMost(4);
  const found = partitions.find((candidate) => candidate.name === name);
  const range = { offset, length: length ?? found?.size ?? 0 };
  const asked = { operation, name, partition: found, ...range };
  const taken = hardware.seams.flash?.request?.(asked, partitions) ?? asked;
  const { partition } = taken;
  if (!partition) throw new Refusal(UNKNOWN_PARTITION);
  return { ...taken, partition };
};

const natural = (args: Arguments, index: number): number => {
  const value = args.number(index);
  if (value < 0) throw new Refusal();
  return value;
};

/** What the command itself checks. */
const fits = ({ partition, offset, length }: Request): boolean =>
  offset < partition.size && offset + length <= partition.size;

/** What the flash driver takes: also nothing at the very end. The table may tell of more than the chip has. */
const driverTakes = (flash: FlashChip, { partition, offset, length }: Request): boolean =>
  offset + length <= partition.size && flash.holds(partition.address + offset, length);

/** The bug of every release seen: the code is told, and the command goes on as if nothing were wrong. */
const tellBadRange = ({ firmware, say }: Exchange): void => {
  if (firmware.ram.errorCodes) say(codeLine(BAD_RANGE));
};

/** Where the prompt goes out before raw input is on, a host that is quick finds the board busy. */
const lagBehindPrompt = async ({ firmware, signal }: Exchange): Promise<void> => {
  const { promptRace } = firmware.profile.waits;
  if (promptRace > 0) await pause(firmware.hardware.timers, promptRace, signal);
};

/** In real time the core stands still while the chip works, so that the AT port is not read. */
const holdingPort = async (
  { firmware: { hardware }, signal }: Exchange,
  length: number,
  sectorMs: number,
  work: (from: number, bytes: number) => void,
): Promise<void> => {
  const { at, isRealtime } = hardware;
  if (isRealtime) at.hold();
  try {
    await sectorBySector(length, { sectorMs, isRealtime, signal }, work);
  } finally {
    if (isRealtime && !signal.aborted) at.release();
  }
};

/** `AT+SYSFLASH`: the partitions of the secondary table, by name. */
export const systemFlashBehaviours: BehavioursOf<'systemFlash'> = {
  systemFlash: {
    partitions: ({ firmware }) => {
      if (!firmware.partitions) throw new Refusal();
      return [...firmware.partitions];
    },
    erase: async (exchange, args) => {
      const { firmware } = exchange;
      const request = readRequest(firmware, 'erase', args);
      const { partition, offset, length } = request;
      if (offset % SECTOR_BYTES !== 0 || length % SECTOR_BYTES !== 0) throw new Refusal(BAD_RANGE);
      const { flash } = firmware;
      const start = partition.address + offset;
      const isAligned = start % SECTOR_BYTES === 0;
      if (!isAligned || !driverTakes(flash, request)) throw new Refusal(ERASE_FAILED);
      await holdingPort(exchange, length, ERASE_SECTOR_MS, (from, bytes) =>
        flash.erase(start + from, bytes),
      );
    },
    write: async (exchange, args) => {
      const { firmware } = exchange;
      const request = readRequest(firmware, 'write', args);
      if (!fits(request)) tellBadRange(exchange);
      if (request.length > LARGEST_BUFFER_BYTES) throw new Refusal(NO_MEMORY);
      exchange.say('>');
      await lagBehindPrompt(exchange);
      const sent = await exchange.receive(request.length, 'command');
      const { flash, hardware } = firmware;
      const data = hardware.seams.flash?.written?.(sent, request) ?? sent;
      if (!driverTakes(flash, request)) throw new Refusal(DRIVER_FAILED);
      const start = request.partition.address + request.offset;
      await holdingPort(exchange, data.length, PROGRAM_SECTOR_MS, (from, bytes) =>
        flash.program(start + from, data.subarray(from, from + bytes)),
      );
    },
    read: (exchange, args) => {
      const { firmware } = exchange;
      const request = readRequest(firmware, 'read', args);
      const { partition, offset, length } = request;
      if (!fits(request)) tellBadRange(exchange);
      if (length > LARGEST_BUFFER_BYTES) throw new Refusal(NO_MEMORY);
      if (!driverTakes(firmware.flash, request)) throw new Refusal(DRIVER_FAILED);
      const stored = firmware.flash.read(partition.address + offset, length);
      return firmware.hardware.seams.flash?.answer?.(stored, request) ?? stored;
    },
  },
};
