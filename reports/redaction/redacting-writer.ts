import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Globals, TestResult, TestResultContainer } from 'allure-js-commons';
import type { Category, EnvironmentInfo } from 'allure-js-commons/sdk';
import { FileSystemWriter, type Writer } from 'allure-js-commons/sdk/reporter';
import { stage } from '../stage.ts';
import type { Measurement } from '../step.ts';
import { redactValue } from './redact-value.ts';
import type { Redactor } from './redaction.ts';

/**
 * The gate between a run and its results folder: nothing is stored without having been redacted, whoever wrote it
 * (a journal, Allure's own calls, an error message). A file that cannot be written is remembered as trouble, and never
 * turns a green test red.
 */
export class RedactingWriter implements Writer {
  readonly #files: FileSystemWriter;
  readonly folder: string;
  readonly #redactor: Redactor;
  /** What was written, for the scan at the end: other runs may share the folder. */
  readonly files = new Set<string>();

  constructor(folder: string, redactor: Redactor) {
    this.#files = new FileSystemWriter({ resultsDir: folder });
    this.folder = folder;
    this.#redactor = redactor;
  }

  #clean<T extends object>(value: T): T {
    return redactValue(value, this.#redactor) as T;
  }

  #keep(file: string, write: () => void): void {
    try {
      write();
      this.files.add(file);
    } catch (error) {
      const message = `${file} could not be written: ${error instanceof Error ? error.message : error}`;
      stage().troubles.push({ code: 'RESULT_NOT_WRITTEN', message, fatal: false });
    }
  }

  writeResult(result: TestResult): void {
    this.#keep(`${result.uuid}-result.json`, () => this.#files.writeResult(this.#clean(result)));
  }

  writeGroup(result: TestResultContainer): void {
    this.#keep(`${result.uuid}-container.json`, () => this.#files.writeGroup(this.#clean(result)));
  }

  writeGlobals(name: string, info: Globals): void {
    this.#keep(name, () => this.#files.writeGlobals(name, this.#clean(info)));
  }

  writeEnvironmentInfo(info: EnvironmentInfo): void {
    this.#keep('environment.properties', () => this.#files.writeEnvironmentInfo(this.#clean(info)));
  }

  writeCategoriesDefinitions(categories: Category[]): void {
    this.#keep('categories.json', () => this.#files.writeCategoriesDefinitions(categories));
  }

  writeAttachment(name: string, content: Buffer): void {
    const bytes = Buffer.from(this.#redactor.redactBytes(content));
    this.#keep(name, () => this.#files.writeAttachment(name, bytes));
  }

  writeAttachmentFromPath(name: string, from: string): void {
    this.#keep(name, () => this.writeAttachment(name, readFileSync(from)));
  }

  /** The figures of a run, in the form that Allure draws trends from. */
  writeMeasurements(name: string, measurements: readonly Measurement[]): void {
    if (measurements.length === 0) return;
    const samples = measurements.map((sample, index) => ({
      id: `${name}-${index}`,
      key: this.#redactor.redact(sample.name),
      value: sample.value,
      start: sample.at,
      stop: sample.at,
      title: this.#redactor.redact(sample.name),
      unit: sample.unit,
      better: 'neutral',
    }));
    const file = `${name}-perf.json`;
    this.#keep(file, () => writeFileSync(join(this.folder, file), JSON.stringify(samples)));
  }
}
