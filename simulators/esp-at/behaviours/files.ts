import type { Firmware } from '../firmware.ts';
import { FileStore } from '../flash/file-store.ts';
import { partitionView } from '../flash/partition-view.ts';
import type { Arguments } from '../shell/arguments.ts';
import { Refusal } from '../shell/refusal.ts';
import type { BehavioursOf } from './behaviour.ts';

const FAT = 0;
const ROOT = '.';
/** `len + 1` bytes of heap are asked for, as by AT+SYSFLASH. */
const LARGEST_BUFFER_BYTES = 160_000;

/** Mounted anew for each command: AT+SYSFLASH may have been at the partition meanwhile. */
const mount = ({ partitions, flash }: Firmware, args: Arguments): FileStore => {
  if (args.number(0) !== FAT) throw new Refusal();
  const partition = partitions?.find(({ name }) => name === 'fatfs');
  if (!partition || !flash.holds(partition.address, partition.size)) throw new Refusal();
  return new FileStore(partitionView(flash, partition));
};

const fileName = (args: Arguments): string => {
  const name = args.text(2);
  if (name === '') throw new Refusal();
  return name;
};

const natural = (args: Arguments, index: number): number => {
  const value = args.number(index);
  if (value < 0) throw new Refusal();
  return value;
};

const found = (bytes: Buffer | undefined): Buffer => {
  if (!bytes) throw new Refusal();
  return bytes;
};

/** `AT+FS`: only builds that list it have it. Refusals tell no code; those and the list's form are UNCONFIRMED. */
export const fileBehaviours: BehavioursOf<'files'> = {
  files: {
    delete: ({ firmware }, args) => {
      const name = fileName(args);
      args.atMost(3);
      if (!mount(firmware, args).delete(name)) throw new Refusal();
    },
    write: async ({ firmware, say, receive }, args) => {
      const name = fileName(args);
      const offset = natural(args, 3);
      const length = natural(args, 4);
      args.atMost(5);
      mount(firmware, args);
      if (length > LARGEST_BUFFER_BYTES) throw new Refusal();
      say('>');
      const bytes = await receive(length, 'command');
      if (!mount(firmware, args).write(name, offset, bytes)) throw new Refusal();
    },
    read: ({ firmware }, args) => {
      const name = fileName(args);
      const offset = natural(args, 3);
      const length = natural(args, 4);
      args.atMost(5);
      if (length > LARGEST_BUFFER_BYTES) throw new Refusal();
      return found(mount(firmware, args).find(name)).subarray(offset, offset + length);
    },
    size: ({ firmware }, args) => {
      const name = fileName(args);
      args.atMost(3);
      return { bytes: found(mount(firmware, args).find(name)).length };
    },
    list: ({ firmware }, args) => {
      const directory = fileName(args);
      args.atMost(3);
      const { names } = mount(firmware, args);
      if (directory !== ROOT) throw new Refusal();
      return names.map((name) => ({ name }));
    },
  },
};
