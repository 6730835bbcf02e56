import type { AtEvent } from '../at/at-event.ts';
import { commands } from '../at/commands/index.ts';
import { type Hands, verb } from './verb.ts';

/** The states of `AT+CWSTATE?`, by their numbers. */
const STATES = ['not started', 'joined, no address', 'joined', 'joining', 'not joined'] as const;

export interface WifiState {
  readonly state: (typeof STATES)[number] | 'unknown';
  /** The access point that was tried last; empty if none was. */
  readonly ssid: string;
}

/** What the firmware prints of a station's life, in its own words. */
const LINES = {
  'wifi-connected': 'WIFI CONNECTED',
  'wifi-got-ip': 'WIFI GOT IP',
  'wifi-disconnect': 'WIFI DISCONNECT',
} as const;

type Line = (typeof LINES)[keyof typeof LINES];

const lineOf = ({ kind }: AtEvent): Line | undefined =>
  kind in LINES ? LINES[kind as keyof typeof LINES] : undefined;

/** The Wi-Fi station of a board: what it says of itself, and what it has said. */
export class BoardWifi {
  readonly #hands: Hands;

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  /** Asked with `AT+CWSTATE?`, which came with 2.2. */
  async state(): Promise<WifiState> {
    const { state, ssid } = await this.#hands.client.do(commands.wifiState.query);
    return { state: STATES[state] ?? 'unknown', ssid };
  }

  /** The name of the access point that it is in, asked with `AT+CWJAP?`; null if it is in none. */
  async joined(): Promise<string | null> {
    const answer = await this.#hands.client.do(commands.joinAccessPoint.query);
    return answer?.ssid ?? null;
  }

  /** What it has printed of its life from a position on, in order. */
  said(from: number): readonly Line[] {
    return this.#hands.client.heard(from).flatMap((event) => lineOf(event) ?? []);
  }

  /** Waits until it prints a line of its life. @throws AtTimeout */
  expect(line: Line, options: { readonly from: number; readonly withinMs: number }): Promise<void> {
    return verb(this.#hands, `wait for ${line}`, { within: `${options.withinMs} ms` }, async () => {
      const match = (event: AtEvent) => (lineOf(event) === line ? line : undefined);
      await this.#hands.client.waitFor(line, match, options);
    });
  }
}
