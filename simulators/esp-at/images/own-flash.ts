import { BadInput } from '../../../errors/bench-error.ts';
import type { ReleaseProfile } from '../releases/profile.ts';
import { type ImageFacts, imageFacts, suits } from './image-facts.ts';
import { tellsOf } from './tells-of.ts';

/** Erased flash, and one that was written to by mistake, is a board's own as well: it does not boot. */
const factsIn = (flash: Uint8Array): ImageFacts | undefined => {
  try {
    return imageFacts(flash);
  } catch (error) {
    if (error instanceof BadInput) return undefined;
    throw error;
  }
};

/**
 * Refuses a kept flash that holds another release than the board is to be: the firmware would run on settings, partitions
 * and credentials that are not its own.
 * @throws BadInput FLASH_OF_OTHER_RELEASE
 */
export const requireOwnFlash = (path: string, flash: Uint8Array, profile: ReleaseProfile): void => {
  const facts = factsIn(flash);
  if (!facts || suits(facts, profile)) return;
  throw new BadInput(
    'FLASH_OF_OTHER_RELEASE',
    `${path} holds the flash of another board than a ${profile.name} (${tellsOf(facts)}). Ask for the release that it holds, or name another file, or one that does not exist yet.`,
  );
};
