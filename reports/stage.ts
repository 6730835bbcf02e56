import { AsyncLocalStorage } from 'node:async_hooks';
import type { RuntimeMessage } from 'allure-js-commons/sdk';
import { createRedactor, type Redactor } from './redaction/redaction.ts';
import type { Measurement, Step } from './step.ts';
import type { JudgedCase } from './tables/judged-case.ts';
import type { ToldDiagnosis } from './told-diagnosis.ts';

/** One run of one test (or hook): what is still open in it, and whether it is over. */
export interface Scene {
  readonly kind: 'test' | 'hook';
  readonly title: string;
  readonly open: Set<Step>;
  over: boolean;
  /** What the test came to by the measure of somebody else's programme. */
  judged?: JudgedCase;
}

/** Where in the run some code belongs, carried along its `await`s. */
export interface Place {
  readonly scene: Scene | undefined;
  readonly step: Step | undefined;
}

/** Something that went wrong with the evidence itself. It fails the run unless it is only a warning. */
export interface Trouble {
  readonly code: 'LATE_STEP' | 'SECRET_STORED' | 'RESULT_NOT_WRITTEN' | 'EVIDENCE_NOT_HANDED_OVER';
  readonly message: string;
  readonly fatal: boolean;
}

/** What `onTestEnd` gets: a test that is just over, open for the last pieces of evidence. */
export interface EndedTest {
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  attach(name: string, content: string | Uint8Array, mediaType: string): void;
}

export interface Stage {
  readonly place: AsyncLocalStorage<Place>;
  readonly redactor: Redactor;
  readonly endings: Set<(test: EndedTest) => void>;
  readonly environment: Map<string, string>;
  /** What every test of this run is marked with, see `markEveryTest`. */
  readonly marks: Map<string, string>;
  readonly measurements: Measurement[];
  /** By what was thrown, see `tellDiagnosis`. */
  readonly diagnoses: WeakMap<object, ToldDiagnosis>;
  readonly troubles: Trouble[];
  scene: Scene | undefined;
  /** Aborted when the run may take no longer; its reason is how long that was, in words. */
  readonly time: AbortController;
  /** Hands messages to the Allure result of what is running; missing without the reporter. */
  send: ((messages: readonly RuntimeMessage[]) => void) | undefined;
}

const KEY = Symbol.for('esp-at-bench.stage');

/**
 * The one place in this process where journals and the reporter meet. Mocha loads a reporter with `require` and specs
 * with `import`, which makes two copies of every module: hence on globalThis, not in a module variable.
 */
export const stage = (): Stage => {
  const holder = globalThis as { [KEY]?: Stage };
  holder[KEY] ??= {
    place: new AsyncLocalStorage(),
    redactor: createRedactor(),
    endings: new Set(),
    environment: new Map(),
    marks: new Map(),
    measurements: [],
    diagnoses: new WeakMap(),
    troubles: [],
    scene: undefined,
    time: new AbortController(),
    send: undefined,
  };
  return holder[KEY];
};

/** The redactor of this run: tell it each secret as soon as it is known, before a byte of it travels. */
export const runRedactor = (): Redactor => stage().redactor;

/**
 * Calls back when a test is over (also one that timed out), while its result can still take evidence: the place to
 * hand over transcripts. Synchronous on purpose, a test's end does not wait. Returns what ends the registration.
 */
export const onTestEnd = (callback: (test: EndedTest) => void): (() => void) => {
  const { endings } = stage();
  endings.add(callback);
  return () => {
    endings.delete(callback);
  };
};

/** Ends what runs now, and fails it with RunOutOfTime. @param deadline how long the run was allowed to take: `30 minutes` */
export const endOutOfTime = (deadline: string): void => stage().time.abort(deadline);

/** Says what this run is about (`firmware`, `board`, `port`, ...); shown on the report's first page. */
export const describeEnvironment = (facts: Readonly<Record<string, string>>): void => {
  const { environment, redactor } = stage();
  for (const [name, value] of Object.entries(facts)) environment.set(name, redactor.redact(value));
};

/**
 * Says what makes every test of this run another one than the same test of other runs (`release: 3.4.0.0`): its results
 * have this label and parameter from now on, by which the report tells them apart and keeps a history for each.
 */
export const markEveryTest = (marks: Readonly<Record<string, string>>): void => {
  const { marks: all, redactor } = stage();
  for (const [name, value] of Object.entries(marks)) all.set(name, redactor.redact(value));
};
