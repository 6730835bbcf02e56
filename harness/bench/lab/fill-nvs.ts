import { AtRefused } from '../../at/errors.ts';
import type { Board } from '../../boards/board.ts';

interface Filling {
  readonly namespace: string;
  readonly bytes: Uint8Array;
  /** So many are tried. */
  readonly most: number;
}

/** Stores the same bytes under one key after the other; how many the board took before it refused one. */
export const fillNvs = async (
  { nvs }: Board,
  { namespace, bytes, most }: Filling,
): Promise<number> => {
  for (let stored = 0; stored < most; stored += 1) {
    try {
      await nvs.put(namespace, `value${stored}`, bytes);
    } catch (error) {
      if (error instanceof AtRefused) return stored;
      throw error;
    }
  }
  return most;
};
