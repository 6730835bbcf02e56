import type { Journal, Note, Parameters } from './journal.ts';
import { type Place, type Scene, stage } from './stage.ts';
import { type Attachment, isOpen, type Measurement, type Step } from './step.ts';
import { StepNotAwaited } from './step-not-awaited.ts';

/** Where a journal goes. Everything that arrives here is redacted already. */
export interface JournalSink {
  begun?(step: Step): void;
  ended(step: Step, scene: Scene | undefined): void;
  /** Evidence outside of any step. */
  attached(attachment: Attachment): void;
  measured(measurement: Measurement, step: Step | undefined): void;
}

/**
 * What a call belongs to: the innermost step around it that still runs. A hook that is over leaves callbacks behind
 * (of a socket opened in `before`), and so does a step: they belong to what runs now.
 */
const hereAndNow = (): Place => {
  const { place, scene } = stage();
  const here = place.getStore();
  if (!here || (here.scene?.kind === 'hook' && here.scene.over)) return { scene, step: undefined };
  let { step } = here;
  while (step?.outcome) step = step.parent;
  return { scene: here.scene, step };
};

const noteIn =
  (step: Step): Note =>
  (name, value) => {
    const { redactor } = stage();
    step.parameters.push([redactor.redact(name), redactor.redact(String(value))]);
  };

const begin = (name: string, parameters: Parameters, { step, scene }: Place): Step => {
  const begun: Step = {
    kind: 'step',
    name: stage().redactor.redact(name),
    parent: step,
    start: Date.now(),
    parameters: [],
    contents: [],
  };
  const note = noteIn(begun);
  for (const [key, value] of Object.entries(parameters)) note(key, value);
  step?.contents.push(begun);
  scene?.open.add(begun);
  return begun;
};

const warnOfLateStep = (name: string, scene: Scene): void => {
  const message = `the step "${name}" was begun after its test "${scene.title}" was over; put an await before what began it`;
  stage().troubles.push({ code: 'LATE_STEP', message, fatal: true });
};

/** A journal that keeps steps as a tree by where they were begun, and tells `sink` of them. */
export const recordedJournal = (sink: JournalSink): Journal => ({
  step: async <T>(
    name: string,
    parameters: Parameters,
    body: (note: Note) => Promise<T>,
  ): Promise<T> => {
    const here = hereAndNow();
    const step = begin(name, parameters, here);
    if (here.scene?.over) warnOfLateStep(step.name, here.scene);
    sink.begun?.(step);
    const finish = (error?: unknown): void => {
      step.outcome = { stop: Date.now(), ...(error === undefined ? {} : { error }) };
      here.scene?.open.delete(step);
      sink.ended(step, here.scene);
    };
    try {
      const result = await stage().place.run({ scene: here.scene, step }, () => body(noteIn(step)));
      const open = step.contents.filter(isOpen).map((child) => child.name);
      if (open.length > 0) throw new StepNotAwaited(open, step.name);
      finish();
      return result;
    } catch (error) {
      finish(error ?? new Error('rejected without a reason'));
      throw error;
    }
  },

  attach: (name, content, mediaType) => {
    const { redactor } = stage();
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const attachment: Attachment = {
      kind: 'attachment',
      name: redactor.redact(name),
      content: redactor.redactBytes(bytes),
      mediaType,
    };
    const { step } = hereAndNow();
    if (step) step.contents.push(attachment);
    else sink.attached(attachment);
  },

  measure: (name, value, unit) => {
    const { step } = hereAndNow();
    const measurement = { name, value, unit, at: Date.now() };
    if (step) noteIn(step)(name, `${value} ${unit}`);
    sink.measured(measurement, step);
  },
});
