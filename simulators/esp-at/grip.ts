/** What a defect can do to its board of its own accord, beside what it answers at the seams. */
export interface Grip {
  /** The firmware crashes: the log port tells of it, the chip starts anew, the clock goes on. Whatever ran has no result. */
  panic(cause?: string): void;
  /** The AT port falls silent, and deaf, until the chip starts anew. What runs besides goes on. */
  hang(): void;
  /** Puts a message on the AT port that nobody has asked for. */
  say(message: string): void;
  /** Does something later, in milliseconds of the firmware's own time; not at all if that firmware is over by then. */
  after(ms: number, action: () => void): void;
}
