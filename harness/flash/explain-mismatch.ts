/** What a partition holds instead of what was sent. Offsets and counts in bytes; no contents, which may be a key's. */
export interface Mismatch {
  /** The first byte that differs. */
  readonly offset: number;
  /** How many bytes differ. */
  readonly count: number;
  readonly pattern: Pattern;
  /** The pattern in words. */
  readonly reason: string;
}

/** What the differences look like. */
export type Pattern =
  | 'other-length'
  | 'not-written'
  | 'tail-missing'
  | 'gaps'
  | 'wrapped'
  | 'shifted'
  | 'not-erased'
  | 'few-bits'
  | 'unknown';

interface Finding {
  readonly pattern: Pattern;
  readonly reason: string;
}

interface Difference {
  readonly sent: Uint8Array;
  readonly read: Uint8Array;
  /** What was there before, if that is known. */
  readonly old: Uint8Array | undefined;
  readonly offset: number;
  readonly count: number;
}

const ERASED = 0xff;
/** NOR flash is erased in these units, and ESP-AT's users write in pieces of it. */
const SECTOR = 4096;
/** Lost bytes looked for; a UART that overruns loses a few at a time. */
const MOST_LOST = 128;
/** So many bytes must tell the same tale before it is believed. */
const ENOUGH = 8;
const FEW_BITS = 4;

const isErased = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === ERASED);

const isEqual = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

const bitsOf = (byte: number): number => byte.toString(2).replaceAll('0', '').length;

/** Only the values of an NVS know their length; what is read from a partition is as long as it was asked for. */
const otherLength = ({ sent, read }: Difference): Finding | null =>
  sent.length === read.length
    ? null
    : {
        pattern: 'other-length',
        reason: `${read.length} bytes came back instead of ${sent.length}`,
      };

const notWritten = ({ read }: Difference): Finding | null =>
  isErased(read)
    ? { pattern: 'not-written', reason: 'all of it is FF: it was erased, and nothing was written' }
    : null;

const tailMissing = ({ read, sent, offset }: Difference): Finding | null =>
  isErased(read.subarray(offset))
    ? {
        pattern: 'tail-missing',
        reason: `from there on all is FF: the last ${sent.length - offset} bytes were dropped`,
      }
    : null;

/** Every piece lost something of its own. */
const gaps = ({ sent, read, count }: Difference): Finding | null =>
  read.every((byte, i) => byte === sent[i] || byte === ERASED)
    ? {
        pattern: 'gaps',
        reason: `all ${count} of them are FF: they were left out when their pieces were written`,
      }
    : null;

/** What lies beyond the first sector went to its beginning: over what was there, or together with it. */
const wrapped = ({ sent, read }: Difference): Finding | null => {
  const over = sent.subarray(SECTOR, 2 * SECTOR);
  if (over.length < ENOUGH || !isErased(read.subarray(SECTOR))) return null;
  const start = read.subarray(0, over.length);
  const isOver = isEqual(start, over);
  const isMixed = start.every((byte, i) => byte === ((sent[i] ?? 0) & (over[i] ?? 0)));
  return isOver || isMixed
    ? {
        pattern: 'wrapped',
        reason: `what belongs to offset ${SECTOR} and on stands at the beginning: addresses wrapped round at ${SECTOR}`,
      }
    : null;
};

const shifted = ({ sent, read, offset }: Difference): Finding | null => {
  const rest = read.length - offset;
  for (let lost = 1; lost <= Math.min(MOST_LOST, rest - ENOUGH); lost++) {
    if (isEqual(read.subarray(offset, read.length - lost), sent.subarray(offset + lost))) {
      return {
        pattern: 'shifted',
        reason: `what follows stands ${lost} bytes too early: ${lost} bytes were lost on the way`,
      };
    }
  }
  return null;
};

/** Programming NOR flash can only clear bits, so writing without an erase leaves old AND new. */
const notErased = ({ sent, read, old, count }: Difference): Finding | null => {
  const reason = 'it holds the old contents AND the new: it was written without being erased';
  if (old) {
    return read.every((byte, i) => byte === ((sent[i] ?? 0) & (old[i] ?? ERASED)))
      ? { pattern: 'not-erased', reason }
      : null;
  }
  const onlyCleared = read.every((byte, i) => (byte & ~(sent[i] ?? 0)) === 0);
  return onlyCleared && count >= ENOUGH
    ? { pattern: 'not-erased', reason: `bits are only missing, none is added: probably ${reason}` }
    : null;
};

const fewBits = ({ sent, read }: Difference): Finding | null => {
  const bits = sent.reduce((sum, byte, i) => sum + bitsOf(byte ^ (read[i] ?? 0)), 0);
  return bits <= FEW_BITS
    ? { pattern: 'few-bits', reason: `${bits} single bits are wrong: a bad wire or worn flash` }
    : null;
};

/** The first that applies counts: from what can hardly be chance to what can. */
const PATTERNS = [otherLength, notWritten, tailMissing, gaps, wrapped, shifted, fewBits, notErased];

/** Compares what was sent with what was read back. Null when they are the same. */
export const explainMismatch = (
  sent: Uint8Array,
  read: Uint8Array,
  old?: Uint8Array,
): Mismatch | null => {
  const longer = sent.length >= read.length ? sent : read;
  const offset = longer.findIndex((_, i) => sent[i] !== read[i]);
  if (offset < 0) return null;
  const count = longer.reduce((sum, _, i) => (sent[i] === read[i] ? sum : sum + 1), 0);
  const difference = { sent, read, old, offset, count };
  for (const pattern of PATTERNS) {
    const finding = pattern(difference);
    if (finding) return { offset, count, ...finding };
  }
  return { offset, count, pattern: 'unknown', reason: 'the differences follow no known pattern' };
};
