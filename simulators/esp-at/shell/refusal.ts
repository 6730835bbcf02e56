/** Why a command is refused, as `AT+SYSLOG=1` tells it: none, one or two codes before ERROR. */
export class Refusal extends Error {
  readonly codes: readonly number[];

  constructor(...codes: number[]) {
    super('refused');
    this.codes = codes;
  }
}

/** Codes of the shell itself; the extension in the low bits is a parameter's index where there is one. */
export const CODES = {
  noAt: 0x01030000,
  /** `index` counts from 0. */
  parseFailure: (index: number): number => 0x01080000 | index,
  /** `position` counts from 1. */
  outOfRange: (position: number): number => 0x01070000 | position,
  unknownCommand: 0x01090000,
  /** `detail` is the command's own. */
  failed: (detail: number): number => 0x010a0000 | detail,
  busy: 0x010b0000,
} as const;

/** `ERR CODE:0x010a6003`, with its line end. */
export const codeLine = (code: number): string =>
  `ERR CODE:0x${code.toString(16).padStart(8, '0')}\r\n`;
