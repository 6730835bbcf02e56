import { BenchError, type Colour } from '../../../errors/bench-error.ts';

/** Nobody answers in the chip's loader: it runs its firmware, or the wire leads nowhere. */
export class LoaderSilent extends BenchError {
  readonly code = 'LOADER_SILENT';
  readonly colour: Colour = 'bench';

  /** @param said what the chip said instead, if anything */
  constructor(
    label: string,
    by: string,
    said: string,
    details: { readonly cause?: unknown; readonly evidence: readonly string[] },
  ) {
    super(
      `the chip's loader does not answer at ${label} (${by}): ${whatCame(said)}; hold BOOT (GPIO0 on an ESP32, GPIO9 on an ESP32-C3, to ground), press EN and let it go, then let BOOT go, and start again; if that does not help, look whether this is the log and download port (not the AT port), and whether another program holds it`,
      details,
    );
  }
}

const BOOT_MODE = /boot:(?<mode>0x[0-9a-f]+) ?(?:\((?<name>\w+)\))?/;

const whatCame = (said: string): string => {
  if (/waiting for download/.test(said))
    return 'the chip waits for a download, but hears nothing, so look at the wire from this computer to its RX';
  const { mode, name = '' } = BOOT_MODE.exec(said)?.groups ?? {};
  if (mode !== undefined)
    return `the chip started its firmware instead (boot:${mode} ${name}), so GPIO0 was not low while it was reset`.replace(
      ' )',
      ')',
    );
  return said === ''
    ? 'nothing came at all'
    : 'there came something else, as from a firmware that runs or at another baud rate';
};

/** The loader, or what esptool-js makes of it, did not do what it should. */
export class LoaderFailed extends BenchError {
  readonly code = 'LOADER_FAILED';
  readonly colour: Colour = 'bench';

  constructor(
    what: string,
    why: string,
    details: { readonly cause?: unknown; readonly evidence?: readonly string[] } = {},
  ) {
    super(
      `${what}: ${why}; see that the board has its supply, reset it and start again, with a lower --baud if the wire is long`,
      details,
    );
  }
}

/** What stands in flash is not what was written, as the chip itself sums it up. */
export class FlashMd5Mismatch extends BenchError {
  readonly code = 'FLASH_MD5_MISMATCH';
  readonly colour: Colour = 'bench';
  readonly region: string;
  readonly expected: string;
  readonly got: string;

  constructor(
    region: { readonly name: string; readonly address: number; readonly size: number },
    digests: { readonly expected: string; readonly got: string },
    sector: number,
  ) {
    const { name, address, size } = region;
    super(
      `${name} (0x${address.toString(16)} to 0x${(address + size).toString(16)}) is not in flash as it should be: expected MD5 ${digests.expected}, the chip says ${digests.got}; the first sector that differs is 0x${sector.toString(16)}; write it again, and if it happens again there suspect the flash chip or its supply`,
    );
    this.region = name;
    this.expected = digests.expected;
    this.got = digests.got;
  }
}

/** Writing ended in the middle. In the colour of what ended it. */
export class FlashHalfWritten extends BenchError {
  readonly code = 'FLASH_HALF_WRITTEN';
  readonly colour: Colour;

  constructor(why: string, left: string, cause: unknown) {
    super(`writing was cut off: ${why}; ${left}; write it again before the board is used`, {
      cause,
      evidence: cause instanceof BenchError ? cause.evidence : [],
    });
    this.colour = cause instanceof BenchError ? cause.colour : 'bench';
  }
}

/** Writing came to its end, and nobody waited until the chip had summed it up. */
export class FlashNotVerified extends BenchError {
  readonly code = 'FLASH_NOT_VERIFIED';
  readonly colour: Colour = 'bench';

  constructor(cause: unknown) {
    super(
      'it was told to stop when all was written, and before the chip had summed it up; esp-at-bench flash verify does that',
      { cause },
    );
  }
}
