import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Label, Stage, Status } from 'allure-js-commons';
import { getSuiteLabels, ReporterRuntime } from 'allure-js-commons/sdk/reporter';
import { RedactingWriter } from '../redaction/redacting-writer.ts';
import { stage } from '../stage.ts';
import { environmentOfHarness } from './allure-environment.ts';
import { messageOfAttachment } from './allure-messages.ts';
import { generateReport } from './allure-report.ts';
import { ReportNotWritten } from './report-not-written.ts';

/** One case of what shows how far runs can be trusted: a planted defect, a bench that is wrong, a run with a seed. */
export interface TrustCase {
  readonly suite: string;
  readonly title: string;
  /** Missing where it was tried on none that can be named. */
  readonly release?: string | undefined;
  /** What it is about. */
  readonly area?: string;
  /** What came of it, by names: `code: WIRE_UNRELIABLE`. */
  readonly facts: Readonly<Record<string, string>>;
  /** Markdown. */
  readonly description: string;
  /** Texts to be kept with it, by their names. */
  readonly evidence?: Readonly<Record<string, string>>;
  /** Why it should have come out otherwise, and what failures are grouped by; null where it should not. */
  readonly wrong: { readonly why: string; readonly colour: string; readonly code: string } | null;
  readonly durationMs?: number;
}

/** Many of them, and what they come to. */
export interface TrustFigures {
  readonly name: string;
  /** What all of it comes to, in lines: `228 of 228 named exactly (100 %)`. */
  readonly figures: string;
  /** Case by case, for a person. */
  readonly table: string;
  readonly cases: readonly TrustCase[];
}

const pairs = (facts: Readonly<Record<string, string | undefined>>): Label[] =>
  Object.entries(facts).flatMap(([name, value]) => (value === undefined ? [] : { name, value }));

const writeCase = (runtime: ReporterRuntime, of: string, one: TrustCase): void => {
  const { suite, title, release, area, facts, description, evidence = {}, wrong } = one;
  const { durationMs = 0 } = one;
  const stop = Date.now();
  const uuid = runtime.startTest({
    name: title,
    fullName: `${of}: ${suite} > ${title}`,
    description,
    labels: [
      ...getSuiteLabels([suite]),
      ...pairs({ release, area, colour: wrong?.colour, code: wrong?.code }),
    ],
    parameters: pairs({ release, ...facts }),
    stage: Stage.FINISHED,
    status: wrong ? Status.FAILED : Status.PASSED,
    statusDetails: wrong ? { message: wrong.why } : {},
    start: stop - Math.round(durationMs),
  });
  const attachments = Object.entries(evidence).map(([name, text]) =>
    messageOfAttachment({
      kind: 'attachment',
      name,
      content: Buffer.from(text),
      mediaType: 'text/plain',
    }),
  );
  runtime.applyRuntimeMessages(uuid, attachments);
  runtime.stopTest(uuid, { stop });
  runtime.writeTest(uuid);
};

/** On the first page, below the figures: the command that makes them, and the table. */
const writeFirstPage = (writer: RedactingWriter, table: string, command: string): void => {
  writer.writeEnvironmentInfo({ command, ...environmentOfHarness() });
  const source = `${randomUUID()}-attachment.txt`;
  writer.writeAttachment(source, Buffer.from(`$ ${command}\n\n${table}`));
  const attachment = { name: 'The table', type: 'text/plain', source, timestamp: Date.now() };
  writer.writeGlobals(`${randomUUID()}-globals.json`, { attachments: [attachment], errors: [] });
};

const writeResults = (results: string, figures: TrustFigures, command: string): void => {
  const { troubles, redactor } = stage();
  const before = troubles.length;
  const writer = new RedactingWriter(results, redactor);
  const runtime = new ReporterRuntime({ writer });
  for (const one of figures.cases) writeCase(runtime, figures.name, one);
  writeFirstPage(writer, figures.table, command);
  const [missing] = troubles.slice(before);
  if (missing) throw new ReportNotWritten(`the report would lack a part: ${missing.message}`);
};

/**
 * Makes an Allure report in which each case is a test, through the same gate as a run's: nothing is stored that has not
 * been redacted. Gives its path.
 * @param output gets `index.html`, in the place of an older report
 * @param command what measured this
 * @throws ReportNotWritten; Allure's own results are kept then
 */
export const trustReport = async (
  figures: TrustFigures,
  { output, command }: { readonly output: string; readonly command: string },
): Promise<string> => {
  const results = await mkdtemp(join(tmpdir(), 'trust-results-')).catch((cause: unknown) => {
    throw new ReportNotWritten(`there is no room for the results of a report: ${cause}`, { cause });
  });
  writeResults(results, figures, command);
  const name = `${figures.name}: ${figures.figures.replaceAll('\n', ', ')}`;
  const report = await generateReport({ results, output, name, isByRelease: false });
  await rm(results, { recursive: true, force: true });
  return report;
};
