import { command, execute } from './command.ts';
import { textLines } from './replies.ts';

/** The four lines of `AT+GMR`, without their labels. */
export interface FirmwareVersion {
  /** As in `3.4.0.0(s-c31b833 - ESP32 - Jun  7 2024 03:48:17)`. Before 2.2 there is no chip field. */
  readonly at: string;
  readonly sdk: string;
  /** The project hash; older builds print none. */
  readonly projectHash: string | null;
  readonly compiled: string;
  /** As in `v3.4.0.0(WROOM-32)` or `2.1.0(WROOM-32)`. */
  readonly bin: string;
}

const decode = (lines: readonly string[]): FirmwareVersion => {
  const after = (label: RegExp): string | null => {
    const line = lines.find((candidate) => label.test(candidate));
    return line === undefined ? null : line.replace(label, '');
  };
  const at = after(/^AT version:/);
  if (at === null) throw new RangeError('no line "AT version:"');
  const compile = lines.map((line) => /^compile time(?:\((\w+)\))?:(.*)$/.exec(line)).find(Boolean);
  return {
    at,
    sdk: after(/^SDK version:/) ?? '',
    projectHash: compile?.[1] ?? null,
    compiled: compile?.[2] ?? '',
    bin: after(/^Bin version:/) ?? '',
  };
};

const encode = ({ at, sdk, projectHash, compiled, bin }: FirmwareVersion): string[] => [
  `AT version:${at}`,
  `SDK version:${sdk}`,
  `compile time${projectHash === null ? '' : `(${projectHash})`}:${compiled}`,
  `Bin version:${bin}`,
];

/** Which firmware is it? */
export const version = command('AT+GMR', {
  execute: execute({ reply: textLines('the lines of AT+GMR', { decode, encode }) }),
});
