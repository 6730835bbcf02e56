/** Whose fault a failure is, with the code of its cause: what a report groups failures by. */
export interface Finding {
  readonly colour: 'firmware' | 'bench' | 'harness';
  readonly code: string;
}

/** A BenchError by its looks: two copies of its class can be loaded, so `instanceof` would miss some. */
const isFinding = (error: object): error is Finding => {
  const { colour, code } = error as Partial<Record<keyof Finding, unknown>>;
  return (
    (colour === 'firmware' || colour === 'bench' || colour === 'harness') &&
    typeof code === 'string'
  );
};

const findingInside = (error: unknown, depth = 0): Finding | undefined => {
  if (!(error instanceof Error) || depth > 10) return undefined;
  if (isFinding(error)) return { colour: error.colour, code: error.code };
  const parts: unknown[] = error instanceof AggregateError ? error.errors : [];
  for (const part of [error.cause, ...parts]) {
    const found = findingInside(part, depth + 1);
    if (found) return found;
  }
  return undefined;
};

/**
 * The colour of anything thrown. An error of this project says it itself, or has one that does among its causes. A
 * failed check in a spec means that the board did something else than the spec says; everything else that is thrown,
 * and a failed check in a unit test, is a fault of the harness.
 */
export const findingOf = (error: unknown, file: string | undefined): Finding => {
  const found = findingInside(error);
  if (found) return found;
  const failedCheck = error instanceof Error && error.name === 'AssertionError';
  if (failedCheck && /\.spec\.[cm]?[jt]s$/.test(file ?? '')) {
    return { colour: 'firmware', code: 'EXPECTATION_FAILED' };
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_MOCHA_TIMEOUT') return { colour: 'harness', code: 'TEST_TIMEOUT' };
  return { colour: 'harness', code: failedCheck ? 'EXPECTATION_FAILED' : 'UNEXPECTED_ERROR' };
};

/** What errors saw (a slice of the transcript, the cloud's events), the outermost first. */
export const evidenceOf = (error: unknown, depth = 0): string[] => {
  if (!(error instanceof Error) || depth > 10) return [];
  const seen: unknown = 'evidence' in error ? error.evidence : [];
  const own = Array.isArray(seen) ? seen.filter((line) => typeof line === 'string') : [];
  return [...own, ...evidenceOf(error.cause, depth + 1)];
};
