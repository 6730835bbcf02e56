/**
 * Whose fault a failure is: the `firmware` under test, the `bench` around it (a port that went away, an access
 * point that is down), or the `harness` itself. A report groups failures by it.
 */
export type Colour = 'firmware' | 'bench' | 'harness';

/**
 * The base of every error that this project throws on purpose. Its message is a sentence for the person at the
 * bench: what was expected, what came, what to do next. Specs assert `code`, never the wording.
 */
export abstract class BenchError extends Error {
  /** A stable name in capitals, such as `AT_TIMEOUT` or `PARTITION_TOO_SMALL`. */
  abstract readonly code: string;
  abstract readonly colour: Colour;
  /** What was seen, in order: a slice of the transcript, the cloud's events. Redacted before it is stored. */
  readonly evidence: readonly string[];

  constructor(
    message: string,
    { cause, evidence = [] }: { cause?: unknown; evidence?: readonly string[] } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.evidence = evidence;
  }
}

/**
 * What a person gave us cannot be used: a file, a flag, a bench.yaml. Nothing has been touched yet. The command
 * line prints the sentence alone and exits with 2.
 */
export class BadInput extends BenchError {
  readonly code: string;
  readonly colour = 'bench';

  constructor(code: string, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}
