/** What went over the wire, in order, with times; secrets masked. */
export class Transcript {
  /** The place where the next entry will stand. */
  position(): number {
    throw new Error('not written yet');
  }

  /** One line an entry, from a position on: time in ms since opening, direction, escaped bytes. */
  lines(from = 0): string[] {
    throw new Error(`not written yet ${from}`);
  }

  /** The attachment for a report. */
  text(from = 0): string {
    return this.lines(from).join('\n');
  }
}
