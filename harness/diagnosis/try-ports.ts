import { escapeText } from '../at/escape.ts';
import type { Board } from '../boards/board.ts';
import type { PortTrial } from './evidence.ts';
import { toldCommands } from './told-commands.ts';
import { reasonOf, short } from './trial-text.ts';
import { askFirmware, askLoader, QUESTION } from './try-log-port.ts';

/** A line of its own, in what is shown of what came. */
const SHOWN_ANSWER = /(?:^|\\n)(?:OK|ERROR)\\r/;
/** A board at the right rate answers in milliseconds. */
const ANSWER_MS = 300;
/** Boards boot in a second, and say so on the AT port at the end. */
const BOOT_MS = 4_000;
/** `AT+UART_CUR` takes these (ESP-AT manual). */
const SLOWEST = 80;
const FASTEST = 5_000_000;

const RESTART = 'AT+RST\r\n';

/** What ESP-AT is known to be set to, the usual one first. */
const RATES = [
  115_200, 9_600, 921_600, 460_800, 230_400, 57_600, 38_400, 19_200, 1_000_000, 1_500_000,
  2_000_000, 74_880,
];

interface TrialOptions {
  /** 1 for a real board; less for one whose time passes faster. */
  readonly patience: number;
  readonly signal: AbortSignal;
}

/** Does something and gives what the AT port had to say to it. */
const listenAtPort = async (
  { client, wires }: Board,
  trial: { readonly baud: number | null; readonly sent: string },
  withinMs: number,
  act: () => Promise<void>,
): Promise<PortTrial> => {
  const from = client.transcript.position();
  const events = client.position();
  const facts = { port: 'at', label: wires.at.label, ...trial } as const;
  const before = client.transcript.said(from);
  const heard = (): string => {
    const all = client.transcript.said(from);
    // What is no line yet is said again.
    return short(all.startsWith(before) ? all.slice(before.length) : all);
  };
  try {
    await act();
    await client
      .waitFor(
        'an answer',
        (event) =>
          event.kind === 'ready' || (event.kind === 'noise' && /^(?:OK|ERROR)$/.test(event.line))
            ? event
            : undefined,
        { from: events, withinMs },
      )
      .catch(() => undefined);
    return { ...facts, heard: heard(), error: null };
  } catch (error) {
    return { ...facts, heard: heard(), error: reasonOf(error) };
  }
};

const askAt = (board: Board, baud: number | null, { patience }: TrialOptions): Promise<PortTrial> =>
  listenAtPort(board, { baud, sent: escapeText(QUESTION) }, ANSWER_MS * patience, () =>
    board.wires.at.send(Buffer.from(QUESTION)),
  );

const isAnswer = ({ heard }: PortTrial): boolean => SHOWN_ANSWER.test(heard);

/** What somebody told the board over this very port is what it is set to most likely. */
const toldRates = ({ client }: Board): number[] =>
  toldCommands(client.transcript.entries())
    .filter(({ name, values }) => /^UART(?:_CUR|_DEF)?$/.test(name) && values.length > 0)
    .map(({ values }) => Number(values[0]))
    .filter((rate) => Number.isInteger(rate) && rate >= SLOWEST && rate <= FASTEST)
    .reverse();

/** The other rates one after the other, until one is answered; then the rate is again what it was. */
const tryRates = async (
  board: Board,
  baud: number,
  trials: PortTrial[],
  options: TrialOptions,
): Promise<void> => {
  const { at } = board.wires;
  if (!at.setBaudRate) return;
  try {
    const rates = new Set([...toldRates(board), ...RATES]);
    rates.delete(baud);
    for (const rate of rates) {
      options.signal.throwIfAborted();
      await at.setBaudRate(rate);
      const trial = await askAt(board, rate, options);
      trials.push(trial);
      if (isAnswer(trial)) return;
    }
  } finally {
    await at.setBaudRate(baud);
  }
};

/** A way to start a board anew: its reset line, or a command where firmware answers on the log port. */
const wayToStart = ({ wires }: Board, trials: readonly PortTrial[]) => {
  const { reset, log } = wires;
  if (reset) return { sent: 'reset', start: () => reset() };
  if (!log || !trials.some((trial) => trial.port === 'log' && isAnswer(trial))) return undefined;
  return { sent: escapeText(RESTART), start: () => log.send(Buffer.from(RESTART)) };
};

/** Starts the board anew, where that can be done, and listens at both ports. */
const startAnew = async (
  board: Board,
  trials: PortTrial[],
  { patience }: TrialOptions,
): Promise<void> => {
  const { wires, log } = board;
  const way = wayToStart(board, trials);
  if (!way) return;
  const { sent, start } = way;
  const from = log?.text().length ?? 0;
  trials.push(await listenAtPort(board, { baud: null, sent }, BOOT_MS * patience, start));
  if (!wires.log || !log) return;
  const heard = short(escapeText(log.text().slice(from)));
  trials.push({
    port: 'log',
    label: wires.log.label,
    baud: null,
    sent,
    heard,
    error: null,
  });
};

/**
 * Looks for a silent board: asks again, on the log port, at the other rates, and at last, where that may be done, starts
 * it anew. Adds each trial to `trials` as it is over. Never throws.
 * @param baud what the AT port is set to
 */
export const tryPorts = async (
  board: Board,
  { baud, mayReset }: { readonly baud: number; readonly mayReset: boolean },
  trials: PortTrial[],
  options: TrialOptions,
): Promise<void> => {
  try {
    trials.push(await askAt(board, null, options));
    const log = await askFirmware(board, ANSWER_MS * options.patience);
    if (log) trials.push(log);
    const loader =
      log && !trials.some(isAnswer) ? await askLoader(board, ANSWER_MS * options.patience) : null;
    if (loader) trials.push(loader);
    if (!trials.some(isAnswer)) await tryRates(board, baud, trials, options);
    // Which port says what when it starts tells swapped ones apart from others.
    if (mayReset) await startAnew(board, trials, options);
  } catch {
    // The time is up, or the port is gone: what was tried until then is there.
  }
};
