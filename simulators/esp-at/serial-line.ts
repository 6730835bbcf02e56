/** How one end of a serial line is set. */
export interface LineSettings {
  /** Bits a second. */
  readonly baud: number;
  /** 5 to 8. */
  readonly dataBits: number;
  readonly parity: 'none' | 'odd' | 'even';
}

/** What every host here uses, and an ESP32 after a reset. */
export const EIGHT_N_ONE = { dataBits: 8, parity: 'none' } as const;

/** What a receiver gives for a byte whose parity is wrong or that has no stop bit, as Linux does of a raw line. */
const FAULTY = 0;
const BYTES = 256;

const ones = (bits: readonly number[]): number => bits.reduce((sum, bit) => sum + bit, 0);

const parityBit = (data: readonly number[], parity: LineSettings['parity']): number =>
  parity === 'even' ? ones(data) % 2 : 1 - (ones(data) % 2);

/** Start bit, data from the lowest bit on, parity; behind them the line is high, as its stop bit. */
const frameOf = (byte: number, { dataBits, parity }: LineSettings): readonly number[] => {
  const data = Array.from({ length: dataBits }, (_, bit) => (byte >> bit) & 1);
  return [0, ...data, ...(parity === 'none' ? [] : [parityBit(data, parity)])];
};

/** Looks at the line in the middle of each bit, by the receiver's own idea of how long a bit is. */
const readFrame = (frame: readonly number[], sent: LineSettings, read: LineSettings): number => {
  const sample = (bit: number): number =>
    frame[Math.floor(((bit + 0.5) * sent.baud) / read.baud)] ?? 1;
  const data = Array.from({ length: read.dataBits }, (_, bit) => sample(1 + bit));
  const hasParity = read.parity !== 'none';
  const isRight = !hasParity || sample(1 + read.dataBits) === parityBit(data, read.parity);
  const isEnded = sample(1 + read.dataBits + Number(hasParity)) === 1;
  if (!isRight || !isEnded) return FAULTY;
  return data.reduce((byte, bit, index) => byte | (bit << index), 0);
};

/**
 * What a receiver makes of bytes that a sender sends with other settings: as many bytes, each as it looks when its bits
 * are taken for the receiver's. Rates that differ by less than some 5 % and equal frames change nothing. (On a real
 * line a receiver that is out of step may also find more or fewer bytes than were sent; here each stands by itself.)
 */
export const asRead = (bytes: Buffer, sent: LineSettings, read: LineSettings): Buffer => {
  const table = Buffer.alloc(BYTES);
  for (let byte = 0; byte < BYTES; byte += 1) {
    table[byte] = readFrame(frameOf(byte, sent), sent, read);
  }
  return Buffer.from(bytes.map((byte) => table[byte] as number));
};

/** Do both ends mean the same by the bits of a byte? Spares the work in the usual case. */
export const isAlike = (one: LineSettings, other: LineSettings): boolean =>
  one.baud === other.baud && one.dataBits === other.dataBits && one.parity === other.parity;
