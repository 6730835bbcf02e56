import { BadInput } from './bench-error.ts';

/** For tests: the code with which something is refused; `taken` where it is not. */
export const refusalCode = (act: () => unknown): string => {
  try {
    act();
    return 'taken';
  } catch (error) {
    if (error instanceof BadInput) return error.code;
    throw error;
  }
};
