import { once } from 'node:events';
import { connect } from 'node:net';
import type { ConnectFailure } from '../esp-at/tls/connect-failure.ts';
import { connectTls, type TlsOptions } from '../esp-at/tls/connect-tls.ts';
import { MBEDTLS_3 } from '../esp-at/tls/profile.ts';
import { realTimers } from '../network/timers.ts';
import type { StandIn } from './stand-in.ts';
import type { CreatedThing } from './stand-in-options.ts';

/** How a handshake of the simulated modem ended. */
export type BoardSays = 'connected' | ConnectFailure;

/** The TLS client of the simulated 3.4.0.0 (or another) shakes hands with a stand-in, and hangs up. */
export const shakeAsBoard = async (
  { endpoint, rootCaPem }: Pick<StandIn, 'endpoint' | 'rootCaPem'>,
  { certificatePem, keyPem }: Pick<CreatedThing, 'certificatePem' | 'keyPem'>,
  options: Partial<TlsOptions> = {},
): Promise<BoardSays> => {
  const socket = connect(endpoint.port, endpoint.host);
  await once(socket, 'connect');
  const outcome = await connectTls({
    socket,
    profile: MBEDTLS_3,
    credentials: {
      ca: Buffer.from(rootCaPem),
      certificate: Buffer.from(certificatePem),
      key: Buffer.from(keyPem),
    },
    isServerVerified: true,
    hasIdentity: true,
    now: () => new Date(),
    timers: realTimers,
    signal: AbortSignal.timeout(25_000),
    ...options,
  });
  if ('failure' in outcome) return outcome.failure;
  outcome.connection.hangUp();
  return 'connected';
};
