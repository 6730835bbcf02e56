import type { DeviceCredentials } from '../../../certs/credentials.ts';
import type { Journal } from '../../../reports/journal.ts';
import type { Board } from '../../boards/board.ts';
import {
  OTHERS,
  type PlaceDigest,
  readCredentialPlaces,
} from '../../flash/rom/credential-places.ts';
import type { BoardEntry } from '../file/bench-file.ts';
import { type TriedWay, waysTable } from './ways-table.ts';

/** The three ways of a bench: over AT as the board takes it, by the loader of its chip, and as a whole factory image. */
export type BenchWay = 'at' | 'rom' | 'image';

type Places = Readonly<Record<string, PlaceDigest>>;

/** One set of credentials, written three ways into one board, and looked at through the loader of its chip. */
export class ThreeWays {
  readonly #board: Board;
  readonly #journal: Journal;
  readonly #keepsOthers: boolean;
  readonly #tried = new Map<BenchWay, TriedWay>();

  /** @param entry one with a factory image has what that holds besides, and not what was on the board */
  constructor(board: Board, journal: Journal, { factoryImage }: Pick<BoardEntry, 'factoryImage'>) {
    this.#board = board;
    this.#keepsOthers = factoryImage === undefined;
    this.#journal = journal;
  }

  /**
   * Takes away what is in the credentials' places, writes them one way, starts the board with them, and looks what stands
   * in the places then, and beside them. Measured is from the first byte until the board is up.
   */
  async write(way: BenchWay, credentials: DeviceCredentials): Promise<Places> {
    await this.#board.eraseCredentials();
    const start = performance.now();
    const bytes = await this.#writeAndStart(way, credentials);
    const ms = performance.now() - start;
    this.#journal.measure(`time by way of ${way}`, ms, 'ms');
    this.#journal.measure(`bytes by way of ${way}`, bytes, 'bytes');
    const found = await this.#board.download.through((loader) => readCredentialPlaces(loader));
    const { [OTHERS]: others, ...own } = found;
    const places = { ...own, ...(others && this.#keepsOthers ? { [OTHERS]: others } : {}) };
    this.#tried.set(way, { way, ms, bytes, places });
    return places;
  }

  /** What a way has left in the places; it is gone now where it was not yet. */
  async placesAfter(way: BenchWay, credentials: DeviceCredentials): Promise<Places> {
    return this.#tried.get(way)?.places ?? (await this.write(way, credentials));
  }

  /** Puts the ways side by side into the report. */
  report(): void {
    const table = waysTable([...this.#tried.values()]);
    this.#journal.attach('the ways side by side', table, 'text/plain');
  }

  /** The bytes that were written: of flash through the loader; of images or values over AT. */
  async #writeAndStart(way: BenchWay, credentials: DeviceCredentials): Promise<number> {
    if (way === 'at') {
      const written = await this.#board.writeCredentials(credentials);
      await this.#board.restart();
      return written.reduce((sum, { bytes }) => sum + bytes, 0);
    }
    let bytes = 0;
    const onProgress = (_done: number, total: number): void => {
      bytes = total;
    };
    await this.#board.writeCredentials(credentials, { via: way, onProgress });
    return bytes;
  }
}
