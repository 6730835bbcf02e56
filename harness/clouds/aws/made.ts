import { setTimeout as pause } from 'node:timers/promises';
import { BenchError } from '../../../errors/bench-error.ts';

/** Something that a run made in a cloud is still there, and costs or confuses somebody. */
class CloudNotCleaned extends BenchError {
  readonly code = 'CLOUD_NOT_CLEANED';
  readonly colour = 'bench';
  /** What is left, by name. */
  readonly left: readonly string[];

  constructor(left: readonly string[], causes: readonly unknown[]) {
    super(
      `What this run made in the cloud should be gone, and is not: ${left.join('; ')}. Delete it by hand, in this order. The last reason was: ${textOf(causes.at(-1))}`,
      { cause: causes.at(-1), evidence: causes.map(textOf) },
    );
    this.left = left;
  }
}

const textOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

interface Step {
  /** For a person: `policy lamp-Policy`. */
  readonly what: string;
  undo(): Promise<void>;
}

export interface Patience {
  readonly withinMs: number;
  /** Between two attempts. */
  readonly everyMs: number;
}

/**
 * What a run made in somebody's cloud, so that all of it can be taken away again: the newest first, so that nothing is
 * deleted that something else still needs.
 */
export class Made {
  readonly #steps: Step[] = [];

  /** Notes what was just made, and how to undo it. Undoing what is gone already must be no error. */
  note(what: string, undo: () => Promise<void>): void {
    this.#steps.push({ what, undo });
  }

  /**
   * Undoes everything that can be undone. A detached policy still counts as attached for a while at AWS, of which nothing
   * tells the end: so what fails is tried again until the patience is over. Throws CloudNotCleaned.
   */
  async undoAll({ withinMs, everyMs }: Patience): Promise<void> {
    const deadline = performance.now() + withinMs;
    for (;;) {
      const causes: unknown[] = [];
      const left: Step[] = [];
      for (const step of this.#steps.splice(0).reverse()) {
        try {
          await step.undo();
        } catch (cause) {
          causes.push(cause);
          left.push(step);
        }
      }
      if (left.length === 0) return;
      this.#steps.push(...left.toReversed());
      if (performance.now() >= deadline) {
        throw new CloudNotCleaned(
          left.map(({ what }) => what),
          causes,
        );
      }
      await pause(everyMs);
    }
  }
}
