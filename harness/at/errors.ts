import { BenchError, type Colour } from '../../errors/bench-error.ts';

/** The board answered with ERROR, or with `+MQTTPUB:FAIL`. */
export class AtRefused extends BenchError {
  readonly code = 'AT_REFUSED';
  readonly colour: Colour = 'firmware';
  /** As sent, secrets masked. */
  readonly command: string;
  /** The `ERR CODE`s before the ERROR, none to two, such as 0x010a6003. */
  readonly errorCodes: readonly number[];
  /** The information lines before the ERROR, such as `+CWJAP:2`. */
  readonly lines: readonly string[];

  constructor(
    command: string,
    {
      errorCodes = [],
      lines = [],
      evidence,
    }: {
      errorCodes?: readonly number[];
      lines?: readonly string[];
      evidence?: readonly string[];
    } = {},
  ) {
    super(`the board refused ${command}`, evidence ? { evidence } : {});
    this.command = command;
    this.errorCodes = errorCodes;
    this.lines = lines;
  }
}

/** Something did not come in time. */
export class AtTimeout extends BenchError {
  readonly code = 'AT_TIMEOUT';
  readonly colour: Colour = 'firmware';
  readonly waitedFor: string;
  readonly withinMs: number;
  /** What came instead. */
  readonly heard: readonly string[];

  constructor(
    waitedFor: string,
    withinMs: number,
    { heard, evidence }: { heard: readonly string[]; evidence?: readonly string[] },
  ) {
    super(
      `waited ${withinMs} ms for ${waitedFor}; heard ${heard.length === 0 ? 'nothing' : heard.slice(-3).join(', ')}`,
      evidence ? { evidence } : {},
    );
    this.waitedFor = waitedFor;
    this.withinMs = withinMs;
    this.heard = heard;
  }
}

/** The answer came, but not in the form that the command table gives it. */
export class AtUnexpected extends BenchError {
  readonly code = 'AT_UNEXPECTED';
  readonly colour: Colour = 'firmware';
}

/** The board is busy with something else, and stayed so when asked again. */
export class AtBusy extends BenchError {
  readonly code = 'AT_BUSY';
  readonly colour: Colour = 'firmware';
}

/** `ready` came in the middle of an exchange: the board has started anew. */
export class BoardRestarted extends BenchError {
  readonly code = 'AT_RESTARTED';
  readonly colour: Colour = 'firmware';
}
