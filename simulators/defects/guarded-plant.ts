import { BadInput } from '../../errors/bench-error.ts';
import type { Plant, Seams } from '../esp-at/seams.ts';
import type { Defect } from './defect.ts';

type Hook = (...given: readonly unknown[]) => unknown;

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';

/** The classes of JavaScript's own errors. What the simulated firmware throws in its life has one of its own. */
const OF_THE_LANGUAGE: readonly unknown[] = [
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
];

/** Whether it passes through a hook on its way, as the end of the supply in the middle of a write does. */
const isOfFirmware = (thrown: unknown): boolean =>
  thrown instanceof Error && !OF_THE_LANGUAGE.includes(thrown.constructor);

/**
 * The plant of a defect, of which nothing goes unheard: what it throws, or what one of its hooks throws, is thrown past the firmware
 * as well, which would make a board of it that fails by chance. A broken defect proves nothing about specs.
 * @throws BadInput `DEFECT_BROKEN`, from the plant, from the hook, and as an uncaught exception
 */
export const guardedPlant = ({ name, plant }: Pick<Defect, 'name' | 'plant'>): Plant => {
  const guarded = (hook: Hook, where: string): Hook =>
    function (this: unknown, ...given) {
      try {
        return Reflect.apply(hook, this, given);
      } catch (cause) {
        if (isOfFirmware(cause)) throw cause;
        const broken = new BadInput(
          'DEFECT_BROKEN',
          `The defect "${name}" is broken itself: its ${where} threw ${messageOf(cause)}`,
          { cause },
        );
        process.nextTick(() => {
          throw broken;
        });
        throw broken;
      }
    };
  const guardedHooks = (value: unknown, where: string): unknown => {
    if (typeof value === 'function') return guarded(value as Hook, where);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, hook]) => [key, guardedHooks(hook, `${where}.${key}`)]),
    );
  };
  return (board) => {
    const seams = Object.entries(guarded(plant as Hook, 'plant')(board) as Seams);
    return Object.fromEntries(seams.map(([seam, hooks]) => [seam, guardedHooks(hooks, seam)]));
  };
};
