import type { Socket } from 'node:net';
import { dnsPatience } from '../dns/patience.ts';
import { resolve } from '../dns/resolve.ts';
import type { Firmware } from '../firmware.ts';
import { connectTls } from '../tls/connect-tls.ts';
import { type Connection, plainConnection } from '../tls/connection.ts';
import { dial } from '../tls/dial.ts';
import { openDatagrams } from './datagrams.ts';
import type { LinkFacts } from './link.ts';
import { authenticationOf, clientCredentials } from './ssl-credentials.ts';
import { nameOfServer } from './ssl-names.ts';
import type { SslSetting } from './ssl-settings.ts';

/** What `AT+CIPSTART` asks for. */
export interface LinkRequest {
  readonly type: LinkFacts['type'];
  /** A name or an address. */
  readonly host: string;
  readonly port: number;
  /** TCP and SSL; 0: off. */
  readonly keepAliveSeconds: number;
  /** Until a host that does not answer is given up; undefined: as the release does by itself. */
  readonly connectMs?: number | undefined;
  /** UDP; 0: any. */
  readonly localPort: number;
}

interface OpenedLink {
  readonly facts: LinkFacts;
  readonly connection: Connection;
}

/**
 * Connects, and shakes hands where the type wants it. Undefined: it failed; why, the AT port never tells.
 * @throws the signal's reason
 */
export const openLink = (
  firmware: Firmware,
  request: LinkRequest,
  ssl: SslSetting,
  signal: AbortSignal,
): Promise<OpenedLink | undefined> =>
  request.type === 'UDP'
    ? openUdp(firmware, request, signal)
    : openTcp(firmware, request, ssl, signal);

const patienceOf = (firmware: Firmware) => dnsPatience(firmware, firmware.hardware.networkPace);

const openUdp = async (
  firmware: Firmware,
  { type, host, port, localPort }: LinkRequest,
  signal: AbortSignal,
): Promise<OpenedLink | undefined> => {
  const { station, hardware } = firmware;
  const { network, networkTimers: timers } = hardware;
  if (!station.isOnline) return undefined;
  const patience = patienceOf(firmware);
  const found = await resolve({ network, name: host, timers, patience, signal });
  if ('failure' in found) return undefined;
  const { address } = found;
  const opened = await openDatagrams(network.lead(address, port, 'udp'));
  // This computer's port may be another than the board's: only the peer would see it.
  const facts = { type, address, port, localPort: localPort || opened.localPort };
  return { facts, connection: opened.connection };
};

const openTcp = async (
  firmware: Firmware,
  { type, host, port, keepAliveSeconds, connectMs }: LinkRequest,
  ssl: SslSetting,
  signal: AbortSignal,
): Promise<OpenedLink | undefined> => {
  const { hardware, station, profile } = firmware;
  const dialled = await dial({
    network: station.isOnline ? hardware.network : undefined,
    host,
    port,
    timers: hardware.networkTimers,
    times: { dns: patienceOf(firmware), connectMs: connectMs ?? profile.links.connectMs },
    signal,
  });
  if ('failure' in dialled) return undefined;
  const { socket, address } = dialled;
  if (keepAliveSeconds > 0) socket.setKeepAlive(true, keepAliveSeconds * 1000);
  const facts = { type, address, port, localPort: socket.localPort ?? 0 };
  const connection =
    type === 'SSL'
      ? await shakeHands(firmware, socket, host, ssl, signal)
      : plainConnection(socket);
  return connection && { facts, connection };
};

const shakeHands = async (
  firmware: Firmware,
  socket: Socket,
  host: string,
  { client, names }: SslSetting,
  signal: AbortSignal,
): Promise<Connection | undefined> => {
  const { hardware, profile } = firmware;
  const name = nameOfServer(host, names);
  const outcome = await connectTls({
    socket,
    profile: profile.tls,
    credentials: clientCredentials(firmware, client),
    ...authenticationOf(client),
    serverName: name,
    checkedName: name,
    alpn: names.protocols,
    now: () => new Date(hardware.clock.now()),
    timers: hardware.networkTimers,
    signal,
    seams: hardware.seams.tls,
  });
  return 'connection' in outcome ? outcome.connection : undefined;
};
