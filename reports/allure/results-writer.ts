import type { Writer } from 'allure-js-commons/sdk/reporter';
import type { Measurement } from '../step.ts';

/** Where a run's results for a report go. */
export interface ResultsWriter extends Writer {
  readonly folder: string;
  /** What was written. */
  readonly files: ReadonlySet<string>;
  writeMeasurements(name: string, measurements: readonly Measurement[]): void;
}

const nothing = (): void => undefined;

/** For a run of which nobody makes a report: its record says what passed and what failed. */
export const unwritten: ResultsWriter = {
  folder: '.',
  files: new Set(),
  writeResult: nothing,
  writeGroup: nothing,
  writeGlobals: nothing,
  writeEnvironmentInfo: nothing,
  writeCategoriesDefinitions: nothing,
  writeAttachment: nothing,
  writeAttachmentFromPath: nothing,
  writeMeasurements: nothing,
};
