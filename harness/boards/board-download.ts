import { BadInput } from '../../errors/bench-error.ts';
import type { LoaderDoor } from '../flash/rom/loader-door.ts';
import { planImage } from '../flash/rom/plan.ts';
import type { RomLoader } from '../flash/rom/rom-loader.ts';
import {
  type RomWritten,
  type WriteRegionsOptions,
  writeRegions,
} from '../flash/rom/write-regions.ts';
import { atDoor } from './at-door.ts';
import type { BoardAbilities } from './board-abilities.ts';
import type { LogRecord } from './log-record.ts';
import { isUp, type PowerSwitch, type ResetButton } from './power.ts';
import { throughLoader } from './through-loader.ts';
import { type Hands, verb } from './verb.ts';

/** How a bench brings a board into the loader of its chip. */
export interface Download {
  /** `AT+RST=1`: the firmware does it, where the chip lets it. */
  readonly door: LoaderDoor | 'AT+RST=1';
  /** Bits a second; 460800 unless told. */
  readonly baudRate?: number;
  /** The factory image that the bench has for the board. */
  readonly image?: () => Promise<Uint8Array>;
}

/** What of a board its loader has to do with. */
interface Surroundings {
  readonly download: Download | undefined;
  readonly log: LogRecord | null;
  readonly reset: ResetButton | undefined;
  readonly power: PowerSwitch | undefined;
  readonly abilities: () => BoardAbilities;
}

/** A board's flash through the loader of its chip, while its firmware does not run. */
export class BoardDownload {
  readonly #hands: Hands;
  readonly #around: Surroundings;

  constructor(hands: Hands, around: Surroundings) {
    this.#hands = hands;
    this.#around = around;
  }

  /**
   * Brings the board into its loader, does something there, and waits until its firmware is up again, also when that
   * went wrong. What it says when it starts is in the log's record.
   * @throws BadInput `DOWNLOAD_MISSING`, `ABILITY_MISSING`; LoaderSilent, LoaderFailed; whatever `body` throws
   */
  through<T>(body: (loader: RomLoader) => Promise<T>): Promise<T> {
    return verb(this.#hands, 'reach the flash through the loader', {}, async () => {
      const { download, log } = this.#around;
      if (!download || !log) throw missing();
      const { client, journal, onStart } = this.#hands;
      const door = this.#doorOf(download);
      const { baudRate } = download;
      const options = { door, ...(baudRate === undefined ? {} : { baudRate }) };
      const start = {
        position: () => client.position(),
        isUp: async (from: number) => {
          await isUp(client, from);
          onStart?.();
        },
      };
      return throughLoader({ journal, log, start, ...options }, body);
    });
  }

  /**
   * Writes a whole factory image.
   * @param name what it is called in sentences
   * @throws BadInput before anything is written, where this chip could not start from it; what `through` throws
   */
  writeImage(name: string, image: Uint8Array, options?: WriteRegionsOptions): Promise<RomWritten> {
    return this.through((loader) =>
      writeRegions(loader, this.#hands.journal, planImage(name, image, loader.chip), options),
    );
  }

  /** Any part of the flash. */
  read(address: number, size: number): Promise<Buffer> {
    return this.through((loader) => loader.read(address, size));
  }

  /** The factory image that the bench has for the board, if it has one. */
  async ownImage(): Promise<Uint8Array | undefined> {
    return this.#around.download?.image?.();
  }

  #doorOf({ door }: Download): LoaderDoor {
    if (door !== 'AT+RST=1') return door;
    this.#around.abilities().require('restart into the loader');
    return atDoor(this.#hands.client, this.#around);
  }
}

const missing = (): BadInput =>
  new BadInput(
    'DOWNLOAD_MISSING',
    'the bench has no way into the loader of this board; add the keys log and download to the board in the bench file (docs/flashing.md), or skip what needs it',
  );
