import type { Evidence, PortTrial } from '../../evidence.ts';

/** What AT firmware answers to a question, as a trial shows it. */
const ANSWER = /(?:^|\\n)(?:OK|ERROR)\\r/;
const ECHO = /AT\\r\\n/;

/** Codes of failures after which nothing can be said of the board but that it did not answer. */
const SILENT: readonly string[] = [
  'BOARD_SILENT',
  'AT_TIMEOUT',
  'WIRE_UNRELIABLE',
  'PORT_WRITE_TIMEOUT',
];

/** The board did not answer, neither then nor when it was asked afterwards. */
export const isSilent = ({ failure, asked }: Evidence): boolean =>
  failure !== null && SILENT.includes(failure.code) && asked?.answers !== true;

export const isAnswered = ({ heard }: PortTrial): boolean => ANSWER.test(heard);

/** A trial of the AT port at the rate that the bench file has. */
export const atItsRate = ({ trials }: Evidence): PortTrial | undefined =>
  trials.find(({ port, baud, sent }) => port === 'at' && baud === null && sent !== 'reset');

/** What was sent came back, and nothing else. */
export const isEcho = (trial: PortTrial): boolean => ECHO.test(trial.heard) && !isAnswered(trial);

/** Bytes that are neither text nor line ends. */
const NOT_TEXT = /\\x(?:[89a-f][0-9a-f]|0[0-8bce-f]|1[0-9a-f]|7f)/g;

/** Whether what came is mostly no text, as of a receiver at another rate. */
export const isGarbage = (shown: string): boolean => {
  const strange = shown.match(NOT_TEXT)?.length ?? 0;
  const plain = shown.replaceAll(/\\x[0-9a-f]{2}|\\[rn]/g, '').length;
  return strange >= 3 && strange > plain;
};
