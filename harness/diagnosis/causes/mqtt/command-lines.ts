import type { Cause } from '../../cause.ts';
import type { Evidence } from '../../evidence.ts';
import { type ToldCommand, toldCommands } from '../../told-commands.ts';

/** With its line end (seen on v3.4.0.0: 254 characters and CRLF are taken, 255 are not). */
const LONGEST_LINE = 256;
/** `ERR CODE:0x0108000N`: parameter N cannot be read. */
const UNREADABLE = 0x0108;

/** Transcripts write bytes out of the ordinary as `\xNN`. */
const lengthOf = (line: string): number =>
  Buffer.byteLength(line.replaceAll(/\\x[0-9a-f]{2}/g, '.')) + '\r\n'.length;

/** The quotes in it do not close where a comma or the line ends: one of them, or a comma, lacks its backslash. */
const isTorn = ({ line }: ToldCommand): boolean => {
  const values = line.slice(line.indexOf('=') + 1).match(/(?:\\.|[^,\\])+/g) ?? [];
  return values.some((value) => {
    const inner = value.replaceAll(/\\./g, '');
    return inner.includes('"') && !/^"[^"]*"$/.test(inner);
  });
};

/** There is often nothing to clean, and the firmware says ERROR to that. */
const HARMLESS: readonly string[] = ['MQTTCLEAN'];

/** Of an assertion that compares what says nothing by itself, as `expected false to be true`. */
const SAYS_NOTHING = /^expected (?:true|false|null|undefined|'')(?: |$)|: expected (?:true|false) /;

/** An assertion about something else: that a line was refused before may have been the wish of the test. */
const isAboutSomethingElse = ({ failure }: Evidence): boolean =>
  failure?.code === 'EXPECTATION_FAILED' &&
  !/ERR/.test(failure.message) &&
  !SAYS_NOTHING.test(failure.message);

/** The command that was refused last, unless the same was taken afterwards. */
const refusedLast = (evidence: Evidence): ToldCommand | undefined => {
  if (isAboutSomethingElse(evidence)) return undefined;
  const { transcript } = evidence;
  const told = toldCommands(transcript).filter(({ name }) => !HARMLESS.includes(name));
  const at = told.findLastIndex(({ result }) => result === 'ERROR');
  const refused = told[at];
  const isMended = told
    .slice(at + 1)
    .some(({ name, result }) => name === refused?.name && result === 'OK');
  return isMended ? undefined : refused;
};

const shorten = (line: string): string => (line.length > 60 ? `${line.slice(0, 60)}...` : line);

/** Command lines that the firmware cannot read. */
export const COMMAND_LINES: readonly Cause[] = [
  {
    name: 'LINE_TOO_LONG',
    area: 'board',
    colour: 'bench',
    title: 'A command line is longer than the firmware takes.',
    find: (evidence) => {
      const next = `Keep a line to ${LONGEST_LINE} bytes with its line end: send long payloads with AT+MQTTPUBRAW, and long names with AT+MQTTLONGCLIENTID and the like.`;
      const { failure } = evidence;
      if (failure?.code === 'LINE_TOO_LONG') {
        return { confidence: 0.97, because: [failure.message], next };
      }
      const long = refusedLast(evidence);
      if (!long || lengthOf(long.line) <= LONGEST_LINE) return undefined;
      const because = [
        `${shorten(long.line)} has ${lengthOf(long.line)} bytes, and was answered with ERROR`,
      ];
      return { confidence: 0.95, because, next };
    },
  },
  {
    name: 'COMMA_NOT_ESCAPED',
    area: 'board',
    colour: 'bench',
    title: 'A comma, a quote or a backslash in a parameter lacks its backslash.',
    find: (evidence) => {
      const torn = refusedLast(evidence);
      if (!torn || !isTorn(torn) || lengthOf(torn.line) > LONGEST_LINE) return undefined;
      const code = torn.codes.find((each) => each >>> 16 === UNREADABLE);
      return {
        confidence: code === undefined ? 0.85 : 0.96,
        because: [
          `the firmware splits ${shorten(torn.line)} at every comma that has no backslash, before it looks at quotes`,
          ...(code === undefined
            ? []
            : [`ERR CODE 0x0${code.toString(16)}: parameter ${code & 0xffff} cannot be read`]),
        ],
        next: 'Write \\, and \\" inside quotes, or send the payload with AT+MQTTPUBRAW.',
      };
    },
  },
];
