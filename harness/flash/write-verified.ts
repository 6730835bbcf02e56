import { sha256 } from '../../certs/sha256.ts';
import { AtTimeout } from '../at/errors.ts';
import { FlashMismatch, WireUnreliable } from './errors.ts';
import { explainMismatch } from './explain-mismatch.ts';
import { type Doubtful, isDoubtful, opinion } from './fault.ts';
import type { PieceOptions } from './pieces.ts';
import type { Store, Workplace, Written } from './store.ts';

/** What goes into a store, and what must then be read out of it. */
interface Job extends Workplace {
  readonly store: Store;
  readonly bytes: Uint8Array;
  /** The bytes themselves, and perhaps what must stand behind them. */
  readonly expected: Uint8Array;
  readonly pieces: PieceOptions;
}

/**
 * Writes bytes, reads them back and compares. What fails is done once more: a fault of the firmware shows itself again,
 * anything else is the wire's.
 * @throws FlashMismatch, WireUnreliable
 * @throws AtRefused, AtTimeout when the board refused, or did not answer, twice
 */
export const writeVerified = (
  { client, journal }: Workplace,
  store: Store,
  bytes: Uint8Array,
  { expected = bytes, ...pieces }: PieceOptions & { readonly expected?: Uint8Array } = {},
): Promise<Written> => {
  const job: Job = { client, journal, store, bytes, expected, pieces };
  const { name, holder } = store;
  const parameters = { ...store.facts, bytes: bytes.length };
  return journal.step(`put ${name} into ${holder}`, parameters, async () => {
    try {
      await writeOnce(job);
    } catch (first) {
      if (!isDoubtful(first)) throw first;
      throw opinion(`writing "${name}"`, first, await writeAgain(job, first));
    }
    return { name, where: store.where, bytes: bytes.length, sha256: sha256(bytes) };
  });
};

/** How the second attempt ended: null for well. */
const writeAgain = (job: Job, first: Doubtful): Promise<unknown> =>
  job.journal.step(
    `write ${job.store.name} again, to tell bad firmware from a bad wire`,
    { because: first.message },
    async (note) => {
      await inStepOr(job, first);
      try {
        await writeOnce(job);
        note('this time', 'it is right');
        return null;
      } catch (error) {
        note('this time', error instanceof Error ? error.message : String(error));
        return error;
      }
    },
  );

/** A board that does not answer any more has told all it will: the first failure is the one to know. */
const inStepOr = ({ client }: Workplace, failure: Doubtful): Promise<void> =>
  client.synchronise().catch((error: unknown) => {
    throw isDoubtful(error) ? failure : error;
  });

const writeOnce = async (job: Job): Promise<void> => {
  try {
    await job.store.write(job.bytes, job.pieces);
  } catch (error) {
    if (error instanceof AtTimeout) await blameLostBytes(job, error);
    throw error;
  }
  await compare(job);
};

const compare = ({ journal, store, expected, pieces }: Job): Promise<void> =>
  journal.step(
    `compare ${store.name} with what was sent`,
    { bytes: expected.length, 'SHA-256 sent': sha256(expected) },
    async (note) => {
      const read = await store.read(expected.length, pieces);
      const digests = { sentSha256: sha256(expected), readSha256: sha256(read) };
      note('SHA-256 read', digests.readSha256);
      const mismatch = explainMismatch(expected, read);
      if (!mismatch) return;
      const again = await store.read(expected.length, pieces);
      const failure = new FlashMismatch(store, mismatch, digests);
      if (sha256(again) !== digests.readSha256) {
        throw new WireUnreliable(`reading "${store.name}"`, 'gave different bytes twice', failure);
      }
      throw failure;
    },
  );

/**
 * The board never confirmed a write. Once it is out of raw input again, its flash tells why: with all bytes there,
 * only the answer was missing; otherwise it went on waiting for bytes that the wire had lost.
 */
const blameLostBytes = async (job: Job, timeout: AtTimeout): Promise<void> => {
  await inStepOr(job, timeout);
  const { store, bytes } = job;
  const read = await store.read(bytes.length, {});
  if (explainMismatch(bytes, read)) {
    throw new WireUnreliable(`writing "${store.name}"`, 'left the board waiting for more', timeout);
  }
};
