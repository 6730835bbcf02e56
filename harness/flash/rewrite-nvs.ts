import { type NvsEntry, NvsImage } from '../../certs/nvs-image.ts';
import { readNvs } from '../../certs/nvs-reader.ts';
import { writeNvs } from '../../certs/nvs-writer.ts';
import { BadInput, BenchError } from '../../errors/bench-error.ts';
import { NvsLeftBroken, WireUnreliable } from './errors.ts';
import { readPartition } from './flash-steps.ts';
import type { Partition } from './partition-map.ts';
import { type PieceOptions, sha256 } from './pieces.ts';
import type { Workplace } from './store.ts';
import { writePartition } from './write-partition.ts';

export interface RewriteOptions extends PieceOptions {
  /**
   * Begin with an empty NVS where the old one cannot be read, and with what is left of one that has no factory
   * parameters. Those, among them the pins of the AT port, are then the ones built into the firmware.
   */
  readonly startAfresh?: boolean;
}

/**
 * Reads a partition twice: what a wire changes in a bitmap or a header is not always found by the checksums of an NVS,
 * and would be lost for good.
 */
const readTwice = async (
  { client, journal }: Workplace,
  partition: Partition,
  options: PieceOptions,
): Promise<Uint8Array> => {
  const first = await readPartition(client, journal, partition, partition.size, options);
  const second = await readPartition(client, journal, partition, partition.size, options);
  if (sha256(first) === sha256(second)) return first;
  throw new WireUnreliable(
    `reading "${partition.name}"`,
    'gave different bytes twice, and nothing was written',
    undefined,
  );
};

/** Every factory image has it: the board's pins, baud rate and transmit power. */
const FACTORY_NAMESPACE = 'factory_param';

/** What has to be kept. An NVS without factory parameters is one that an earlier write left erased or in part. */
const contentsOf = (bytes: Uint8Array, { name }: Partition, startAfresh: boolean): NvsImage => {
  try {
    const image = readNvs(bytes);
    if (startAfresh || image.keys(FACTORY_NAMESPACE).length > 0) return image;
    throw new BadInput('NVS_INCOMPLETE', 'it has none.');
  } catch (cause) {
    if (!(cause instanceof BadInput)) throw cause;
    if (startAfresh) return NvsImage.of();
    throw new BadInput(
      'NVS_NOT_READABLE',
      `"${name}" holds no whole NVS that can be read, so its factory parameters cannot be kept: ${cause.message} Nothing was written; flash the board's factory image, or start afresh if the firmware's built-in parameters will do.`,
      { cause },
    );
  }
};

const spell = ({ namespace, key, type, value }: NvsEntry): string =>
  `${namespace}/${key}/${type}=${value instanceof Uint8Array ? sha256(value) : value}`;

/** Throws where an image made anew does not hold, in their old order, the values that it must. */
const requireSame = (packed: Uint8Array, wanted: NvsImage): void => {
  const found = readNvs(packed).entries.map(spell);
  const missing = wanted.entries.map(spell).filter((entry, at) => entry !== found[at]);
  if (missing.length === 0 && found.length === wanted.entries.length) return;
  throw new TypeError(`the new NVS image holds ${found.length} values, and not those it must`);
};

/**
 * A board whose NVS was left half written would start without its factory parameters. What was there before is put
 * back, as well as may be. Gives what is to be thrown: what went wrong first, or, where the board is worse off than
 * before, that.
 */
const putBack = async (
  { client, journal }: Workplace,
  partition: Partition,
  { old, pieces, first }: { old: Uint8Array; pieces: PieceOptions; first: unknown },
): Promise<unknown> => {
  const { name } = partition;
  try {
    await journal.step(`put the old contents of ${name} back`, {}, () =>
      writePartition(client, journal, partition, old, pieces),
    );
    return first;
  } catch {
    return first instanceof BenchError ? new NvsLeftBroken(name, first) : first;
  }
};

/**
 * Changes values in an NVS partition with `AT+SYSFLASH` alone: reads it, makes a new image that keeps all other values,
 * erases, writes, and compares. For boards whose `AT+SYSMFG` cannot be used. The firmware sees it after a restart, and
 * must not write to that NVS before.
 * @throws BadInput `NVS_NOT_READABLE`, `NVS_TOO_LARGE`; WireUnreliable; all before flash is touched
 * @throws what `writePartition` throws; then the old contents have been put back
 * @throws NvsLeftBroken when they could not be
 */
export const rewriteNvs = (
  workplace: Workplace,
  partition: Partition,
  change: (image: NvsImage) => NvsImage,
  { startAfresh = false, ...pieces }: RewriteOptions = {},
): Promise<void> => {
  const { client, journal } = workplace;
  return journal.step(`change ${partition.name}`, { bytes: partition.size }, async (note) => {
    const bytes = await readTwice(workplace, partition, pieces);
    const old = contentsOf(bytes, partition, startAfresh);
    const wanted = change(old);
    const packed = writeNvs(wanted, partition.size);
    requireSame(packed, wanted);
    const before = new Set(old.entries.map(spell));
    note('values before', old.entries.length);
    note('values kept', wanted.entries.filter((entry) => before.has(spell(entry))).length);
    note('values written', wanted.entries.length);
    if (old.findings.length > 0) {
      note('what firmware would not read', old.findings.map(({ sentence }) => sentence).join(' '));
    }
    try {
      await writePartition(client, journal, partition, packed, pieces);
    } catch (first) {
      throw await putBack(workplace, partition, { old: bytes, pieces, first });
    }
    note('restart', 'needed: the firmware reads this NVS when it starts');
  });
};
