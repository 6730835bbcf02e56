/** A piece of evidence, already redacted. */
export interface Attachment {
  readonly kind: 'attachment';
  readonly name: string;
  readonly content: Uint8Array;
  readonly mediaType: string;
}

/** A figure, with the time it was taken. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly at: number;
}

/** How a step ended. A failed check is not the same as something that broke on the way to it. */
interface Outcome {
  readonly stop: number;
  readonly error?: unknown;
}

/** A step as it was done, with everything in it in the order it happened. Times are milliseconds since 1970. */
export interface Step {
  readonly kind: 'step';
  readonly name: string;
  readonly parent: Step | undefined;
  readonly start: number;
  readonly parameters: [name: string, value: string][];
  readonly contents: (Step | Attachment)[];
  /** Missing while the step runs. */
  outcome?: Outcome;
}

export const depthOf = ({ parent }: Step): number => (parent ? depthOf(parent) + 1 : 0);

export const isOpen = (item: Step | Attachment): item is Step =>
  item.kind === 'step' && item.outcome === undefined;
