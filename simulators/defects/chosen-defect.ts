import { BadInput } from '../../errors/bench-error.ts';
import type { Defect } from './defect.ts';
import { loadDefectFile } from './defect-file.ts';
import { findDefect } from './defects.ts';

/** Which defect a board has: one by its name, one of a file, or the only one of a file. */
export interface DefectChoice {
  readonly defect?: string | undefined;
  readonly defectFile?: string | undefined;
}

/**
 * The defect that was asked for; undefined where none was.
 * @throws BadInput `UNKNOWN_DEFECT`, `DEFECT_NOT_CHOSEN`, and what `loadDefectFile` throws
 */
export const chosenDefect = async ({
  defect,
  defectFile,
}: DefectChoice): Promise<Defect | undefined> => {
  if (defectFile === undefined) return defect === undefined ? undefined : findDefect(defect);
  const loaded = await loadDefectFile(defectFile);
  if (defect !== undefined) return findDefect(defect, loaded);
  const [only, ...more] = loaded;
  if (more.length === 0) return only;
  throw new BadInput(
    'DEFECT_NOT_CHOSEN',
    `${defectFile} holds ${loaded.length} defects, and a board has one; say which: ${loaded.map(({ name }) => name).join(', ')}.`,
  );
};
