import type { RuntimeMessage } from 'allure-js-commons/sdk';
import { evidenceOf, type Finding } from '../failure.ts';
import type { Journal } from '../journal.ts';
import { recordedJournal } from '../recorded-journal.ts';
import { type Scene, stage } from '../stage.ts';
import type { ToldDiagnosis } from '../told-diagnosis.ts';
import { messageOfAttachment, messagesOf } from './allure-messages.ts';

/** What the attachments of a diagnosed failure are called. */
const DIAGNOSIS = 'diagnosis';
export const EVIDENCE = 'evidence';

const send = (messages: readonly RuntimeMessage[]): void => stage().send?.(messages);

/**
 * A journal that writes Allure steps into the test (or hook) that runs. A tree of steps is handed over in one go
 * when its outermost step ends: Allure's own steps nest by what was begun last, which mixes up parallel ones. Without
 * the reporter of this folder (`mocha --reporter dot`) nothing is stored.
 */
export const allureJournal = (): Journal =>
  recordedJournal({
    ended: (step, scene) => {
      if (step.parent === undefined && scene?.over !== true) send(messagesOf(step));
    },
    attached: (attachment) => send([messageOfAttachment(attachment)]),
    measured: (measurement, step) => {
      stage().measurements.push(measurement);
      const value = `${measurement.value} ${measurement.unit}`;
      const parameters = [{ name: measurement.name, value, excluded: true }];
      if (!step) send([{ type: 'metadata', data: { parameters } }]);
    },
  });

/** Hands over what of a scene still runs, marked as unfinished: after a time-out that is what it hung in. */
export const sendOpenSteps = (scene: Scene): void => {
  for (const step of scene.open) if (step.parent === undefined) send(messagesOf(step));
};

/** Marks the running test with whose fault its failure is: the report's categories go by these labels. */
export const labelFailure = ({ colour, code }: Finding): void => {
  const labels = [
    { name: 'colour', value: colour },
    { name: 'code', value: code },
  ];
  send([{ type: 'metadata', data: { labels } }]);
};

/** Keeps what a failure saw with the running test. The error has been redacted. */
export const attachEvidence = (error: unknown): void => {
  const lines = evidenceOf(error);
  if (lines.length === 0) return;
  const content = Buffer.from(`${lines.join('\n')}\n`);
  const name = 'What the failure saw';
  send([messageOfAttachment({ kind: 'attachment', name, content, mediaType: 'text/plain' })]);
};

/** Keeps a diagnosis with the running test: what it says, and the evidence that it was made from. */
export const attachDiagnosis = ({ details, evidence }: ToldDiagnosis): void => {
  const attach = (name: string, text: string, mediaType: string): void => {
    const content = Buffer.from(text);
    send([messageOfAttachment({ kind: 'attachment', name, content, mediaType })]);
  };
  attach(DIAGNOSIS, details, 'text/markdown');
  attach(EVIDENCE, evidence, 'application/json');
};

/** What a test is about, beyond its title. */
export interface TestFacts {
  /** `port: simulated`, `severity: critical`: for grouping and filtering. */
  readonly labels?: Readonly<Record<string, string>>;
  /** What makes this run of the test another one than its sisters (`release: 2.2.0.0`): kept apart in the history. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Markdown, shown at the top of the test. */
  readonly description?: string;
}

/** Adds facts to the running test; from a hook, to the tests the hook is for. */
export const describeTest = ({ labels = {}, parameters = {}, description }: TestFacts): void => {
  const pairs = (of: Readonly<Record<string, string>>): { name: string; value: string }[] =>
    Object.entries(of).map(([name, value]) => ({ name, value }));
  send([
    {
      type: 'metadata',
      data: {
        labels: pairs(labels),
        parameters: pairs(parameters),
        ...(description === undefined ? {} : { description }),
      },
    },
  ]);
};
