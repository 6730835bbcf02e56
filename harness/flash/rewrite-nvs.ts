import { FACTORY_PARAMETERS } from '../../certs/factory-parameters.ts';
import { NvsImage } from '../../certs/nvs/nvs-image.ts';
import { packProvenNvs, spellEntry } from '../../certs/nvs/nvs-proof.ts';
import { readNvs } from '../../certs/nvs/nvs-reader.ts';
import type { Partition } from '../../certs/partition-table.ts';
import { sha256 } from '../../certs/sha256.ts';
import { BadInput, BenchError } from '../../errors/bench-error.ts';
import { NvsLeftBroken, WireUnreliable } from './errors.ts';
import { readPartition } from './flash-steps.ts';
import type { PieceOptions } from './pieces.ts';
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

/** What has to be kept. An NVS without factory parameters is one that an earlier write left erased or in part. */
const contentsOf = (bytes: Uint8Array, { name }: Partition, startAfresh: boolean): NvsImage => {
  try {
    const image = readNvs(bytes);
    if (startAfresh || image.keys(FACTORY_PARAMETERS).length > 0) return image;
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
    const packed = packProvenNvs(wanted, partition.size);
    const before = new Set(old.entries.map(spellEntry));
    note('values before', old.entries.length);
    note('values kept', wanted.entries.filter((entry) => before.has(spellEntry(entry))).length);
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
