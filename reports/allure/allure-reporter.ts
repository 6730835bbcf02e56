import { randomUUID } from 'node:crypto';
import allureMocha from 'allure-mocha';
import type { Hook, MochaOptions, Runner, Test } from 'mocha';
import { areaOf } from '../area.ts';
import { type Finding, findingOf } from '../failure.ts';
import { scanFiles } from '../redaction/leak-scan.ts';
import { redactError } from '../redaction/redact-value.ts';
import { RedactingWriter } from '../redaction/redacting-writer.ts';
import { attemptsBefore, RunCollector } from '../run-collector.ts';
import { type RecordLine, RunRecord } from '../run-record.ts';
import { makeScene } from '../scenes.ts';
import { skipReason } from '../skip.ts';
import { type EndedTest, markEveryTest, stage } from '../stage.ts';
import type { JudgedCase } from '../tables/judged-case.ts';
import { judgedTable, programmesOf } from '../tables/judged-table.ts';
import { tidyStack } from '../tidy-stack.ts';
import { diagnosisOf } from '../told-diagnosis.ts';
import { environmentOfHarness } from './allure-environment.ts';
import { attachDiagnosis, attachEvidence, labelFailure, sendOpenSteps } from './allure-journal.ts';
import { messageOfAttachment } from './allure-messages.ts';
import { type ResultsWriter, unwritten } from './results-writer.ts';

/** allure-mocha 3.12 declares its class as `default` of a CommonJS module; at run time the import is the class. */
const AllureMochaReporter = allureMocha as unknown as (typeof allureMocha)['default'];

const isHook = (runnable: Hook | Test): runnable is Hook => runnable.type === 'hook';

/** Reporters read message and stack straight from what was thrown: both are cleaned in place. */
const makeReadable = (error: unknown): void => {
  redactError(error, stage().redactor);
  tidyStack(error);
};

const handOver = (title: string, state: EndedTest['state']): void => {
  const { endings, redactor, troubles, send } = stage();
  const attach: EndedTest['attach'] = (name, content, mediaType) => {
    if (!send) return;
    const bytes = redactor.redactBytes(Buffer.from(content));
    send([
      messageOfAttachment({
        kind: 'attachment',
        name: redactor.redact(name),
        content: bytes,
        mediaType,
      }),
    ]);
  };
  for (const ending of endings) {
    try {
      ending({ title, state, attach });
    } catch (error) {
      const message = redactor.redact(`evidence of "${title}" is missing: ${error}`);
      troubles.push({ code: 'EVIDENCE_NOT_HANDED_OVER', message, fatal: false });
    }
  }
};

/** The last moment of a scene: Allure writes a test's result the moment it is over, before any `afterEach`. */
const endScene = (title: string, state: EndedTest['state']): void => {
  const { scene } = stage();
  if (!scene || scene.over) return;
  if (scene.kind === 'test' || state === 'failed') handOver(title, state);
  sendOpenSteps(scene);
  scene.over = true;
};

/** Whoever started this process may follow the run. One that is gone is no reason to stop. */
const tellParent = (line: RecordLine): void => {
  process.send?.(line, undefined, undefined, () => undefined);
};

/** What a failure was put down to goes first: a person reads from the top. */
const attachWhatIsKnown = (error: unknown): void => {
  const diagnosis = diagnosisOf(error);
  if (diagnosis) attachDiagnosis(diagnosis);
};

/** Under the line that the terminal's reporter has for a failure. */
const sayDiagnosis = (runnable: Hook | Test, error: unknown): void => {
  const text = diagnosisOf(error)?.text ?? '';
  if (text === '') return;
  const indent = '  '.repeat(runnable.titlePath().length + 1);
  process.stdout.write(`${text.replaceAll(/^/gm, indent)}\n`);
};

/**
 * Mocha's reporter of this project: Allure's, with everything redacted before it is stored, steps and evidence kept
 * with their own test, failures labelled by colour, and a record of the run. Options: `resultsDir` (where Allure's
 * results go; `results=none`: nowhere), `record` (a file for the run record), `release` (marks every test, where it is known beforehand),
 * `extraReporters` (for the terminal).
 *
 * At the end it looks through what it stored. A leaked secret, or a step begun after its test, counts as a failure.
 */
export default class BenchReporter extends AllureMochaReporter {
  readonly #writer: ResultsWriter;
  readonly #collector: RunCollector | undefined;
  readonly #judged = new Map<Test, JudgedCase>();
  /** Mocha gives tests that a hook kept from running an error of its own, with the hook's stack. */
  #hookFailure:
    | { readonly error: unknown; readonly stack: string | undefined; readonly finding: Finding }
    | undefined;

  constructor(runner: Runner, options: MochaOptions) {
    const {
      resultsDir = 'reports/allure-results',
      record,
      release,
      extraReporters,
      results,
    } = options.reporterOptions ?? {};
    const isKept = results !== 'none';
    const writer = isKept ? new RedactingWriter(resultsDir, stage().redactor) : unwritten;
    super(runner, { ...options, reporterOptions: { ...options.reporterOptions, writer } });
    this.#writer = writer;
    this.#collector = record
      ? new RunCollector(new RunRecord(record, tellParent), runner)
      : undefined;
    if (release) markEveryTest({ release });
    if (isKept) stage().send = (messages) => this.applyRuntimeMessages(...messages);
    this.#listenFirst(runner);
    runner.on('test', () => this.#mark());
    runner.on('pending', () => this.#mark());
    for (const over of ['pass', 'fail', 'pending', 'retry'] as const)
      runner.on(over, (runnable: Hook | Test) => this.#markArea(runnable));
    runner.on('pass', (test) => this.#markFlaky(test));
    runner.on('pending', (test) => this.#giveReason(test));
    runner.on('retry', (_test: Test, error: unknown) => this.#headWithDiagnosis(error));
    runner.on('fail', (runnable: Hook | Test, error: unknown) => {
      this.#headWithDiagnosis(this.#errorBehind(error));
      if (extraReporters !== undefined) sayDiagnosis(runnable, error);
      if (isHook(runnable)) this.#leaveHook();
    });
  }

  /** Before Allure and the terminal hear of it: an error is redacted, a result still takes evidence. */
  #listenFirst(runner: Runner): void {
    runner.prependListener('test', makeScene);
    runner.prependListener('hook', makeScene);
    runner.prependListener('hook end', (hook) => endScene(hook.title, 'passed'));
    runner.prependListener('pass', (test) => {
      endScene(test.fullTitle(), 'passed');
      this.#keepJudged(test);
      this.#collector?.passed(test);
    });
    runner.prependListener('pending', (test) => {
      endScene(test.fullTitle(), 'skipped');
      this.#collector?.skipped(test);
    });
    runner.prependListener('retry', (test: Test, error: unknown) => {
      makeReadable(error);
      attachWhatIsKnown(error);
      endScene(test.fullTitle(), 'failed');
      labelFailure(findingOf(error, test.file));
      attachEvidence(error);
    });
    runner.prependListener('fail', (runnable: Hook | Test, error: unknown) => {
      makeReadable(error);
      attachWhatIsKnown(this.#errorBehind(error));
      endScene(runnable.fullTitle(), 'failed');
      if (isHook(runnable)) this.#hookFailed(runnable, error);
      else this.#testFailed(runnable, error);
    });
  }

  #hookFailed(hook: Hook, error: unknown): void {
    const stack = error instanceof Error ? error.stack : undefined;
    this.#hookFailure = { error, stack, finding: findingOf(error, hook.file) };
    this.#collector?.hookFailed(hook, error);
  }

  #keepJudged(test: Test): void {
    const judged = stage().scene?.judged;
    if (judged) this.#judged.set(test, judged);
  }

  /** For the report's first page. */
  #writeJudged(): void {
    const cases = [...this.#judged.values()];
    if (cases.length === 0) return;
    const table = judgedTable(cases, { width: Number.POSITIVE_INFINITY });
    const release = stage().marks.get('release') ?? 'the firmware';
    const source = `${randomUUID()}-attachment.txt`;
    this.#writer.writeAttachment(source, Buffer.from(table));
    const name = `What ${programmesOf(cases)} would say of ${release}`;
    const attachment = { name, type: 'text/plain', source, timestamp: Date.now() };
    this.#writer.writeGlobals(`${randomUUID()}-globals.json`, {
      attachments: [attachment],
      errors: [],
    });
  }

  /** The failure of the hook, where a test failed for that alone. */
  #fromHook(error: unknown): { readonly error: unknown; readonly finding: Finding } | undefined {
    const stack = error instanceof Error ? error.stack : undefined;
    return stack !== undefined && stack === this.#hookFailure?.stack
      ? this.#hookFailure
      : undefined;
  }

  #errorBehind(error: unknown): unknown {
    return this.#fromHook(error)?.error ?? error;
  }

  /** A report shows the message on top of the test. */
  #headWithDiagnosis(error: unknown): void {
    const text = diagnosisOf(error)?.text ?? '';
    if (!this.currentTest || text === '') return;
    this.runtime.updateTest(this.currentTest, ({ statusDetails }) => {
      statusDetails.message = `${text}\n\n${statusDetails.message ?? ''}`;
    });
  }

  #testFailed(test: Test, error: unknown): void {
    this.#keepJudged(test);
    const failure = this.#fromHook(error) ?? { error, finding: findingOf(error, test.file) };
    labelFailure(failure.finding);
    attachEvidence(failure.error);
    this.#collector?.failed(test, failure.error, failure.finding);
  }

  /** Mocha does not say that a hook which failed has ended; without this, later steps would land in it. */
  #leaveHook(): void {
    if (this.currentHook) this.runtime.stopFixture(this.currentHook);
    delete this.currentHook;
    delete this.currentHookError;
  }

  /** Parameters count in the id by which a report finds a test again in its history. */
  #mark(): void {
    if (!this.currentTest) return;
    this.runtime.updateTest(this.currentTest, ({ labels, parameters }) => {
      for (const [name, value] of stage().marks) {
        if (parameters.some((parameter) => parameter.name === name)) continue;
        labels.push({ name, value });
        parameters.push({ name, value });
      }
    });
  }

  /** A test says what it is about while it runs: only behind it all of its suites have spoken. */
  #markArea(runnable: Hook | Test): void {
    const area = areaOf(runnable);
    if (!this.currentTest || isHook(runnable) || area === undefined) return;
    this.runtime.updateTest(this.currentTest, ({ labels }) => {
      if (!labels.some(({ name }) => name === 'area')) labels.push({ name: 'area', value: area });
    });
  }

  #markFlaky(test: Test): void {
    if (!this.currentTest || attemptsBefore(test) === 0) return;
    this.runtime.updateTest(this.currentTest, ({ statusDetails }) =>
      Object.assign(statusDetails, { flaky: true }),
    );
  }

  #giveReason(test: Test): void {
    const reason = skipReason(test);
    if (!this.currentTest || reason === undefined) return;
    this.runtime.updateTest(this.currentTest, ({ statusDetails }) => {
      statusDetails.message = reason;
    });
  }

  override done(failures: number, fn?: (failures: number) => void): void {
    const { environment, measurements, troubles, redactor } = stage();
    const facts = { ...Object.fromEntries(environment), ...environmentOfHarness() };
    this.#writer.writeEnvironmentInfo(facts);
    this.#writeJudged();
    this.#writer.writeMeasurements(randomUUID(), measurements);
    void scanFiles(this.#writer.folder, this.#writer.files, redactor).then((leaks) => {
      this.#collector?.ended(leaks, facts);
      const fatal = troubles.filter((trouble) => trouble.fatal).map(({ message }) => message);
      const leaked = leaks.map(({ file, kind }) => `a secret (${kind}) was stored in ${file}`);
      for (const sentence of [...fatal, ...leaked]) process.stderr.write(`${sentence}\n`);
      super.done(failures + fatal.length + leaked.length, fn);
    });
  }
}
