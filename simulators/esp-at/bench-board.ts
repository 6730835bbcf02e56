import { Network } from '../network/network.ts';
import { parseWorld } from '../network/world.ts';
import { type BoardOptions, SimulatedBoard } from './board.ts';
import { Conversation } from './conversation.ts';
import { factoryFlash } from './flash/factory.ts';
import { DEFAULT_RELEASE, releaseProfile } from './releases/releases.ts';

/** The air in which v3.4.0.0 was recorded, and a protected access point besides. */
const AIR = `
accessPoints:
  - {ssid: Espressif, bssid: "10:01:00:c4:0a:51", channel: 5, rssi: -27, security: open}
  - {ssid: MasseyWifi, bssid: "10:01:00:c4:0a:52", channel: 10, rssi: -34, security: open}
  - {ssid: Safe, bssid: "10:01:00:c4:0a:53", channel: 11, rssi: -50, password: correct-horse}
`;

/** A board that has booted, with a host at each port; the echo is off. */
export interface BenchBoard extends AsyncDisposable {
  readonly board: SimulatedBoard;
  readonly network: Network;
  readonly at: Conversation;
  readonly log: Conversation;
}

/** For tests: a board of its own for each, whose firmware waits pass a thousand times as fast. */
export const benchBoard = async (options: Partial<BoardOptions> = {}): Promise<BenchBoard> => {
  const profile = options.profile ?? releaseProfile(DEFAULT_RELEASE);
  const network = options.network ?? new Network(parseWorld(AIR));
  const flash = options.flash ?? (await factoryFlash(profile));
  const board = new SimulatedBoard({ pace: 1000, ...options, profile, network, flash });
  const at = new Conversation(board.connectAt());
  const log = new Conversation(board.connectLog());
  board.powerOn();
  await at.expect('\r\nready\r\n');
  await at.ask('ATE0\r\n', 'ATE0\r\n\r\nOK\r\n');
  return { board, network, at, log, [Symbol.asyncDispose]: () => board[Symbol.asyncDispose]() };
};
