import { BenchError, type Colour } from '../../errors/bench-error.ts';
import type { Mismatch } from './explain-mismatch.ts';
import type { Store } from './store.ts';

/** A partition, or a value of the NVS, reads back as something else than what was written, and does so again when it is written again. */
export class FlashMismatch extends BenchError {
  readonly code = 'FLASH_MISMATCH';
  readonly colour: Colour = 'firmware';
  /** The name of the partition or value. */
  readonly store: string;
  readonly mismatch: Mismatch;
  readonly sentSha256: string;
  readonly readSha256: string;

  constructor(
    store: Store,
    mismatch: Mismatch,
    digests: { sentSha256: string; readSha256: string },
  ) {
    const { offset, count, reason } = mismatch;
    const first = store.spellOffset(offset);
    super(
      `"${store.name}" reads back differently from what was sent: ${count} bytes differ, the first at ${first}; ${reason}`,
    );
    this.store = store.name;
    this.mismatch = mismatch;
    this.sentSha256 = digests.sentSha256;
    this.readSha256 = digests.readSha256;
  }
}

/** An exchange failed once and went otherwise the second time: firmware repeats itself, a bad wire does not. */
export class WireUnreliable extends BenchError {
  readonly code = 'WIRE_UNRELIABLE';
  readonly colour: Colour = 'bench';

  constructor(what: string, how: string, cause: unknown) {
    super(
      `bytes were lost or changed on the way to or from the board: ${what} ${how}; check cable, baud rate and flow control, then run again`,
      { cause },
    );
  }
}

/**
 * An NVS could be neither written anew nor put back: what stands there is neither the old values nor the new ones. In
 * the colour of what went wrong first.
 */
export class NvsLeftBroken extends BenchError {
  readonly code = 'NVS_LEFT_BROKEN';
  readonly colour: Colour;

  constructor(partition: string, first: BenchError) {
    super(
      `"${partition}" was left half written, and its old contents could not be put back: ${first.message}; the board may start without its factory parameters, so flash its factory image before it is used again`,
      { cause: first, evidence: first.evidence },
    );
    this.colour = first.colour;
  }
}
