import type { Journal } from '../../../reports/journal.ts';
import type { Since } from '../../diagnosis/gather.ts';
import type { BenchFile, BoardEntry } from '../file/bench-file.ts';
import { type OpenBench, openBench } from '../open-bench.ts';
import { explainFailure } from './explain-failure.ts';

const BEGINNING: Since = { transcript: 0, log: 0, cloud: 0 };

/** Explains what failed on a bench that is open: its board will be used again, and is left as it is. */
export const explainOnBench = (
  journal: Journal,
  error: unknown,
  specFile: string | undefined,
  { file, entry, board, cloud, since }: OpenBench & { readonly since: Since },
): Promise<void> =>
  explainFailure(journal, error, specFile, {
    file,
    entry,
    board,
    cloud,
    since,
    mayReset: false,
  });

/**
 * Opens a bench, and explains why it does not open: a board that is there is looked at while its ports are open, and may
 * be reset, because nobody will use it.
 * @param isNoFailure tells errors that are none
 */
export const openExplained = async (
  file: BenchFile,
  journal: Journal,
  isNoFailure: (error: unknown) => boolean,
): Promise<OpenBench> => {
  const [entry] = file.boards as [BoardEntry];
  const nothing = { file, entry, board: null, cloud: null, since: BEGINNING, mayReset: true };
  let isExplained = false;
  try {
    return await openBench(file, journal, {
      lookAt: async (halfOpen, error) => {
        isExplained = true;
        await explainFailure(journal, error, undefined, { ...nothing, ...halfOpen });
      },
    });
  } catch (error) {
    if (!isExplained && !isNoFailure(error))
      await explainFailure(journal, error, undefined, nothing);
    throw error;
  }
};
