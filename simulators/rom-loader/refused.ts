/**
 * What a loader finds wrong, and how its status bytes say so. The ROM's codes are those of esptool's documentation; which
 * of them it gives for what is UNCONFIRMED where the documentation does not say. The stub's are of its own source.
 */
const FAULTS = {
  /** Parameters are missing, or a length does not fit. */
  length: { rom: 0x05, stub: 0xc0 },
  checksum: { rom: 0x07, stub: 0xc1 },
  blockSize: { rom: 0x05, stub: 0xc2 },
  unknownCommand: { rom: 0x05, stub: 0xff },
  /** An address where there is no memory. */
  noMemory: { rom: 0x05, stub: 0xc3 },
  /** The chip did not take an erase, or it was never attached. */
  flashOperation: { rom: 0x06, stub: 0xc4 },
  /** Data without the command that begins a download. */
  notBegun: { rom: 0x06, stub: 0xc6 },
  outOfOrder: { rom: 0x06, stub: 0xc3 },
  notEnough: { rom: 0x06, stub: 0xc8 },
  tooMuch: { rom: 0x06, stub: 0xc9 },
  /** What can be read back is not what was written. */
  flashWrite: { rom: 0x08, stub: 0xc4 },
  flashRead: { rom: 0x09, stub: 0x63 },
  readLength: { rom: 0x0a, stub: 0xc0 },
  inflate: { rom: 0x0b, stub: 0xc7 },
} as const;

export type Fault = keyof typeof FAULTS;

/** The chip's own loader, or the one that the host puts into its memory. */
export type LoaderKind = 'rom' | 'stub';

/** A command that is answered with an error. */
export class Refused extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault);
    this.fault = fault;
  }
}

/** The ROM ends its answers with four bytes of which two tell something, the stub with two. */
export const statusBytes = (kind: LoaderKind, fault?: Fault): Buffer => {
  if (kind === 'stub') return Buffer.from([fault ? FAULTS[fault].stub : 0, 0]);
  return Buffer.from([fault ? 1 : 0, fault ? FAULTS[fault].rom : 0, 0, 0]);
};
