import { BenchError, type Colour } from '../../../errors/bench-error.ts';

/** Board and cloud tell different things of the same connection. */
export class EndsDisagree extends BenchError {
  readonly code = 'ENDS_DISAGREE';
  readonly colour: Colour = 'firmware';

  constructor(isToldByBoard: boolean) {
    super(
      isToldByBoard
        ? 'the board says that it is connected, and the cloud let nobody in'
        : 'the cloud let the board in, and the board says that it could not connect',
    );
  }
}
