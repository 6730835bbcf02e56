import { ESPLoader, UnexpectedChipIdError, UnexpectedChipMagicError } from 'esptool-js';
import { BenchError } from '../../../errors/bench-error.ts';
import type { Port } from '../../ports/port.ts';
import { LoaderFailed, LoaderSilent } from './errors.ts';
import { askChip, type FlashChip } from './flash-chip.ts';
import type { LoaderDoor } from './loader-door.ts';
import { LoaderRecord } from './loader-record.ts';
import { LoaderTransport } from './loader-transport.ts';
import { RomLoader } from './rom-loader.ts';
import { webSerialPort } from './web-serial.ts';

export interface LoaderOptions {
  /** The log and download port. Nobody else may read it meanwhile. It stays open. */
  readonly port: Port;
  readonly door: LoaderDoor;
  /** Bits a second while bytes are moved; 460800 unless told. Ports that have no rate keep the loader's own. */
  readonly baudRate?: number;
  /** False: only the chip's ROM is used, which is slower and cannot read. */
  readonly stub?: boolean;
  /** Gives up before the next way into the loader is tried. */
  readonly signal?: AbortSignal | undefined;
}

/** The ROM measures the rate of the first bytes; all its hosts begin with this one, which is that of the log too. */
const ROM_BAUD = 115_200;
const FAST_BAUD = 460_800;
/** After each way in, five requests are left unanswered before the next. */
const ATTEMPTS = 4;
/** The ROM has room for no more in one packet. */
const ROM_BLOCK_BYTES = 0x400;
/** A packet of 4 KB takes 0.4 s at the lowest rate that anybody uses; esptool-js would wait for 100 s. */
const READ_MS = 5_000;
const SPI_SET_PARAMS = 0x0b;
/** Block, sector and page of every flash chip of a board, and the bits of its status that tell that it is busy. */
const FLASH_MEASURES = [0x10000, 0x1000, 0x100, 0xffff];

const isUnknownChip = (error: Error): boolean =>
  error instanceof UnexpectedChipIdError || error instanceof UnexpectedChipMagicError;

/** A chip that is brought into its loader, and out of it again. */
export class LoaderSession {
  readonly record = new LoaderRecord();
  readonly #port: Port;
  readonly #door: LoaderDoor;
  readonly #wantsStub: boolean;
  readonly #transport: LoaderTransport;
  readonly #loader: ESPLoader;

  readonly #baudRate: number;

  constructor({ port, door, baudRate = FAST_BAUD, stub = true, signal }: LoaderOptions) {
    this.#port = port;
    this.#door = door;
    this.#wantsStub = stub;
    this.#baudRate = port.setBaudRate ? baudRate : ROM_BAUD;
    this.#transport = new LoaderTransport(webSerialPort(port), this.record);
    const enter = async (): Promise<void> => {
      signal?.throwIfAborted();
      this.#transport.flushInput();
      this.record.forgetWhatWasSaid();
      await door.enter?.();
    };
    const reset = { transport: this.#transport, reset: enter, resetDelay: 0 };
    this.#loader = new ESPLoader({
      transport: this.#transport,
      baudrate: this.#baudRate,
      romBaudrate: ROM_BAUD,
      terminal: this.record.terminal,
      // What it calls so is the way into the loader, whatever ours is.
      resetConstructors: { classicReset: () => reset },
    });
    this.#loader.FLASH_READ_TIMEOUT = READ_MS;
  }

  /** @throws what `explain` has to make something of */
  async open(): Promise<RomLoader> {
    const loader = this.#loader;
    await loader.detectChip('default_reset', ATTEMPTS);
    this.record.enteredLoader();
    if (this.#wantsStub) await loader.runStub();
    if (this.#baudRate !== ROM_BAUD) await loader.changeBaud();
    if (loader.IS_STUB) return this.#romLoader(await askChip(loader));
    // The program in RAM does this by itself; where only the ROM is there, esptool-js leaves it out.
    loader.FLASH_WRITE_SIZE = ROM_BLOCK_BYTES;
    await loader.checkCommand('attach the flash', loader.ESP_SPI_ATTACH, new Uint8Array(8));
    const chip = await askChip(loader);
    const measures = Uint32Array.of(0, chip.flashSize, ...FLASH_MEASURES);
    await loader.checkCommand('measure the flash', SPI_SET_PARAMS, new Uint8Array(measures.buffer));
    return this.#romLoader(chip);
  }

  /** What a person should be told of an error of esptool-js. Others stay what they are. */
  explain(error: unknown): unknown {
    if (error instanceof BenchError || !(error instanceof Error)) return error;
    if (this.#transport.failure) return this.#transport.failure;
    const details = { cause: error, evidence: this.record.lastLines() };
    if (error.message === 'Failed to connect with the device')
      return new LoaderSilent(this.#port.label, this.#door.by, this.record.said, details);
    const what = isUnknownChip(error)
      ? 'the chip is none that is known here'
      : "the chip's loader did not do what it was told";
    return new LoaderFailed(what, error.message.replace(/\.$/, ''), details);
  }

  /** Starts the firmware, and lets go of the port's bytes: its boot text is for the next reader. */
  async close(): Promise<void> {
    const isLost = this.#transport.failure !== undefined;
    if (!isLost && !this.#door.leave) await this.#askToStart();
    await this.#transport.disconnect();
    if (isLost) return;
    await this.#port.setBaudRate?.(ROM_BAUD);
    await this.#door.leave?.();
  }

  #romLoader(chip: FlashChip): RomLoader {
    return new RomLoader(this.#loader, this.#transport, chip, (error) => this.explain(error));
  }

  /** Whether it helps depends on the chip: some go into their loader again until EN was pressed. */
  async #askToStart(): Promise<void> {
    try {
      await this.#loader.flashBegin(0, 0);
      await this.#loader.flashFinish(true);
    } catch (error) {
      this.record.write(`The loader was asked to start the firmware and did not: ${error}\n`);
    }
  }
}
