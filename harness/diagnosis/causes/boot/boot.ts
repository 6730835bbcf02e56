import { benchCause, type Cause, type Finding } from '../../cause.ts';
import { type Evidence, LOADER_SYNC } from '../../evidence.ts';
import { logEvents, logLines, portLines } from '../../log-text.ts';

const DOWNLOAD = /waiting for download|\((?:DOWNLOAD_BOOT|DOWNLOAD)\b|boot:0x[0-9a-f]+ \(DOWNLOAD/i;
/** A response of the loader to command 8, as a trial shows it. */
const SYNCED = /\\x01\\x08/;
const BROWN_OUT = /BROWN_?OUT/i;
const NO_IMAGE =
  /invalid header: 0x|Failed to verify partition table|load partition table error|No bootable app partitions|flash read err|ets_main\.c|image at 0x[0-9a-f]+ has invalid magic/i;
/** A healthy board starts once in a test, or a few times where the test lets it. */
const LOOP = 3;

/** Both ports: on a bench with swapped wires, or without a log port, the console is where AT should be. */
const allLines = (evidence: Evidence): string[] => [...logLines(evidence), ...portLines(evidence)];

const count = (lines: readonly string[], pattern: RegExp): number =>
  lines.filter((line) => pattern.test(line)).length;

/** The board has not got anywhere since. */
const isDown = ({ failure, asked }: Evidence): boolean =>
  failure !== null && asked?.answers !== true;

const downloadMode = (evidence: Evidence): Finding | undefined => {
  const line = allLines(evidence).findLast((each) => DOWNLOAD.test(each));
  const answer = evidence.trials.find(
    ({ sent, heard }) => sent === LOADER_SYNC && SYNCED.test(heard),
  );
  if ((line === undefined && !answer) || !isDown(evidence)) return undefined;
  return {
    confidence: 0.98,
    because: [
      ...(line === undefined ? [] : [`the chip says "${line}"`]),
      ...(answer ? [`the loader of its ROM answers on ${answer.label}`] : []),
      'it answers no AT',
    ],
    next: 'Let go of the BOOT button, take GPIO0 off ground (on an ESP32-C3 GPIO9), and reset the board; modem lines that hold it there are set by the program that has the port.',
  };
};

const brownOut = (evidence: Evidence): Finding | undefined => {
  if (!evidence.failure) return undefined;
  const lines = allLines(evidence).filter((line) => BROWN_OUT.test(line));
  if (lines.length === 0) return undefined;
  return {
    confidence: 0.97,
    because: [
      `the log port tells of ${lines.length === 1 ? 'a brown-out' : `brown-outs, ${lines.length} lines of them`}: "${lines[0]}"`,
    ],
    next: 'Give the board a supply of 500 mA and more at 3.3 V, a short thick cable, and a capacitor of 100 µF or more at the module: the radio takes its current in bursts.',
  };
};

const noFirmware = (evidence: Evidence): Finding | undefined => {
  const line = allLines(evidence).find((each) => NO_IMAGE.test(each));
  if (line === undefined || !isDown(evidence)) return undefined;
  return {
    confidence: 0.97,
    because: [`the boot ends with "${line}"`],
    next: 'Flash the factory image of the ESP-AT release to address 0, whole.',
  };
};

const crash = (evidence: Evidence): Finding | undefined => {
  const found = logEvents(evidence).find(
    ({ kind }) => kind === 'panic' || kind === 'abort' || kind === 'watchdog',
  );
  if (!found || !evidence.failure) return undefined;
  return {
    confidence: 0.9,
    because: [`the log port says "${found.line}"`],
    next: 'Keep the log with its backtrace: decode it with the ELF file of this very build, and report it with the lines before it.',
  };
};

/** Starts that nobody asked for. */
const bootLoop = (evidence: Evidence): Finding | undefined => {
  const lines = allLines(evidence);
  const starts = count(lines, /^rst:0x/);
  const isKnown = brownOut(evidence) ?? noFirmware(evidence);
  if (starts < LOOP || isKnown || !isDown(evidence)) return undefined;
  const last = lines.findLast((line) => /^rst:0x/.test(line));
  return {
    confidence: 0.9,
    because: [
      `the chip started ${starts} times, and answers no AT`,
      `the last time with "${last}"`,
    ],
    next: 'Read the lines before each start on the log port: a crash names its cause there; if there is none, look at supply and EN pin, then flash the factory image.',
  };
};

/** Failures that say that the firmware began anew in the middle of something. */
export const isStartedAnew = ({ failure }: Evidence): boolean =>
  failure?.code === 'AT_RESTARTED' || failure?.code === 'POWER_INTERRUPTED';

/** What the ROM calls starts that no software asked for: by supply, EN pin, or whoever has the USB port of the chip. */
const FROM_OUTSIDE = /\((?:POWER|EXT_CPU|USB_|JTAG_)/;

const startedAnew = (
  evidence: Evidence,
): { readonly rst?: string; readonly isOutside: boolean } => {
  const rst = logLines(evidence).findLast((line) => /^rst:0x/.test(line));
  const isOutside = evidence.failure?.code === 'POWER_INTERRUPTED' || FROM_OUTSIDE.test(rst ?? '');
  return { ...(rst === undefined ? {} : { rst }), isOutside };
};

const restarted =
  (fromOutside: boolean, next: string) =>
  (evidence: Evidence): Finding | undefined => {
    const { rst, isOutside } = startedAnew(evidence);
    const isKnown = brownOut(evidence) ?? bootLoop(evidence);
    if (!isStartedAnew(evidence) || isOutside !== fromOutside || isKnown) return undefined;
    const isTold = rst !== undefined || evidence.failure?.code === 'POWER_INTERRUPTED';
    return {
      confidence: isTold ? 0.85 : 0.5,
      because: [
        evidence.failure?.message ?? '',
        ...(rst === undefined ? [] : [`its log port says "${rst}"`]),
      ],
      next,
    };
  };

const cause = benchCause('board');

/** Why a board does not come up, by what its console says. */
export const BOOT: readonly Cause[] = [
  cause(
    'DOWNLOAD_MODE',
    'The chip waits for a download and has not started its firmware.',
    downloadMode,
  ),
  cause('BROWN_OUT', 'The supply of the board breaks down.', brownOut),
  cause('NO_FIRMWARE', 'There is no firmware in the flash that could be started.', noFirmware),
  cause('BOOT_LOOP', 'The board starts over and over.', bootLoop),
  cause(
    'POWER_INTERRUPTED',
    'The board was reset or lost its power in the middle of its work.',
    restarted(
      true,
      'Look at the supply, the cable and the plug of the board, at what is wired to its EN pin, and whether another program moves the modem lines of its log port.',
    ),
  ),
  {
    ...cause(
      'FIRMWARE_RESTARTED',
      'The firmware started anew by itself in the middle of its work.',
      restarted(
        false,
        'Keep the log port with the lines before its start: without a word of the supply there it is the firmware; report it with the command that it was at.',
      ),
    ),
    colour: 'firmware',
  },
  { ...cause('FIRMWARE_CRASHED', 'The firmware crashed.', crash), colour: 'firmware' },
];
