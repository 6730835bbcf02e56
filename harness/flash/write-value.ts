import type { NvsPlace } from '../../certs/nvs/nvs-place.ts';
import { requireStorable } from '../../certs/pki/packed-credential.ts';
import { clearOtherTypes, readBinary, writeBinary } from './manufacturing-steps.ts';
import type { PieceOptions } from './pieces.ts';
import type { Store, Workplace, Written } from './store.ts';
import { writeVerified } from './write-verified.ts';

/** The NVS of credentials and factory parameters. */
export const NVS_PARTITION = 'mfg_nvs';

/** Where a value stands, in words. */
export const spellPlace = ({ namespace, key }: NvsPlace): string =>
  `${namespace}/${key} in ${NVS_PARTITION}`;

const valueStore = ({ client, journal }: Workplace, name: string, place: NvsPlace): Store => ({
  name,
  holder: NVS_PARTITION,
  where: spellPlace(place),
  facts: { ...place },
  spellOffset: (offset) => `offset ${offset}`,
  write: async (bytes, pieces) => {
    await clearOtherTypes(client, journal, place);
    await writeBinary(client, journal, place, bytes, pieces);
  },
  read: (length, pieces) => readBinary(client, journal, place, length, pieces),
});

/**
 * Writes a value into the board's NVS with `AT+SYSMFG`, as the only one under its key, and compares.
 * @throws BadInput as `requireStorable` does, before anything is touched
 * @throws what `writeVerified` throws
 */
export const writeValue = async (
  workplace: Workplace,
  name: string,
  place: NvsPlace,
  bytes: Uint8Array,
  options: PieceOptions = {},
): Promise<Written> => {
  requireStorable(name, place, bytes);
  return writeVerified(workplace, valueStore(workplace, name, place), bytes, options);
};
