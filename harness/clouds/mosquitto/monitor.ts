import type { DeviceCredentials } from '../../../certs/credentials.ts';
import { BenchError } from '../../../errors/bench-error.ts';
import type { PublishOptions } from '../cloud.ts';
import { connectOnce, PATIENCE_MS } from '../connect-once.ts';
import type { Place } from './broker.ts';

/** The client that watches a Mosquitto got no connection, or lost it, or was not told what the log tells. */
class MonitorFailed extends BenchError {
  readonly code = 'MONITOR_FAILED';
  readonly colour = 'bench';
}

/** Whoever sees all payloads that a Mosquitto passes on, and publishes for the cloud. */
export interface Monitor extends AsyncDisposable {
  publish(topic: string, payload: Uint8Array | string, options?: PublishOptions): Promise<void>;
  /** The next payload under this topic in this length, past or to come; those before it are dropped. Throws MonitorFailed. */
  payload(topic: string, bytes: number): Promise<Uint8Array>;
  /** Done when Mosquitto has dealt with everything that it was sent before. */
  roundTrip(): Promise<void>;
}

/** Filters with a wildcard first do not take topics that begin with a dollar sign [MQTT-4.7.2-1]. */
const EVERYTHING = ['#', '$aws/#'];
const NOTHING = 'esp-at-bench/nothing';

interface Message {
  readonly topic: string;
  readonly payload: Uint8Array;
}

/** Opens a monitor under a client id. Throws MonitorFailed. */
export const openMonitor = async (
  clientId: string,
  endpoint: Place,
  credentials: DeviceCredentials,
): Promise<Monitor> => {
  const client = await connectOnce({ endpoint, credentials, clientId }).catch((cause: Error) => {
    const where = `${endpoint.host}:${endpoint.port}`;
    const sentence = `the monitor got no connection to Mosquitto at ${where}: ${cause.message}`;
    throw new MonitorFailed(sentence, { cause });
  });
  // Without a listener they would end the process; what is lost by them is missed in `payload`.
  client.on('error', () => undefined);
  const came: Message[] = [];
  let wake = (): void => undefined;
  let isOpen = true;
  client.on('close', () => {
    isOpen = false;
    wake();
  });
  client.on('message', (topic, payload, { retain }) => {
    if (retain) return;
    came.push({ topic, payload: new Uint8Array(payload) });
    wake();
  });
  await client.subscribeAsync(EVERYTHING);

  const next = (topic: string, bytes: number): Uint8Array | undefined => {
    const place = came.findIndex(
      (message) => message.topic === topic && message.payload.length === bytes,
    );
    return place < 0 ? undefined : came.splice(0, place + 1).at(-1)?.payload;
  };
  return {
    publish: async (topic, payload, { qos = 0, retain = false } = {}) => {
      await client.publishAsync(topic, Buffer.from(payload), { qos, retain });
    },
    payload: (topic, bytes) =>
      new Promise((resolve, reject) => {
        const done = (): void => {
          clearTimeout(timer);
          wake = () => undefined;
        };
        const fail = (how: string): void => {
          done();
          const what = `the monitor of Mosquitto should have got ${bytes} bytes under ${topic}`;
          reject(new MonitorFailed(`${what}, as its log says, ${how}`));
        };
        const timer = setTimeout(() => fail(`within ${PATIENCE_MS} ms`), PATIENCE_MS);
        wake = () => {
          const found = next(topic, bytes);
          if (!found) {
            if (!isOpen) fail('and its connection is closed');
            return;
          }
          done();
          resolve(found);
        };
        wake();
      }),
    roundTrip: async () => {
      await client.unsubscribeAsync(NOTHING);
    },
    [Symbol.asyncDispose]: () => client.endAsync(true),
  };
};
