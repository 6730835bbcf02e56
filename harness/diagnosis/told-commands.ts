import type { SaidLine } from './evidence.ts';

/** A command line of the host's, and what became of it. */
export interface ToldCommand {
  /** `MQTTCONN`, without AT+. */
  readonly name: string;
  /** As it was sent, without its line end. */
  readonly line: string;
  /** What stands behind `=`, split and without quotes and escapes, as the firmware reads it; empty for other forms. */
  readonly values: readonly string[];
  readonly result: 'OK' | 'ERROR' | null;
  /** OK came, and where there was a prompt for data, behind it. */
  readonly isDone: boolean;
  /** `ERR CODE`s of the answer, as numbers. */
  readonly codes: readonly number[];
  /** The other lines of the answer, and what came until the next command. */
  readonly lines: readonly string[];
}

const COMMAND = /^AT\+(?<name>\w+)(?:=(?<values>.*))?/is;
const LINE_END = /(?:\\r\\n|\r\n)+$/;
const VALUE = /(?:\\.|[^,\\])*/y;

/** The firmware splits at every comma that is not escaped, before it looks at quotes. */
const split = (text: string): string[] => {
  const values: string[] = [];
  for (let at = 0; at <= text.length; at = VALUE.lastIndex + 1) {
    VALUE.lastIndex = at;
    const [value = ''] = VALUE.exec(text) ?? [];
    values.push(value.replace(/^"|"$/g, '').replace(/\\(.)/gs, '$1'));
    VALUE.lastIndex = at + value.length;
  }
  return values;
};

const CODE = /^ERR CODE:0x(?<code>[0-9a-f]{8})/;

const commandOf = (text: string, answer: readonly string[]): ToldCommand | undefined => {
  const line = text.replace(LINE_END, '');
  const { name, values } = COMMAND.exec(line)?.groups ?? {};
  if (name === undefined) return undefined;
  const said = answer.map((each) => each.replace(/^(?:\\r\\n)+|(?:\\r\\n)+$/g, ''));
  return {
    name: name.toUpperCase(),
    line,
    values: values === undefined ? [] : split(values),
    result: said.includes('ERROR') ? 'ERROR' : said.includes('OK') ? 'OK' : null,
    isDone: said.lastIndexOf('OK') > said.lastIndexOf('>'),
    codes: said.flatMap((each) => {
      const { code } = CODE.exec(each)?.groups ?? {};
      return code === undefined ? [] : [Number.parseInt(code, 16)];
    }),
    lines: said.filter((each) => !CODE.test(each) && each !== 'OK' && each !== 'ERROR'),
  };
};

/** What the board was told over its AT port, in order, with its answers. */
export const toldCommands = (transcript: readonly SaidLine[]): readonly ToldCommand[] => {
  const starts = transcript.flatMap(({ from, text }, i) =>
    from === 'host' && COMMAND.test(text) ? [i] : [],
  );
  return starts.flatMap((start, i) => {
    const answer = transcript
      .slice(start + 1, starts[i + 1])
      .filter(({ from }) => from === 'board');
    const texts = answer.map(({ text }) => text);
    return commandOf(transcript[start]?.text ?? '', texts) ?? [];
  });
};
