import { realTimers } from '../../network/timers.ts';
import { DNS_PATIENCE } from '../dns/resolve.ts';
import type { Firmware } from '../firmware.ts';
import type { SslClient } from '../settings.ts';
import { connectTls } from '../tls/connect-tls.ts';
import { type Connection, plainConnection } from '../tls/connection.ts';
import { dial } from '../tls/dial.ts';
import type { LinkFacts } from './link.ts';
import { authenticationOf, clientCredentials } from './ssl-credentials.ts';
import { nameOfServer, type SslNames } from './ssl-names.ts';

/** What `AT+CIPSTART` asks for. */
export interface LinkRequest {
  readonly type: LinkFacts['type'];
  /** A name or an address. */
  readonly host: string;
  readonly port: number;
  /** 0: off. */
  readonly keepAliveSeconds: number;
}

/** How a link of the type SSL is made. */
interface SslSetting {
  readonly client: SslClient;
  readonly names: SslNames;
}

interface OpenedLink {
  readonly facts: LinkFacts;
  readonly connection: Connection;
}

/**
 * Connects, and shakes hands where the type wants it. Undefined: it failed; why, the AT port never tells.
 * @throws the signal's reason
 */
export const openLink = async (
  firmware: Firmware,
  { type, host, port, keepAliveSeconds }: LinkRequest,
  { client, names }: SslSetting,
  signal: AbortSignal,
): Promise<OpenedLink | undefined> => {
  const { hardware, station, profile } = firmware;
  // The network's own patience is never shortened: only the firmware's waits may pass faster than life.
  const timers = realTimers;
  const dialled = await dial({
    network: station.isOnline ? hardware.network : undefined,
    host,
    port,
    timers,
    times: {
      dns: { ...DNS_PATIENCE, paceOfNowhere: hardware.pace },
      connectMs: profile.links.connectMs,
    },
    signal,
  });
  if ('failure' in dialled) return undefined;
  const { socket, address } = dialled;
  if (keepAliveSeconds > 0) socket.setKeepAlive(true, keepAliveSeconds * 1000);
  const facts = { type, address, port, localPort: socket.localPort ?? 0 };
  if (type === 'TCP') return { facts, connection: plainConnection(socket) };
  const { isServerVerified, hasIdentity } = authenticationOf(client);
  const name = nameOfServer(host, names);
  const outcome = await connectTls({
    socket,
    profile: profile.tls,
    credentials: clientCredentials(firmware, client),
    isServerVerified,
    hasIdentity,
    serverName: name,
    checkedName: name,
    alpn: names.protocols,
    now: () => new Date(hardware.clock.now()),
    timers,
    signal,
  });
  return 'connection' in outcome ? { facts, connection: outcome.connection } : undefined;
};
