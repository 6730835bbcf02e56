import { createHash } from 'node:crypto';
import { appHeader } from '../../../certs/factory-image/app-header.ts';
import { refused } from './regions.ts';

/** How a bootloader is to use its flash, in esptool's words; `keep` or left out: as its file says. */
export interface FlashParameters {
  readonly mode?: string;
  readonly freq?: string;
  readonly size?: string;
}

const MODE_AT = 2;
const SIZE_AND_FREQUENCY_AT = 3;
const HASH_APPENDED_AT = 23;
const HASH_BYTES = 32;

const MODES: Readonly<Record<string, number>> = { qio: 0, qout: 1, dio: 2, dout: 3 };
const SIZES: Readonly<Record<string, number>> = {
  '1MB': 0,
  '2MB': 1,
  '4MB': 2,
  '8MB': 3,
  '16MB': 4,
};

/** The codes of frequencies, from esptool's tables of its chips. */
const USUAL = { '80m': 0xf, '40m': 0, '26m': 1, '20m': 2 };
const FREQUENCIES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  ESP32C2: { '60m': 0xf, '30m': 0, '20m': 1, '15m': 2 },
  // Its 80 MHz have the code of 40: the bootloader sets the right one.
  ESP32C6: { '80m': 0, '40m': 0, '20m': 2 },
  ESP32C5: { '80m': 0xf, '40m': 0, '20m': 2 },
  ESP32C61: { '80m': 0xf, '40m': 0, '20m': 2 },
};

const codeOf = (
  what: string,
  word: string | undefined,
  codes: Readonly<Record<string, number>>,
): number | undefined => {
  if (word === undefined || word === 'keep' || word === 'detect') return undefined;
  const code = Object.hasOwn(codes, word) ? codes[word] : undefined;
  if (code !== undefined) return code;
  throw refused(
    'FLASH_PARAMETER',
    `The flash cannot have the ${what} "${word}"; there are ${Object.keys(codes).join(', ')}.`,
  );
};

/**
 * A bootloader with other flash parameters in its header, as esptool puts them there when it writes one. A hash at its
 * end is made anew; what is no bootloader stays as it is.
 * @throws BadInput `FLASH_PARAMETER`
 */
export const withFlashParameters = (
  program: Uint8Array,
  { mode, freq, size }: FlashParameters,
): Uint8Array => {
  const header = appHeader(program, 0);
  if (!header) return program;
  const changed = Buffer.from(program);
  const old = changed[SIZE_AND_FREQUENCY_AT] as number;
  const speed = codeOf('frequency', freq, FREQUENCIES[header.chip] ?? USUAL) ?? old & 0xf;
  const room = codeOf('size', size, SIZES) ?? old >> 4;
  changed[MODE_AT] = codeOf('mode', mode, MODES) ?? (changed[MODE_AT] as number);
  changed[SIZE_AND_FREQUENCY_AT] = (room << 4) | speed;
  const { bytes = 0 } = header;
  if (changed[HASH_APPENDED_AT] === 1 && bytes <= changed.length) {
    const hashed = changed.subarray(0, bytes - HASH_BYTES);
    createHash('sha256').update(hashed).digest().copy(changed, hashed.length);
  }
  return changed;
};
