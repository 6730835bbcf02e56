import type { Area } from '../../errors/area.ts';
import type { Plant } from '../esp-at/seams.ts';

/** A bug of firmware that can be planted into the simulated modem, to prove that a spec catches it. */
export interface Defect {
  /** In kebab-case; what bench.yaml and `--defect` call it. */
  readonly name: string;
  /** The part of the firmware that it sits in: a spec of the same area has to catch it. */
  readonly area: Area;
  /** What somebody with such a board would suffer, in a sentence. */
  readonly suffering: string;
  /** Called once for each board that has it, so that what it remembers is that board's own. */
  readonly plant: Plant;
  /**
   * Simulated releases that can have it, the likeliest first. Unless told it is tried on 2.2.0.0, which keeps its credentials
   * in partitions, then on 3.4.0.0, which keeps them in its NVS.
   */
  readonly releases?: readonly string[];
}
