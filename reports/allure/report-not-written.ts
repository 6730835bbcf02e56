import { BenchError } from '../../errors/bench-error.ts';

/** There is no report, or none that may be shown. The run's result stands all the same. */
export class ReportNotWritten extends BenchError {
  readonly code = 'REPORT_NOT_WRITTEN';
  readonly colour = 'harness';
}
