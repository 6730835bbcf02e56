import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Area } from '../errors/area.ts';
import type { Leak } from './redaction/leak-scan.ts';
import type { Trouble } from './stage.ts';
import type { JudgedCase } from './tables/judged-case.ts';
import type { NamedCause } from './told-diagnosis.ts';

/** What became of one test. A test that passed only when it was tried again is flaky. */
export interface TestRecord {
  readonly type: 'test';
  /** The same for every line about one test: Mocha may fail a test after it passed (`done()` called twice). */
  readonly id: number;
  readonly title: string;
  /** The titles of the suites around it, outermost first. */
  readonly suites: readonly string[];
  readonly file: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly durationMs: number;
  readonly retries: number;
  readonly reason?: string;
  readonly colour?: string;
  readonly code?: string;
  readonly message?: string;
  /** The cause that a failure was put down to, where one was found. */
  readonly diagnosis?: NamedCause;
  readonly judged?: JudgedCase;
  /** The part of the firmware that the test is about, where it says so: all specs do. */
  readonly area?: Area;
}

/** A hook that failed: the tests it stands for may be missing from the record. */
export interface HookRecord {
  readonly type: 'hook';
  readonly title: string;
  readonly colour: string;
  readonly code: string;
  readonly message: string;
  readonly diagnosis?: NamedCause;
  readonly area?: Area;
}

export type RecordLine =
  | { readonly type: 'start'; readonly planned: number; readonly at: number }
  | TestRecord
  | HookRecord
  | {
      readonly type: 'end';
      readonly at: number;
      readonly troubles: readonly Trouble[];
      readonly leaks: readonly Leak[];
      /** What the run said of itself: board, firmware, cloud. */
      readonly environment: Readonly<Record<string, string>>;
    };

/**
 * Writes what happened while it happens, a JSON line each: a run that was cut off can still be told. A process that
 * follows the run hears each line as well.
 */
export class RunRecord {
  readonly #file: string;
  readonly #tell: ((line: RecordLine) => unknown) | undefined;

  constructor(file: string, tell?: (line: RecordLine) => unknown) {
    this.#file = file;
    this.#tell = tell;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '');
  }

  add(line: RecordLine): void {
    appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
    this.#tell?.(line);
  }
}

/** Reads a record back; none if the run never started, and a last line that was cut off is left out. */
export const readRunRecord = (file: string): RecordLine[] => {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line) as RecordLine);
};
