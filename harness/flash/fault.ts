import { AtBusy, AtRefused, AtTimeout, AtUnexpected } from '../at/errors.ts';
import { FlashMismatch, WireUnreliable } from './errors.ts';

/** What may be the firmware's fault or the wire's: done again, firmware repeats itself, and a bad wire does not. */
export type Doubtful = FlashMismatch | AtRefused | AtTimeout | AtUnexpected | AtBusy;

export const isDoubtful = (error: unknown): error is Doubtful =>
  [FlashMismatch, AtRefused, AtTimeout, AtUnexpected, AtBusy].some((kind) => error instanceof kind);

/** An answer without what changes from one time to the next: counts, the time of the day. */
const shapeOf = (text: string): string => text.replaceAll(/\d+/g, '0');

/** What a fault is known by when it comes again. */
const signOf = (error: Doubtful): string => {
  if (error instanceof FlashMismatch) return error.readSha256;
  if (error instanceof AtTimeout) return error.waitedFor;
  if (error instanceof AtRefused) return `${error.command} ${error.errorCodes.join()}`;
  // Scans find something else each time; what a board is asked for has one shape.
  const isSteady = error instanceof AtUnexpected && error.command.endsWith('?');
  return isSteady ? shapeOf(error.message) : error.command;
};

export const isSameFault = (first: Doubtful, second: Doubtful): boolean =>
  first.code === second.code && signOf(first) === signOf(second);

/**
 * Whom two attempts at the same thing speak against.
 * @param second how the second one ended; null for well
 */
export const opinion = (what: string, first: Doubtful, second: unknown): unknown => {
  if (second !== null && (!isDoubtful(second) || isSameFault(first, second))) return second;
  const how = second === null ? 'was right the second time' : 'failed otherwise the second time';
  return new WireUnreliable(what, how, first);
};
