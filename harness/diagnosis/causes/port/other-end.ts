import type { Cause } from '../../cause.ts';
import type { Evidence } from '../../evidence.ts';
import { portLines } from '../../log-text.ts';
import { toldCommands } from '../../told-commands.ts';
import { isConsoleLine } from './console-lines.ts';
import { isAnswered, isSilent } from './silence.ts';

/** What the harness says until somebody answers, and gets back from whoever echoes. */
const OURS = /^AT(?:E0|\+\w+\S*)?$/i;
/** Lines that AT firmware says, to commands or by itself. */
const OF_AT_FIRMWARE = /^(?:OK|ERROR|ready|busy [ps]\.\.\.|WIFI \w.*|ERR CODE:.*|\+[A-Z]+:.*)$/;
/** Bytes that no text has: then the rate is wrong, rather. */
const NOT_TEXT = /\\x(?:[89a-f][0-9a-f]|0[0-8bce-f]|1[0-9ac-f]|7f)/;
/** What is sent to wake a board up, where it is echoed. */
const PADDING = /<\d+ times \\xff>(?:\\xff)*|(?:\\xff){4,}/g;
const SHOWN_LONGEST = 60;

const show = (line: string): string => `"${line.slice(0, SHOWN_LONGEST)}"`;

/** Readable text that neither AT firmware nor the console of a chip says, and that is not the echo of what was sent. */
const strangeLines = (evidence: Evidence): readonly string[] => {
  const lines = portLines(evidence).map((line) => line.replaceAll(PADDING, ''));
  const speaksOtherwise = (line: string): boolean =>
    OF_AT_FIRMWARE.test(line) || isConsoleLine(line) || NOT_TEXT.test(line);
  if (lines.some(speaksOtherwise)) return [];
  return lines.filter((line) => /[a-z]{3}/i.test(line) && !OURS.test(line.trim()));
};

/** `AT+GMR` was answered, and by no firmware of Espressif's. */
const strangeVersion = (evidence: Evidence): readonly string[] => {
  const { asked, transcript } = evidence;
  const told = toldCommands(transcript).findLast(({ name }) => name === 'GMR');
  if (!told || told.result === null || asked?.release != null) return [];
  const lines = told.lines.map((line) => line.replaceAll(/\\[rn]/g, ''));
  const isOurs = lines.some((line) => /AT version|SDK version/i.test(line));
  return isOurs ? [] : lines.filter((line) => !OURS.test(line) && !OF_AT_FIRMWARE.test(line));
};

/** What is at the other end of the AT port, where it is no board at all, or none that speaks any more. */
export const OTHER_END: readonly Cause[] = [
  {
    name: 'OTHER_DEVICE_ON_PORT',
    area: 'port',
    colour: 'bench',
    title: 'What is connected to the AT port is no board with ESP-AT.',
    find: (evidence) => {
      if (evidence.failure === null) return undefined;
      const next = `Look what is plugged in at ${evidence.bench.board.at}: names such as /dev/ttyUSB0 change places when devices are plugged in, those under /dev/serial/by-id do not.`;
      const [version] = strangeVersion(evidence);
      if (version !== undefined) {
        const because = [
          `AT+GMR was answered with ${show(version)}, where ESP-AT tells its AT version`,
        ];
        return { confidence: 0.9, because, next };
      }
      const [line] = isSilent(evidence) ? strangeLines(evidence) : [];
      if (line === undefined || evidence.trials.some(isAnswered)) return undefined;
      return {
        confidence: 0.85,
        because: [`it says ${show(line)}, which neither ESP-AT nor the console of its chip says`],
        next,
      };
    },
  },
  {
    name: 'BOARD_BUSY',
    area: 'board',
    colour: 'firmware',
    title: 'The board still works at an earlier command, and takes no other until it is done.',
    find: ({ failure, transcript }) => {
      if (failure?.code !== 'AT_BUSY') return undefined;
      const open = toldCommands(transcript).findLast(({ result }) => result === null);
      return {
        confidence: 0.7,
        because: [
          failure.message,
          ...(open === undefined ? [] : [`AT+${open.name} has got no result`]),
        ],
        next: 'Look in the tests before for a command without a result: a SUBSCRIBE or PUBLISH that the cloud never answers keeps the firmware busy for ever. Only its reset line or its power frees the board.',
      };
    },
  },
  {
    name: 'BOARD_FELL_SILENT',
    area: 'board',
    colour: 'firmware',
    title:
      'The board answered before, and says nothing any more: its firmware hangs, or its power or its wire is gone.',
    find: (evidence) => {
      const { trials } = evidence;
      if (!isSilent(evidence) || trials.length === 0) return undefined;
      if (trials.some(({ heard }) => heard !== '')) return undefined;
      const last = toldCommands(evidence.transcript).findLast(({ result }) => result !== null);
      if (last === undefined) return undefined;
      return {
        confidence: 0.5,
        because: [
          `the last answer was ${last.result}, to AT+${last.name}`,
          `since then ${trials.length === 1 ? 'a trial' : `${trials.length} trials`} on ${[...new Set(trials.map(({ label }) => label))].join(' and ')} gave not one byte`,
        ],
        next: 'Look at the supply and the cable before anything else; if both are well, the firmware hangs: press reset, and keep what the log port said until then.',
      };
    },
  },
];
