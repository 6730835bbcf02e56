import { requireSoundCredentials } from '../../certs/check-credentials.ts';
import type { DeviceCredentials } from '../../certs/credentials.ts';
import type { CredentialUser } from '../../certs/pki/credential-images.ts';
import { type HeldCredentials, heldCredentials } from '../flash/held-credentials.ts';
import type { PartitionMap } from '../flash/partition-map.ts';
import type { OnProgress } from '../flash/rom/rom-loader.ts';
import { writeCredentialsAsImage } from '../flash/rom/write-as-image.ts';
import { writeCredentialsInLoader } from '../flash/rom/write-credentials.ts';
import type { Written } from '../flash/store.ts';
import { type BoardFlash, type Packed, requireWay, WAYS, type Way } from '../flash/ways.ts';
import {
  chooseWay,
  type EraseOptions,
  eraseCredentials,
  packCredentials,
  type WriteCredentialsOptions,
  writeCredentials,
} from '../flash/write-credentials.ts';
import type { BoardDownload } from './board-download.ts';
import type { Meant } from './meant.ts';
import { NvsGuard } from './nvs-guard.ts';
import type { Hands } from './verb.ts';

export interface CredentialOptions extends Omit<WriteCredentialsOptions, 'via'> {
  /**
   * Decided by what the board answers unless told. `rom` is the loader of its chip, without its firmware; `image` the same
   * with a whole factory image, into which the credentials are put.
   */
  readonly via?: Way | LoaderWay;
  /** By way of `image`: the one to begin with; that of the bench, or what the board holds, unless told. */
  readonly image?: Uint8Array;
  /** Told by the ways through the loader: bytes as they will be in flash. */
  readonly onProgress?: OnProgress;
  /** Findings of the credentials check to write in spite of, such as `CERTIFICATE_EXPIRED`: for specs that want refusals. */
  readonly inSpiteOf?: readonly string[];
}

/** Ways through the loader of the chip. */
type LoaderWay = 'rom' | 'image';

const WAY_NAMES = Object.keys(WAYS) as Way[];
const EVERY_WAY: readonly (Way | LoaderWay)[] = [...WAY_NAMES, 'rom', 'image'];

/** The credentials in a board: the way that it takes them is asked of it, and every step is told. */
export class BoardCredentials {
  readonly #hands: Hands;
  readonly #map: () => PartitionMap;
  readonly #download: BoardDownload;
  readonly #guard: NvsGuard;
  readonly #meant: Meant;

  /** @param map the partitions of the board, known once it has been asked */
  constructor(hands: Hands, map: () => PartitionMap, download: BoardDownload, meant: Meant) {
    this.#hands = hands;
    this.#map = map;
    this.#download = download;
    this.#meant = meant;
    this.#guard = new NvsGuard(hands.client);
  }

  get #flash(): BoardFlash {
    return { ...this.#hands, map: this.#map() };
  }

  /** @throws BadInput, PartitionMissing */
  async pack(
    credentials: DeviceCredentials,
    options: WriteCredentialsOptions = {},
  ): Promise<readonly Packed[]> {
    const way = await this.#way(options.via, options.user);
    return packCredentials(way, credentials, options);
  }

  /** @throws BadInput; PartitionMissing, FlashMismatch, WireUnreliable, NvsLeftBroken */
  write(
    credentials: DeviceCredentials,
    { inSpiteOf = [], via, ...options }: CredentialOptions = {},
  ): Promise<readonly Written[]> {
    return this.#hands.journal.step('write the credentials', {}, async (note) => {
      requireSoundCredentials(credentials, { except: inSpiteOf });
      const way = await this.#way(via, options.user, EVERY_WAY);
      note('via', way);
      if (way === 'rom' || way === 'image') {
        // In which form they stand there in the end is decided by the flash that is found.
        this.#forget(options.user);
        return this.#writeThroughLoader(way, credentials, options);
      }
      this.#mean(packCredentials(way, credentials, options));
      return this.#guard.changing(way, () =>
        writeCredentials(this.#flash, way, credentials, options),
      );
    });
  }

  async #writeThroughLoader(
    way: LoaderWay,
    credentials: DeviceCredentials,
    { user, places, image, onProgress }: Omit<CredentialOptions, 'via' | 'inSpiteOf'>,
  ): Promise<readonly Written[]> {
    const { journal } = this.#hands;
    const options = { user, places, ...(onProgress ? { onProgress } : {}) };
    const whole = way === 'image' ? (image ?? (await this.#download.ownImage())) : undefined;
    const written = await this.#download.through((loader) =>
      way === 'image'
        ? writeCredentialsAsImage(loader, journal, credentials, { ...options, image: whole })
        : writeCredentialsInLoader(loader, journal, credentials, options),
    );
    return written.credentials;
  }

  /** @throws BadInput when the firmware could not use it there; what `write` throws */
  writePacked(packed: Packed): Promise<readonly Written[]> {
    return this.#hands.journal.step(`write into ${packed.place}`, {}, async () => {
      const way = await chooseWay(this.#flash);
      this.#mean([packed]);
      return this.#guard.changing(way, () => WAYS[way].write(this.#flash, [packed], {}));
    });
  }

  /** Also done where there are none. */
  erase(options: EraseOptions = {}): Promise<void> {
    return this.#hands.journal.step('erase the credentials', {}, async (note) => {
      const way = await this.#way(options.via, options.user);
      note('via', way);
      this.#forget(options.user);
      await this.#guard.changing(way, () => eraseCredentials(this.#flash, way, options));
    });
  }

  /** The one that was asked for, or where none was, what the board's answers ask for. */
  async #way<W extends Way | LoaderWay>(
    via: W | undefined,
    user: CredentialUser | undefined,
    ways: readonly (Way | LoaderWay)[] = WAY_NAMES,
  ): Promise<W | Way> {
    return via === undefined ? chooseWay(this.#flash, user) : requireWay(via, ways);
  }

  #forget(user: CredentialUser = 'mqtt'): void {
    for (const item of ['ca', 'cert', 'key']) this.#meant.forget(`${user}_${item}`);
  }

  #mean(packed: readonly Packed[]): void {
    for (const { place, bytes } of packed) this.#meant.note(place, bytes);
  }

  /** Which of some known credentials of MQTT stand in the board. */
  held<N extends string>(
    candidates: Readonly<Record<N, DeviceCredentials>>,
  ): Promise<HeldCredentials<N>> {
    const what = 'look which credentials the board holds';
    return this.#hands.journal.step(what, {}, async (note) => {
      const held = await heldCredentials(this.#flash, await chooseWay(this.#flash), candidates);
      note('whole', held.whole ?? 'none');
      note('torn', held.torn.join(', ') || 'none');
      return held;
    });
  }
}
