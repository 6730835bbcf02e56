import type { Board } from '../../boards/board.ts';
import type { Range, RawFlash } from '../../boards/raw-flash.ts';
import type { PartitionMap } from '../../flash/partition-map.ts';
import { freePartition } from './free-partition.ts';

/** Where nothing of MQTT is kept; boards with an NVS have no such partition. */
const PARTITION = 'client_cert';
/** Two sectors. */
const ROOM_BYTES = 8_192;

/** Where there is room for trials: a whole small partition, or one that is free; null where there is neither. */
export const roomIn = (partitions: PartitionMap) =>
  partitions.find(({ name }) => name === PARTITION) ?? freePartition(partitions, ROOM_BYTES);

/** Room for trials by `AT+SYSFLASH`, which may be the end of a partition. Places are counted from its beginning. */
export class FlashRoom {
  readonly partition: string;
  readonly #flash: RawFlash;
  readonly #from: number;
  readonly #isWhole: boolean;
  #kept: Uint8Array | undefined;

  constructor({ identity: { partitions }, raw }: Board) {
    const found = roomIn(partitions);
    if (!found) throw new TypeError('no partition of this board has room for trials');
    this.partition = found.name;
    this.#flash = raw.flash;
    this.#from = found.size - ROOM_BYTES;
    this.#isWhole = found.size === ROOM_BYTES;
  }

  /** Keeps what is there, to be put back. */
  async keep(): Promise<void> {
    this.#kept = await this.read();
  }

  /** Puts back what was kept; where nothing could be kept, nothing was tried either. */
  async putBack(): Promise<void> {
    if (!this.#kept) return;
    await this.erase();
    await this.write(this.#kept);
  }

  /** All of it unless told. @throws AtRefused */
  erase(range?: Range): Promise<void> {
    if (this.#isWhole && !range) return this.#flash.erase(this.partition);
    const { offset, length } = range ?? { offset: 0, length: ROOM_BYTES };
    return this.#flash.erase(this.partition, { offset: this.#from + offset, length });
  }

  /** Without an erase. @throws AtRefused */
  write(bytes: Uint8Array, at = 0): Promise<void> {
    return this.#flash.write(this.partition, bytes, this.#from + at);
  }

  /** @throws AtRefused */
  read(length = ROOM_BYTES, at = 0): Promise<Uint8Array> {
    return this.#flash.read(this.partition, length, this.#from + at);
  }
}
