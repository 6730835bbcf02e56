import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import type { DeviceCredentials } from '../../certs/credentials.ts';
import { BenchError, type Colour } from '../../errors/bench-error.ts';
import type { Journal } from '../../reports/journal.ts';

/** The host could not use the credentials either: the board is not to blame. */
class HostClientRefused extends BenchError {
  readonly code = 'HOST_CLIENT_REFUSED';
  readonly colour: Colour = 'bench';
}

/** How this host calls a cloud. */
export interface HostCall {
  readonly endpoint: { readonly host: string; readonly port: number };
  readonly credentials: DeviceCredentials;
  readonly clientId: string;
  readonly withinMs?: number;
}

/** What the host does with the credentials before a board is touched. */
export interface HostCheck extends HostCall {
  /** A topic that the policy lets the client both publish and receive. */
  readonly topic: string;
}

const PATIENCE_MS = 10_000;
const GREETING = 'the host was here';

const echoOf = (client: MqttClient, topic: string, signal: AbortSignal): Promise<string> =>
  new Promise((resolve, reject) => {
    client.on('message', (on, payload) => {
      if (on === topic) resolve(payload.toString());
    });
    client.once('close', () => reject(new Error('the cloud closed the connection')));
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

const optionsOf = ({
  endpoint: { host, port },
  credentials,
  clientId,
  withinMs = PATIENCE_MS,
}: HostCall): IClientOptions => ({
  clientId,
  protocol: 'mqtts',
  host: host === '0.0.0.0' ? '127.0.0.1' : host,
  port,
  ca: credentials.caPem,
  cert: credentials.certificatePem,
  key: credentials.keyPem,
  reconnectPeriod: 0,
  connectTimeout: withinMs,
});

/** Connects from this computer as another device would, until the scope ends. */
export const connectFromHost = (journal: Journal, call: HostCall): Promise<AsyncDisposable> =>
  journal.step('connect from this host', { clientId: call.clientId }, async () => {
    const client = await connectAsync(optionsOf(call));
    // What ends it is for the cloud to tell.
    client.on('error', () => {});
    return { [Symbol.asyncDispose]: () => client.endAsync(true) };
  });

/**
 * Connects from this computer with the board's own credentials, and sends a message to itself.
 * @throws HostClientRefused
 */
export const checkFromHost = (
  journal: Journal,
  { endpoint, credentials, clientId, topic, withinMs = PATIENCE_MS }: HostCheck,
): Promise<void> => {
  const { host, port } = endpoint;
  const where = `${host}:${port}`;
  return journal.step('check the credentials from this host', { to: where, clientId }, async () => {
    const options = optionsOf({ endpoint, credentials, clientId, withinMs });
    let client: MqttClient | undefined;
    try {
      client = await connectAsync(options);
      const echo = echoOf(client, topic, AbortSignal.timeout(withinMs));
      const sent = client
        .subscribeAsync(topic, { qos: 1 })
        .then(() => client?.publishAsync(topic, GREETING, { qos: 1 }));
      await Promise.all([echo, sent]);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new HostClientRefused(
        `these credentials should let this host connect to ${where} as ${clientId} and publish to ${topic}, and did not: ${why}; put the credentials or the policy right before looking at the board`,
        { cause },
      );
    } finally {
      await client?.endAsync(true);
    }
  });
};
