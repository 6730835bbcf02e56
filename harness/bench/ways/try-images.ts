import { BadInput } from '../../../errors/bench-error.ts';
import type { Journal } from '../../../reports/journal.ts';
import type { BoardDownload } from '../../boards/board-download.ts';
import { planImage } from '../../flash/rom/plan.ts';
import { writeRegions } from '../../flash/rom/write-regions.ts';
import { flawedImage, type ImageFlaw } from './flawed-images.ts';

/** What came of images with something wrong. */
export interface TriedImages {
  /** The code of each refusal, or `written`. */
  readonly outcomes: readonly string[];
  /** The whole flash, as the chip gave it before and afterwards. */
  readonly before: Buffer;
  readonly after: Buffer;
}

/**
 * Writes copies of what a board holds, each with one thing wrong, and reads the flash before and afterwards. All of it
 * happens in one stay in the loader, so that no firmware writes in between.
 */
export const tryImages = (
  download: BoardDownload,
  journal: Journal,
  flaws: readonly ImageFlaw[],
): Promise<TriedImages> =>
  download.through(async (loader) => {
    const whole = () => loader.read(0, loader.chip.flashSize);
    const before = await whole();
    const outcomes: string[] = [];
    for (const flaw of flaws) {
      const name = `an image with a flaw (${flaw})`;
      const outcome = await journal.step(`write ${name}`, {}, async (note) => {
        try {
          const regions = planImage(name, flawedImage(before, flaw), loader.chip);
          await writeRegions(loader, journal, regions);
          return 'written';
        } catch (error) {
          if (!(error instanceof BadInput)) throw error;
          note('refused', error.message);
          return error.code;
        }
      });
      outcomes.push(outcome);
    }
    return { outcomes, before, after: await whole() };
  });
