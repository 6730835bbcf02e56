import type { Board } from '../../boards/board.ts';
import type { Range, RawFlash } from '../../boards/raw-flash.ts';

/** Where nothing of MQTT is kept; boards with an NVS have no such partition. */
const PARTITION = 'client_cert';
/** Two sectors. */
const ROOM_BYTES = 8_192;

/** Room for trials by `AT+SYSFLASH`: a whole small partition, or the end of the largest. Places are counted from its beginning. */
export class FlashRoom {
  readonly partition: string;
  readonly #flash: RawFlash;
  readonly #from: number;
  readonly #isWhole: boolean;

  constructor({ identity: { partitions }, raw }: Board) {
    const largestFirst = partitions.toSorted((a, b) => b.size - a.size);
    const found = partitions.find(({ name }) => name === PARTITION) ?? largestFirst[0];
    if (!found) throw new TypeError('a board that lists no partitions has no room for trials');
    this.partition = found.name;
    this.#flash = raw.flash;
    this.#from = found.size - ROOM_BYTES;
    this.#isWhole = found.size === ROOM_BYTES;
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
