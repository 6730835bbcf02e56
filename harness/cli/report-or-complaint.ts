import { ReportNotWritten } from '../../reports/allure/report-not-written.ts';

/** The path of a report; undefined where it could not be written, which is then said on standard error. */
export const reportOrComplaint = async (report: Promise<string>): Promise<string | undefined> => {
  try {
    return await report;
  } catch (error) {
    if (!(error instanceof ReportNotWritten)) throw error;
    process.stderr.write(`esp-at-bench: ${error.message}\n`);
    return undefined;
  }
};
