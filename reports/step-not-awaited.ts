import { BenchError } from '../errors/bench-error.ts';

/** A step was still running when what began it had ended: its `await` is missing, and its result proves nothing. */
export class StepNotAwaited extends BenchError {
  readonly code = 'STEP_NOT_AWAITED';
  readonly colour = 'harness';
  readonly steps: readonly string[];

  constructor(steps: readonly string[], owner: string) {
    super(
      `"${owner}" ended while ${steps.length === 1 ? 'its step' : 'its steps'} ${steps.map((name) => `"${name}"`).join(', ')} still ran; put an await before ${steps.length === 1 ? 'it' : 'them'}`,
    );
    this.steps = steps;
  }
}
