import { printable } from '../../../certs/printable.ts';
import type { ImageFacts } from './image-facts.ts';

const NOT_TOLD = 'not told';

/** What an image tells of itself, for a sentence. */
export const tellsOf = ({ chip, release, module }: ImageFacts): string =>
  printable(
    [
      `chip ${chip ?? NOT_TOLD}`,
      `module ${module ?? NOT_TOLD}`,
      `release ${release ?? NOT_TOLD}`,
    ].join(', '),
  );
