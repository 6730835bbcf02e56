import { once } from 'node:events';
import type { MqttClient } from 'mqtt';
import { BenchError, type Colour } from '../../errors/bench-error.ts';
import type { Journal } from '../../reports/journal.ts';
import { connectOnce, type HostCall, PATIENCE_MS } from './connect-once.ts';

/** The host could not use the credentials either: the board is not to blame. */
class HostClientRefused extends BenchError {
  readonly code = 'HOST_CLIENT_REFUSED';
  readonly colour: Colour = 'bench';
}

/** What the host does with the credentials before a board is touched. */
export interface HostCheck extends HostCall {
  /** A topic that the policy lets the client both publish and receive. */
  readonly topic: string;
}

const GREETING = 'the host was here';

const echoOf = (client: MqttClient, topic: string, signal: AbortSignal): Promise<string> =>
  new Promise((resolve, reject) => {
    client.on('message', (on, payload) => {
      if (on === topic) resolve(payload.toString());
    });
    client.once('close', () => reject(new Error('the cloud closed the connection')));
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

/** Connects from this computer as another device would, until the scope ends. */
export const connectFromHost = (journal: Journal, call: HostCall): Promise<AsyncDisposable> =>
  journal.step('connect from this host', { clientId: call.clientId }, async () => {
    const client = await connectOnce(call);
    // What ends it is for the cloud to tell.
    client.on('error', () => {});
    return { [Symbol.asyncDispose]: () => client.endAsync(true) };
  });

/** Another device on this computer, which has subscribed. */
export interface Listener extends AsyncDisposable {
  /** The first message that came, or comes in time; null if none does. */
  message(withinMs: number): Promise<{ readonly text: string; readonly qos: number } | null>;
}

/** Connects from this computer as another device would, and subscribes, until the scope ends. */
export const listenFromHost = (
  journal: Journal,
  call: HostCall & { readonly topic: string },
): Promise<Listener> =>
  journal.step('listen from this host', { topic: call.topic }, async () => {
    const client = await connectOnce(call);
    client.on('error', () => {});
    const first = new Promise<{ text: string; qos: number }>((resolve) => {
      client.on('message', (_topic, payload, { qos }) => resolve({ text: String(payload), qos }));
    });
    await client.subscribeAsync(call.topic, { qos: 1 });
    return {
      message: (withinMs) =>
        Promise.race([first, once(AbortSignal.timeout(withinMs), 'abort').then(() => null)]),
      [Symbol.asyncDispose]: () => client.endAsync(true),
    };
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
    let client: MqttClient | undefined;
    try {
      client = await connectOnce({ endpoint, credentials, clientId, withinMs });
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
