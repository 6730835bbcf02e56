import { evidenceOf, findingOf } from '../../../reports/failure.ts';
import type { Journal } from '../../../reports/journal.ts';
import { tellDiagnosis } from '../../../reports/told-diagnosis.ts';
import type { Board } from '../../boards/board.ts';
import type { Cloud } from '../../clouds/cloud.ts';
import { diagnose } from '../../diagnosis/cause.ts';
import { CAUSES } from '../../diagnosis/causes.ts';
import type { Evidence, SeenFailure } from '../../diagnosis/evidence.ts';
import { evidenceToJson } from '../../diagnosis/evidence-json.ts';
import { gather, type Since } from '../../diagnosis/gather.ts';
import { diagnosisMarkdown, diagnosisText } from '../../diagnosis/show-diagnosis.ts';
import type { BenchFile, BoardEntry } from '../file/bench-file.ts';
import { simulatedBoard } from '../file/bench-schema.ts';
import { benchFacts } from './bench-facts.ts';

/** Where something failed: as much of a bench as there was. */
export interface FailedBench {
  readonly file: BenchFile;
  readonly entry: BoardEntry;
  /** Null where it could not be opened at all. */
  readonly board: Board | null;
  readonly cloud: Cloud | null;
  readonly since: Since;
  /** Whether a silent board may be reset, because nobody will use it any more. */
  readonly mayReset: boolean;
}

/** A simulated board whose time passes faster is given up sooner. */
const PACED = 0.25;

const patienceOf = ({ file, entry }: FailedBench): number =>
  simulatedBoard(entry.at) && !file.simulator.realtime ? PACED : 1;

/** What was thrown, as evidence: its own words and the code of what lies behind it. */
export const seenFailure = (error: unknown, file?: string): SeenFailure => {
  const message = error instanceof Error ? error.message : String(error);
  return { ...findingOf(error, file), message, lines: evidenceOf(error) };
};

/** The evidence of both ends after a failure. Never throws. */
export const gatherEvidence = (failure: SeenFailure, failed: FailedBench): Promise<Evidence> => {
  const { file, entry, board, cloud, since, mayReset } = failed;
  const bench = benchFacts(file, entry, cloud ?? undefined);
  const trials = { patience: patienceOf(failed), mayReset };
  return gather({ failure, bench, board, cloud, since, trials });
};

/** Finds out what a failure comes from and tells it with the error. Never throws, never twice of one error. */
export const explainFailure = async (
  journal: Journal,
  error: unknown,
  specFile: string | undefined,
  failed: FailedBench,
): Promise<void> => {
  try {
    await journal.step('look for the cause', {}, async (note) => {
      const evidence = await gatherEvidence(seenFailure(error, specFile), failed);
      const diagnoses = diagnose(evidence, CAUSES);
      const [best] = diagnoses;
      note('found', diagnoses.map(({ name }) => name).join(', ') || 'no known cause');
      tellDiagnosis(error, {
        cause: best ? { name: best.name, confidence: best.confidence, next: best.next } : null,
        text: best ? diagnosisText(best) : '',
        details: diagnosisMarkdown(diagnoses),
        evidence: evidenceToJson(evidence),
      });
    });
  } catch {
    // The failure stays what it is, only unexplained.
  }
};
