import type { AtClient } from '../at/at-client.ts';
import { commands } from '../at/commands/index.ts';
import { AtBusy, AtRefused, AtUnexpected } from '../at/errors.ts';
import { readFirmware } from '../boards/at-version.ts';
import type { Board } from '../boards/board.ts';
import { readClock } from '../boards/clock.ts';
import { patience } from '../ports/patience.ts';
import type { AskedBoard } from './evidence.ts';
import { toldMqtt } from './told-mqtt.ts';

/** How long a board may take for an answer that it has at hand. */
const AT_ONCE_MS = 1_000;
/** Scans took 1.6 s, and 2 s while joined (v3.4.0.0). */
const SCAN_MS = 5_000;

/** What is filled in while a board is asked, so that what was answered stays when the time is up. */
export type Asked = { -readonly [K in keyof AskedBoard]: AskedBoard[K] };

export const nothingAsked = (): Asked => ({
  answers: false,
  release: null,
  module: null,
  clockMs: null,
  station: null,
  heard: null,
  nameServers: null,
  serverAddress: null,
  resolves: null,
  pings: null,
  opens: null,
  timeServers: null,
  timeServerResolves: null,
  mqtt: null,
});

/** A refusal is an answer: what the board does not have, or does not tell now, stays null. */
export const orNull = async <T>(asked: Promise<T>): Promise<T | null> =>
  asked.catch((error: unknown) => {
    if (error instanceof AtRefused || error instanceof AtUnexpected || error instanceof AtBusy)
      return null;
    throw error;
  });

const within = (ms: number, signal: AbortSignal): { readonly signal: AbortSignal } => ({
  signal: AbortSignal.any([signal, patience(ms)]),
});

/** Does it answer at all? One that is busy does. */
export const askWhetherThere = async (
  client: AtClient,
  asked: Asked,
  signal: AbortSignal,
): Promise<void> => {
  await orNull(client.do(commands.attention.test, {}, within(AT_ONCE_MS, signal)));
  asked.answers = true;
};

const askMqtt = async (board: Board, signal: AbortSignal): Promise<Asked['mqtt']> => {
  const { client } = board;
  const told = toldMqtt(client.transcript.entries());
  const query = client.do(commands.mqttConnect.query, {}, within(AT_ONCE_MS, signal));
  const answer = await orNull(query);
  if (!answer) return told;
  return {
    ...told,
    // Shown as 0 where nothing is configured any more.
    scheme: answer.state === 0 ? told.scheme : answer.scheme,
    host: answer.host || told.host,
    port: answer.port ?? told.port,
    state: answer.state,
  };
};

const askStation = async (client: AtClient, signal: AbortSignal): Promise<Asked['station']> => {
  const entries = await orNull(
    client.do(commands.stationAddress.query, {}, within(AT_ONCE_MS, signal)),
  );
  const joined = await orNull(
    client.do(commands.joinAccessPoint.query, {}, within(AT_ONCE_MS, signal)),
  );
  const ip = entries?.find(({ entry }) => entry.name === 'ip')?.entry.address ?? null;
  return { ssid: joined?.ssid ?? null, ip };
};

/**
 * Asks a board what it is and how it stands: only questions, which change nothing. Fills `asked` in as the answers come.
 * @throws what the AT client throws, and the signal's reason
 */
export const askBoard = async (board: Board, asked: Asked, signal: AbortSignal): Promise<void> => {
  const { client } = board;
  const soon = (): { readonly signal: AbortSignal } => within(AT_ONCE_MS, signal);
  const version = await orNull(client.do(commands.version.execute, {}, soon()));
  const firmware = version && readFirmware(version);
  asked.release = firmware?.release ?? null;
  asked.module = firmware?.module ?? null;
  const clock = await orNull(readClock({ client }));
  asked.clockMs = clock?.local?.getTime() ?? null;
  asked.mqtt = await askMqtt(board, signal);
  asked.station = await askStation(client, signal);
  const time = await orNull(client.do(commands.networkTime.query, {}, soon()));
  if (time) {
    const names = [time.server1, time.server2, time.server3];
    asked.timeServers = { on: time.on === 1, names: names.filter((name) => name !== undefined) };
  }
  const dns = await orNull(client.do(commands.nameServers.query, {}, soon()));
  if (dns) {
    const servers = [dns.server1, dns.server2, dns.server3];
    asked.nameServers = servers.filter((server) => server !== undefined);
  }
};

/** Asks a board that is not joined which access points it hears. */
export const askWhatItHears = async (
  { client }: Board,
  asked: Asked,
  signal: AbortSignal,
): Promise<void> => {
  const seen = await orNull(client.do(commands.scan.execute, {}, within(SCAN_MS, signal)));
  if (!seen) return;
  asked.heard = seen.map(({ ssid = '', rssi, channel, security }) => ({
    ssid,
    rssi: rssi ?? null,
    channel: channel ?? null,
    security: security ?? null,
  }));
};
