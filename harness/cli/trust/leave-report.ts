import { relative } from 'node:path';
import { type TrustFigures, trustReport } from '../../../reports/allure/trust-report.ts';
import { projectFile } from '../project.ts';
import { reportOrComplaint } from '../report-or-complaint.ts';

/** Below it each measurement has a folder of its own; git ignores it. */
const REPORTS = 'reports/trust-reports';

/** Whose report is in which folder: scripts of package.json by the folder's name. */
const SCRIPTS = {
  defects: 'defects',
  diagnosis: 'diagnosis',
  clean: 'trust',
  faults: 'trust',
} as const;

/** As somebody gave it, for a shell. */
const commandOf = (script: string): string => {
  const given = process.argv.slice(2);
  const words = given.map((word) => (/^[\w./,=-]+$/.test(word) ? word : `'${word}'`));
  return ['npm run', script, ...(words.length > 0 ? ['--', ...words] : [])].join(' ');
};

/** Whether somebody wants a report, and whether a program reads what is said. */
interface Wishes {
  readonly report: boolean;
  readonly json?: boolean;
}

/**
 * Leaves the report of a measurement and says where; or says on standard error why there is none, which changes nothing
 * about what was measured. Gives its path, null where there is none.
 * @param folder the name of its own one
 */
export const leaveReport = async (
  { report: isWanted, json = false }: Wishes,
  folder: keyof typeof SCRIPTS,
  figures: TrustFigures,
): Promise<string | null> => {
  if (!isWanted || figures.cases.length === 0) return null;
  const output = projectFile(`${REPORTS}/${folder}`);
  const command = commandOf(SCRIPTS[folder]);
  const report = await reportOrComplaint(trustReport(figures, { output, command }));
  if (report === undefined) return null;
  if (!json) process.stdout.write(`Report: ${relative(process.cwd(), report) || report}\n`);
  return report;
};
