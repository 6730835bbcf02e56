import { BadInput } from '../../../errors/bench-error.ts';
import type { BenchFile, BoardEntry } from '../../bench/file/bench-file.ts';
import { benchFacts } from '../../bench/suites/bench-facts.ts';
import { seenFailure } from '../../bench/suites/explain-failure.ts';
import { diagnose } from '../../diagnosis/cause.ts';
import { CAUSES } from '../../diagnosis/causes.ts';

const nothing = {
  transcript: [],
  log: null,
  stored: null,
  meant: [],
  asked: null,
  trials: [],
  cloud: [],
  root: null,
  certificates: [],
} as const;

/**
 * A refusal that comes before a run begins, with the name that a failed test would carry for the same: what a person looks up
 * is called the same wherever it shows. One that has no such name is given back as it is.
 */
export const namedRefusal = (error: unknown, file: BenchFile): unknown => {
  if (!(error instanceof BadInput)) return error;
  const bench = benchFacts(file, file.boards[0] as BoardEntry, undefined);
  const [cause] = diagnose({ ...nothing, failure: seenFailure(error), bench }, CAUSES);
  return cause
    ? new BadInput(error.code, `${error.message} (${cause.name})`, { cause: error })
    : error;
};
