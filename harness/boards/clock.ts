import { commands } from '../at/commands/index.ts';
import { AtRefused, AtTimeout } from '../at/errors.ts';
import { readAsctime } from './asctime.ts';
import { ClockNotSet } from './errors.ts';
import { type Hands, verb } from './verb.ts';

/** What a board's clock shows. */
export interface ClockReading {
  /** As the board wrote it: `Mon Nov 23 13:25:46 2026`. */
  readonly text: string;
  /** The same, its hands read as if they showed UTC; null when it cannot be read. */
  readonly local: Date | null;
}

/** Where a board takes the time from. */
export type TimeSource =
  | {
      readonly via: 'sntp';
      readonly server: string;
      /** Others that are asked before it, two at most. */
      readonly behind?: readonly string[];
      /** Hours from UTC; newer releases also take [+|-][hh]mm. 0 unless told. */
      readonly zone?: number;
      /** 60 s unless told; the firmware repeats a lost request late. */
      readonly withinMs?: number;
    }
  /** The host tells it, its own time unless told. For labs without a time server. */
  | { readonly via: 'timestamp'; readonly at?: Date };

/** ESP-AT's clock starts in 1970; no certificate of today was valid before this year. */
const FIRST_USABLE_YEAR = 2020;
const SNTP_MS = 60_000;
/** Releases before 3.2 do not say when they have the time: they are asked, soon at first, and then every second. */
const ASK_AGAIN_MS = 50;
const ASK_EVERY_MS = 1_000;

/** Reads the board's clock. */
export const readClock = async ({ client }: Pick<Hands, 'client'>): Promise<ClockReading> => {
  const { asctime } = await client.do(commands.localTime.query);
  return { text: asctime, local: readAsctime(asctime) };
};

const isUsable = ({ local }: ClockReading): boolean =>
  (local?.getUTCFullYear() ?? 0) >= FIRST_USABLE_YEAR;

/** Is fulfilled when the board says that it has the time, or else when it is time to ask again. */
const nextOccasion = async ({ client }: Hands, from: number, withinMs: number): Promise<void> => {
  try {
    await client.waitFor(
      '+TIME_UPDATED',
      (event) => (event.kind === 'time-updated' ? event : undefined),
      { from, withinMs },
    );
  } catch (error) {
    if (!(error instanceof AtTimeout)) throw error;
  }
};

const bySntp = async (
  hands: Hands,
  { server, behind = [], zone = 0, withinMs = SNTP_MS }: Extract<TimeSource, { via: 'sntp' }>,
): Promise<ClockReading> => {
  const start = performance.now();
  let from = hands.client.position();
  const servers = Object.fromEntries(
    [...behind, server].map((each, i) => [`server${i + 1}`, each]),
  );
  await hands.client.do(commands.networkTime.set, { on: 1, zone, ...servers });
  for (let askAfterMs = ASK_AGAIN_MS; ; askAfterMs = Math.min(2 * askAfterMs, ASK_EVERY_MS)) {
    const reading = await readClock(hands);
    if (isUsable(reading)) return reading;
    const left = withinMs - (performance.now() - start);
    if (left <= 0) {
      throw new ClockNotSet(`${withinMs} ms of SNTP with ${server}`, reading.text);
    }
    await nextOccasion(hands, from, Math.min(left, askAfterMs));
    from = hands.client.position();
  }
};

const byTimestamp = async (hands: Hands, at: Date): Promise<ClockReading> => {
  try {
    await hands.client.do(commands.timestamp.set, { seconds: Math.floor(at.getTime() / 1000) });
  } catch (cause) {
    if (!(cause instanceof AtRefused)) throw cause;
    const { text } = await readClock(hands);
    throw new ClockNotSet('AT+SYSTIMESTAMP, which the board refused', text, { cause });
  }
  return readClock(hands);
};

/**
 * Sets the board's clock and looks whether that worked. A clock that was right already is right at once: on ESP32 the
 * time survives a restart.
 * @throws ClockNotSet when it shows a year before 2020 at the end, unless that was the time to set
 */
export const setClock = (hands: Hands, source: TimeSource): Promise<ClockReading> => {
  const { via } = source;
  const parameters = via === 'sntp' ? { via, server: source.server } : { via };
  return verb(hands, `set the clock by ${via}`, parameters, async (note) => {
    if (via === 'sntp') {
      const reading = await bySntp(hands, source);
      note('clock', reading.text);
      return reading;
    }
    const at = source.at ?? new Date();
    const reading = await byTimestamp(hands, at);
    note('clock', reading.text);
    if (!isUsable(reading) && at.getUTCFullYear() >= FIRST_USABLE_YEAR) {
      throw new ClockNotSet('AT+SYSTIMESTAMP', reading.text);
    }
    return reading;
  });
};
