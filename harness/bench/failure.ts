import { AssertionError } from 'chai';
import { BenchError } from '../../errors/bench-error.ts';

/**
 * The error that something must end in. Specs look at its `code`.
 * @throws AssertionError when it succeeds; whatever is no BenchError as it is
 */
export const failure = async (attempt: Promise<unknown>): Promise<BenchError> => {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof BenchError) return error;
    throw error;
  }
  throw new AssertionError('this should have been refused, and it succeeded');
};
