/** What a step was given: sizes, names, addresses. Redacted before it is stored. */
export type Parameters = Readonly<Record<string, string | number | boolean>>;

/** Adds to the running step what was found out in it: a checksum read back, bytes a second. */
export type Note = (name: string, value: string | number | boolean) => void;

/**
 * The lab notebook that boards and clouds write while they work. They never know where it goes: an Allure report
 * (`allureJournal`), a terminal (`consoleJournal`).
 */
export interface Journal {
  /**
   * Does `body` as a step of this name. Steps begun inside a body are its children, also when several run at the
   * same time. Must be awaited.
   * @throws whatever `body` throws; StepNotAwaited when `body` ended before a step that it began
   */
  step<T>(name: string, parameters: Parameters, body: (note: Note) => Promise<T>): Promise<T>;
  /** Keeps a piece of evidence with the running step, or with the test when no step runs. */
  attach(name: string, content: string | Uint8Array, mediaType: string): void;
  /** Keeps a figure worth comparing from run to run, in `unit` (`bytes/s`, `ms`). */
  measure(name: string, value: number, unit: string): void;
}
