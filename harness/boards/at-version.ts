import type { FirmwareVersion } from '../at/commands/version.ts';

/** Which firmware runs on a board, from `AT+GMR`. */
export interface Firmware {
  /** Four numbers: `2.2.0.0`. */
  readonly release: string;
  /** Not a release, but a build on the way to one. */
  readonly isDevelopment: boolean;
  /** `ESP32`, `ESP32C3`; null before 2.2, which does not say. */
  readonly chip: string | null;
  /** As in `Bin version`: `WROOM-32`. */
  readonly module: string | null;
  /** Of the closed core library. */
  readonly coreHash: string | null;
  /** Of the project around it. */
  readonly projectHash: string | null;
  /** The ESP-IDF below. */
  readonly sdk: string;
  readonly compiled: string;
}

/** `2.1.0.0-dev(4f6b92c - Jun 10 2020 10:36:54)`, from 2.2 on with the chip: `(s-c31b833 - ESP32 - Jun  7 2024 ...)`. */
const AT_VERSION =
  /^(?<release>\d+\.\d+\.\d+\.\d+)(?<dev>-dev)?(?:\((?:s-)?(?<core>[0-9a-f]+) - (?:(?<chip>ESP\w+) - )?.*\))?/;

/** `2.1.0(WROOM-32)`, `v3.4.0.0(WROOM-32)`. */
const BIN_VERSION = /\((?<module>[^)]+)\)\s*$/;

/** Reads the lines of `AT+GMR`. A version that is written in an unknown way is given as it is. */
export const readFirmware = (version: FirmwareVersion): Firmware => {
  const at = AT_VERSION.exec(version.at)?.groups;
  return {
    release: at?.release ?? version.at,
    isDevelopment: at?.dev !== undefined,
    chip: at?.chip ?? null,
    module: BIN_VERSION.exec(version.bin)?.groups?.module ?? null,
    coreHash: at?.core ?? null,
    projectHash: version.projectHash,
    sdk: version.sdk,
    compiled: version.compiled,
  };
};
