import { stage } from './stage.ts';

/** The cause that a failure is put down to. */
export interface NamedCause {
  /** Stable, in capitals: `CA_IN_WRONG_PARTITION`. */
  readonly name: string;
  /** From 0 to 1. */
  readonly confidence: number;
  /** What to do next, in a sentence. */
  readonly next: string;
}

/** What an examination made of a failure, as reports show it. */
export interface ToldDiagnosis {
  /** Null where no known cause fits. */
  readonly cause: NamedCause | null;
  /** The surest cause for a terminal, several lines; empty where there is none. */
  readonly text: string;
  /** All causes in question, in Markdown. */
  readonly details: string;
  /** What they were found in, as JSON. */
  readonly evidence: string;
}

/** Says what a failure comes from. It goes with the error: one of a hook fails many tests. Told before it is thrown on. */
export const tellDiagnosis = (error: unknown, diagnosis: ToldDiagnosis): void => {
  if (typeof error === 'object' && error !== null) stage().diagnoses.set(error, diagnosis);
};

/** What was told of a failure, without secrets. */
export const diagnosisOf = (error: unknown): ToldDiagnosis | undefined => {
  const { diagnoses, redactor } = stage();
  const told = typeof error === 'object' && error !== null ? diagnoses.get(error) : undefined;
  if (!told) return undefined;
  const { cause, text, details, evidence } = told;
  return {
    cause: cause && { ...cause, next: redactor.redact(cause.next) },
    text: redactor.redact(text),
    details: redactor.redact(details),
    evidence: redactor.redact(evidence),
  };
};
