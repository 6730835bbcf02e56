import { requireFits } from '../../certs/pki-image.ts';
import type { Journal } from '../../reports/journal.ts';
import type { AtClient } from '../at/at-client.ts';
import { AtTimeout } from '../at/errors.ts';
import { FlashMismatch, WireUnreliable } from './errors.ts';
import { explainMismatch } from './explain-mismatch.ts';
import { type Doubtful, isDoubtful, isSameFault } from './fault.ts';
import {
  erasePartition,
  type PieceOptions,
  programPartition,
  readPartition,
  sha256,
} from './flash-steps.ts';
import { type Partition, spellAddress } from './partition-map.ts';

export interface WriteOptions extends PieceOptions {
  /**
   * What is read back and compared: the image, or all of the partition, whose rest must be erased then. The image
   * unless told: at 115200 baud, the rest of 8 KB takes six times as long.
   */
  readonly verify?: 'image' | 'partition';
}

/** What was written, for the report and for whoever compares it. */
export interface WrittenPartition {
  readonly partition: Partition;
  readonly bytes: number;
  readonly sha256: string;
}

/** The image, and FF behind it as far as it is to be compared. */
const expected = (image: Uint8Array, partition: Partition, verify: 'image' | 'partition') => {
  if (verify === 'image') return image;
  const whole = new Uint8Array(partition.size).fill(0xff);
  whole.set(image);
  return whole;
};

/**
 * Erases a partition, writes an image to its beginning, reads it back and compares. What fails is done once more: a
 * fault of the firmware shows itself again, anything else is the wire's.
 * @throws BadInput `PARTITION_TOO_SMALL`, before flash is touched
 * @throws FlashMismatch, WireUnreliable
 * @throws AtRefused, AtTimeout when the board refused, or did not answer, twice
 */
export const writePartition = async (
  client: AtClient,
  journal: Journal,
  partition: Partition,
  image: Uint8Array,
  options: WriteOptions = {},
): Promise<WrittenPartition> => {
  requireFits(image, { partition: partition.name, size: partition.size });
  const parameters = {
    partition: partition.name,
    address: spellAddress(partition.address),
    'partition size': partition.size,
    bytes: image.length,
  };
  return journal.step(`put ${partition.name} into flash`, parameters, async () => {
    try {
      return await writeOnce(client, journal, partition, image, options);
    } catch (first) {
      if (!isDoubtful(first)) throw first;
      const second = await writeAgain(client, journal, partition, image, options, first);
      if (second !== null && (!isDoubtful(second) || isSameFault(first, second))) throw second;
      const how =
        second === null ? 'was right the second time' : 'failed otherwise the second time';
      throw new WireUnreliable(`writing "${partition.name}"`, how, first);
    }
  });
};

/** How the second attempt ended: null for well. */
const writeAgain = (
  client: AtClient,
  journal: Journal,
  partition: Partition,
  image: Uint8Array,
  options: WriteOptions,
  first: Doubtful,
): Promise<unknown> =>
  journal.step(
    `write ${partition.name} again, to tell bad firmware from a bad wire`,
    { because: first.message },
    async (note) => {
      await inStepOr(client, first);
      try {
        await writeOnce(client, journal, partition, image, options);
        note('this time', 'it is right');
        return null;
      } catch (error) {
        note('this time', error instanceof Error ? error.message : String(error));
        return error;
      }
    },
  );

/** A board that does not answer any more has told all it will: the first failure is the one to know. */
const inStepOr = (client: AtClient, failure: Doubtful): Promise<void> =>
  client.synchronise().catch((error: unknown) => {
    throw isDoubtful(error) ? failure : error;
  });

const writeOnce = async (
  client: AtClient,
  journal: Journal,
  partition: Partition,
  image: Uint8Array,
  { verify = 'image', ...pieces }: WriteOptions,
): Promise<WrittenPartition> => {
  await erasePartition(client, journal, partition);
  try {
    await programPartition(client, journal, partition, image, pieces);
  } catch (error) {
    if (error instanceof AtTimeout) await blameLostBytes(client, journal, partition, image, error);
    throw error;
  }
  await compare(client, journal, partition, expected(image, partition, verify), pieces);
  return { partition, bytes: image.length, sha256: sha256(image) };
};

const compare = (
  client: AtClient,
  journal: Journal,
  partition: Partition,
  sent: Uint8Array,
  pieces: PieceOptions,
): Promise<void> =>
  journal.step(
    `compare ${partition.name} with what was sent`,
    { bytes: sent.length, 'SHA-256 sent': sha256(sent) },
    async (note) => {
      const read = await readPartition(client, journal, partition, sent.length, pieces);
      const digests = { sentSha256: sha256(sent), readSha256: sha256(read) };
      note('SHA-256 read', digests.readSha256);
      const mismatch = explainMismatch(sent, read);
      if (!mismatch) return;
      const again = await readPartition(client, journal, partition, sent.length, pieces);
      const failure = new FlashMismatch(partition, mismatch, digests);
      if (sha256(again) !== digests.readSha256) {
        throw new WireUnreliable(
          `reading "${partition.name}"`,
          'gave different bytes twice',
          failure,
        );
      }
      throw failure;
    },
  );

/**
 * The board never confirmed a write. Once it is out of raw input again, its flash tells why: with all bytes there,
 * only the answer was missing; otherwise it went on waiting for bytes that the wire had lost.
 */
const blameLostBytes = async (
  client: AtClient,
  journal: Journal,
  partition: Partition,
  image: Uint8Array,
  timeout: AtTimeout,
): Promise<void> => {
  await inStepOr(client, timeout);
  const read = await readPartition(client, journal, partition, image.length);
  if (explainMismatch(image, read)) {
    throw new WireUnreliable(
      `writing "${partition.name}"`,
      'left the board waiting for more',
      timeout,
    );
  }
};
