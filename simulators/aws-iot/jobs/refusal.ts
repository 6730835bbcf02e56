import { BenchError } from '../../../errors/bench-error.ts';
import type { JsonObject } from '../json.ts';

/** AWS's codes for what a device asked of its jobs and does not get. */
export type JobRefusalCode =
  | 'InvalidJson'
  | 'InvalidRequest'
  | 'InvalidStateTransition'
  | 'ResourceNotFound'
  | 'TerminalStateReached'
  | 'VersionMismatch';

/** A request about a job that AWS refuses. */
export class JobRefusal extends BenchError {
  readonly code: JobRefusalCode;
  readonly colour = 'bench';
  /** How the job stands; told with InvalidStateTransition and VersionMismatch. */
  readonly executionState: JsonObject | undefined;

  constructor(code: JobRefusalCode, message: string, executionState?: JsonObject) {
    super(message);
    this.code = code;
    this.executionState = executionState;
  }
}
