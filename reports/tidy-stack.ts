/** Frames between a spec and Mocha that say nothing about the failure: how steps and scenes are entered and left. */
const OURS =
  /^\s+at .*(?:[\\/]reports[\\/](?:scenes|recorded-journal)\.ts|[\\/]bench[\\/]explained-tests\.ts|node:async_hooks|node:internal\/(?:timers|async_hooks|process)).*$/;

/** Leaves in a stack what a person would look at. */
export const tidyStack = (error: unknown): void => {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return;
  error.stack = error.stack
    .split('\n')
    .filter((line) => !OURS.test(line))
    .join('\n');
};
