/** A part of an answer that differs from one run of the same firmware to the next. */
interface Variable {
  /** The characters of a recorded answer that may differ, and no others. */
  readonly where: RegExp;
  /** What stands in their place in another run: the source of a regular expression. */
  readonly like: string;
}

const DAY = '(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat)';
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const CLOCK = '(?<=(?:^|\\r\\n)\\+CIPSNTPTIME:';

const HASH = '[0-9a-f]{7,10}';
const BUILT = '[A-Z][a-z]{2} [ 1-3]\\d 20\\d\\d [0-2]\\d:[0-5]\\d:[0-5]\\d';

/** All that the comparison with a recording lets pass. Everything else is compared byte for byte. */
const VARIABLES: readonly Variable[] = [
  // A clock that was never set began at power-on: day and hour are known.
  {
    where: new RegExp(
      `${CLOCK}${DAY} ${MONTH} [ \\d]\\d \\d\\d:)\\d\\d:\\d\\d(?= (?:1969|1970)\\r\\n)`,
      'g',
    ),
    like: '[0-5]\\d:[0-5]\\d',
  },
  {
    where: new RegExp(
      `${CLOCK})${DAY} ${MONTH} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d 20\\d\\d(?=\\r\\n)`,
      'g',
    ),
    like: `${DAY} ${MONTH} [ 1-3]\\d [0-2]\\d:[0-5]\\d:[0-5]\\d 20\\d\\d`,
  },
  { where: /(?<=(?:^|\r\n)\+SYSTIMESTAMP:)\d{1,4}(?=\r\n)/g, like: '\\d{1,4}' },
  { where: /(?<=(?:^|\r\n)\+SYSTIMESTAMP:)\d{10}(?=\r\n)/g, like: '\\d{10}' },
  // Free memory, now and at the lowest; releases before 2.2 tell the first alone.
  { where: /(?<=(?:^|\r\n)\+SYSRAM:)\d{5,6}(?=\r\n)/g, like: '\\d{5,6}' },
  { where: /(?<=(?:^|\r\n)\+SYSRAM:)\d{5,6},\d{5,6}(?=\r\n)/g, like: '\\d{5,6},\\d{5,6}' },
  // Signal strengths, in dBm.
  {
    where: /(?<=(?:^|\r\n)\+CWLAP:\(\d,"[^\r]*",)-\d{1,2}(?=,"[0-9a-f:]{17}",)/g,
    like: '-\\d{1,2}',
  },
  {
    where: /(?<=(?:^|\r\n)\+CWJAP:"[^\r]*","[0-9a-f:]{17}",\d{1,2},)-\d{1,2}(?=,)/g,
    like: '-\\d{1,2}',
  },
  // The local port that TCP chose.
  {
    where: /(?<=(?:^|\r\n)\+CIPSTAT(?:US|E):\d,"[A-Z]+","[\d.]+",\d+,)\d+(?=,\d\r\n)/g,
    like: '[1-9]\\d{3,4}',
  },
  // Which build of a release it is: hashes, and when it was compiled.
  {
    where: new RegExp(`(?<=(?:^|\\r\\n)AT version:[\\d.]+(?:-dev)?\\((?:s-)?)${HASH}(?= - )`, 'g'),
    like: HASH,
  },
  {
    where: new RegExp(`(?<=(?:^|\\r\\n)AT version:[^\\r]* - )${BUILT}(?=\\)\\r\\n)`, 'g'),
    like: BUILT,
  },
  {
    where: new RegExp(
      `(?<=(?:^|\\r\\n)SDK version:v[\\d.]+-\\d+-g)${HASH}(?=(?:-dirty)?\\r\\n)`,
      'g',
    ),
    like: HASH,
  },
  {
    where: new RegExp(`(?<=(?:^|\\r\\n)compile time\\()${HASH}(?=\\):)`, 'g'),
    like: HASH,
  },
  {
    where: new RegExp(`(?<=(?:^|\\r\\n)compile time\\(${HASH}\\):)${BUILT}(?=\\r\\n)`, 'g'),
    like: BUILT,
  },
  // Milliseconds.
  { where: /(?<=(?:^|\r\n)\+PING:)\d{1,4}(?=\r\n)/g, like: '\\d{1,4}' },
];

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

const sourceOf = (recorded: string): string => {
  const found = VARIABLES.flatMap(({ where, like }) =>
    [...recorded.matchAll(where)].map((match) => ({ at: match.index, text: match[0], like })),
  ).toSorted((a, b) => a.at - b.at);
  let source = '';
  let end = 0;
  for (const { at, text, like } of found) {
    source += literally(recorded.slice(end, at)) + like;
    end = at + text.length;
  }
  return source + literally(recorded.slice(end));
};

/** Lines whose order was not the firmware's choice, and the order in which they may stand instead. */
const ORDERS: readonly (readonly [as: RegExp, other: string])[] = [
  // A message to oneself came before the result of its publish at QoS 1 and 2, by the broker's choice, never at QoS 0.
  [/^(|\r\nbusy p\.\.\.\r\n)(\+MQTTSUBRECV:.*\r\n)(\r\nOK\r\n|\+MQTTPUB:OK\r\n)$/s, '$1$3$2'],
  // A peer that closes on what it is sent may be heard before the board has said that it sent it (seen on v2.1-dev).
  [/^(\r\nRecv \d+ bytes\r\n)(\r\nSEND OK\r\n)((?:\d,)?CLOSED\r\n)$/, '$1$3$2'],
  [/^(\r\nRecv \d+ bytes\r\n)((?:\d,)?CLOSED\r\n)(\r\nSEND OK\r\n)$/, '$1$3$2'],
];

/** Matches what the same firmware may answer in another run. */
export const likeRecorded = (recorded: string): RegExp => {
  const others = ORDERS.filter(([as]) => as.test(recorded)).map(([as, other]) =>
    recorded.replace(as, other),
  );
  return new RegExp(`^(?:${[recorded, ...others].map(sourceOf).join('|')})$`);
};
