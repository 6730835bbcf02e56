import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { ESPLoader } from 'esptool-js';
import { BadInput } from '../../../errors/bench-error.ts';
import { LoaderFailed } from './errors.ts';
import type { FlashChip } from './flash-chip.ts';
import type { LoaderTransport } from './loader-transport.ts';

/** Told while bytes are under way. */
export type OnProgress = (done: number, total: number) => void;

/** So much is read before anybody can say that it is enough: 3 s at the lowest rate that is used. */
const READ_BYTES = 1 << 15;
/** Small enough for progress to be seen, and for a chip to say soon that it has erased and filled so much. */
const PIECE_BYTES = 1 << 16;
const DIGEST_MS = 3_000;
/** 16 sectors of 0.4 s, as the slowest chips have them, and as long again for what comes behind. */
const PIECE_MS = 10_000;
/** Flash is programmed in words. */
const WORD_BYTES = 4;

const padded = (bytes: Uint8Array): Uint8Array => {
  const missing = (WORD_BYTES - (bytes.length % WORD_BYTES)) % WORD_BYTES;
  return missing === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(missing, 0xff)]);
};

const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

/** A chip in its loader: what can be done to its flash from there. */
export class RomLoader {
  readonly chip: FlashChip;
  /** Espressif's program in the chip's RAM does the work, rather than its ROM, which can read no flash. */
  readonly hasStub: boolean;
  readonly #loader: ESPLoader;
  readonly #transport: LoaderTransport;

  readonly #explain: (error: unknown) => unknown;

  /** @param explain makes of an error of esptool-js what a person should be told */
  constructor(
    loader: ESPLoader,
    transport: LoaderTransport,
    chip: FlashChip,
    explain: (error: unknown) => unknown,
  ) {
    this.#loader = loader;
    this.#transport = transport;
    this.#explain = explain;
    this.chip = chip;
    this.hasStub = loader.IS_STUB;
  }

  /**
   * @param signal ends it between two pieces; in the middle of one the chip would take the next command for a receipt
   * @throws BadInput `STUB_NEEDED`; LoaderFailed also where a piece came otherwise than the chip sent it; PortLost
   */
  read(
    address: number,
    size: number,
    onProgress?: OnProgress,
    signal?: AbortSignal,
  ): Promise<Buffer> {
    return this.#explained(() => this.#read(address, size, onProgress, signal));
  }

  /**
   * Erases and writes whole sectors from an address on; what the bytes leave of the last one is FF then.
   * @returns bytes that went over the wire, compressed
   * @throws LoaderFailed, PortLost; whatever `onProgress` throws
   */
  write(address: number, bytes: Uint8Array, onProgress: OnProgress): Promise<number> {
    return this.#explained(() => this.#write(address, bytes, onProgress));
  }

  /** The MD5 of a part of the flash as the chip computes it. The ROM answers with text, of which esptool-js spells each byte. */
  md5(address: number, size: number): Promise<string> {
    return this.#explained(async () => {
      const answer = await this.#loader.flashMd5sum(address, size);
      return this.hasStub ? answer : Buffer.from(answer, 'hex').toString('latin1').toLowerCase();
    });
  }

  async #explained<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.#explain(error);
    }
  }

  async #read(
    address: number,
    size: number,
    onProgress?: OnProgress,
    signal?: AbortSignal,
  ): Promise<Buffer> {
    if (!this.hasStub)
      throw new BadInput(
        'STUB_NEEDED',
        "Flash has to be read for this, and the ROM of the chip can only write it. Let Espressif's program into its RAM: leave out --no-stub.",
      );
    const pieces: Uint8Array[] = [];
    for (let done = 0; done < size; done += READ_BYTES) {
      signal?.throwIfAborted();
      const length = Math.min(READ_BYTES, size - done);
      const piece = await this.#loader.readFlash(address + done, length, (_packet, got) =>
        onProgress?.(done + got, size),
      );
      // The program sends its own digest behind the bytes; esptool-js leaves it there.
      const digest = Buffer.from(await this.#transport.read(DIGEST_MS)).toString('hex');
      if (digest !== md5(piece)) {
        throw new LoaderFailed(
          `reading the flash from 0x${(address + done).toString(16)} on`,
          'bytes were lost or changed on the wire',
        );
      }
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  }

  /** As esptool-js's own `writeFlash` does it, which inflates everything again, byte by byte, to know how far it is. */
  async #write(address: number, bytes: Uint8Array, onProgress: OnProgress): Promise<number> {
    let sent = 0;
    for (let done = 0; done < bytes.length; done += PIECE_BYTES) {
      const piece = padded(bytes.subarray(done, done + PIECE_BYTES));
      const packed = deflateSync(piece, { level: 9 });
      const blockBytes = this.#loader.FLASH_WRITE_SIZE;
      await this.#loader.flashDeflBegin(piece.length, packed.length, address + done);
      for (let from = 0; from < packed.length; from += blockBytes) {
        onProgress(done + Math.floor((piece.length * from) / packed.length), bytes.length);
        const block = packed.subarray(from, from + blockBytes);
        await this.#loader.flashDeflBlock(block, from / blockBytes, PIECE_MS);
      }
      // The ROM would start the firmware.
      if (this.hasStub) await this.#loader.flashDeflFinish(false, PIECE_MS);
      sent += packed.length;
    }
    onProgress(bytes.length, bytes.length);
    return sent;
  }
}
