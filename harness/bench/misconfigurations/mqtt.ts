import { commands } from '../../at/commands/index.ts';
import { connectOnce, type HostCall } from '../../clouds/connect-once.ts';
import type { Lab } from '../lab.ts';
import { NEW, onReleases, type Wrong } from './on-releases.ts';
import { typeLine } from './typed.ts';

const SOON = 500;
/** One and a half keep-alives of 30 s, by the cloud's clock, and some. */
const SILENCE_MS = 60_000;
/** The reserve of a board that remembers ten topics. */
const ONE_TOO_MANY = 11;

const connected = async (lab: Lab): Promise<void> => {
  await lab.prepare(lab.credentialsOf(await lab.freeThing()));
  await lab.connect();
};

const doing = (name: string, expected: string, step: (lab: Lab) => Promise<unknown>): Wrong => ({
  name,
  expected,
  steps: async (lab) => {
    await connected(lab);
    await step(lab);
  },
});

const publishing = (
  name: string,
  expected: string,
  topic: string,
  options: { readonly qos?: 1 | 2; readonly bytes?: number; readonly raw?: boolean } = {},
): Wrong =>
  doing(name, expected, ({ board }) =>
    board.mqtt.publish(topic, 'x'.repeat(options.bytes ?? 1), {
      qos: options.qos ?? 1,
      ...(options.raw === undefined ? {} : { raw: options.raw }),
      withinMs: SOON,
    }),
  );

const subscribing = (name: string, expected: string, filter: string): Wrong =>
  doing(name, expected, ({ board }) => board.mqtt.subscribe(filter, 1));

const typing = (name: string, rest: string): Wrong =>
  doing(name, 'COMMA_NOT_ESCAPED', (lab) => typeLine(lab, 'AT+MQTTPUB', rest));

const keepingAlive = (name: string, seconds: number): Wrong => ({
  name,
  expected: 'KEEP_ALIVE_OUT_OF_RANGE',
  steps: async (lab) => {
    await lab.prepare(lab.credentialsOf(await lab.thing()));
    const from = lab.cloud.position();
    await lab.connect({ keepAliveSeconds: seconds });
    const keepAlive = { used: seconds };
    await lab.cloud.expect({ kind: 'connect', keepAlive }, { from, withinMs: SOON });
  },
});

/** Another client than the board: one that asks for what the board's own firmware never does. */
const gateway = async (lab: Lab, options: Pick<HostCall, 'protocolVersion'> = {}) => {
  const credentials = lab.credentialsOf(await lab.freeThing());
  const { endpoint } = lab.cloud;
  return connectOnce({ endpoint, credentials, clientId: 'gateway', ...options });
};

const subscribeToMany = async (lab: Lab): Promise<void> => {
  const client = await gateway(lab);
  try {
    const lost = new Promise<never>((_, reject) => {
      client.once('close', () => reject(new Error('the cloud closed the connection')));
    });
    const topics = Array.from({ length: 9 }, (_, i) => `t${i}`);
    await Promise.race([client.subscribeAsync(topics, { qos: 1 }), lost]);
  } finally {
    await client.endAsync(true);
  }
};

/** Asking for what MQTT, AWS IoT or a command line cannot take. */
export const WRONG_REQUESTS = onReleases([
  keepingAlive('the keep-alive is too short for the cloud', 5),
  keepingAlive('the keep-alive is too long for the cloud', 7200),
  keepingAlive('the keep-alive is too long for the board', 7201),
  publishing('the message is larger than 128 KB', 'PAYLOAD_TOO_LARGE', 'a', {
    bytes: 128 * 1024 + 1,
  }),
  publishing('a message asks for QoS 2', 'QOS_2', 'a', { qos: 2 }),
  doing('a subscription asks for QoS 2', 'QOS_2', async (lab) => {
    const from = lab.cloud.position();
    const asked = lab.board.mqtt.subscribe('a', 2);
    // The firmware waits for its answer for ever, and is busy until then.
    asked.catch(() => {});
    await lab.cloud.expect({ kind: 'subscribe', answer: 'suback' }, { from, withinMs: SOON });
  }),
  doing('a subscription is not answered, and the next command comes', 'BOARD_BUSY', async (lab) => {
    await using _silence = await lab.cloud.interfere({ packet: 'suback', does: 'drop' });
    const { mqttSubscribe } = commands;
    await lab.board.client
      .do(mqttSubscribe.set, { link: 0, topic: 'a', qos: 1 }, { withinMs: SOON })
      .catch(() => undefined);
    await lab.board.address();
  }),
  {
    name: 'the last will asks for QoS 2',
    expected: 'QOS_2',
    steps: async (lab) => {
      await lab.prepare(lab.credentialsOf(await lab.freeThing()));
      const will = { topic: 'gone', message: 'x', qos: 2 } as const;
      await lab.board.mqtt.configure({ scheme: 5, clientId: 'sdk-java', will });
      await lab.board.mqtt.connect({ host: lab.serverName });
    },
  },
  {
    name: 'nine filters stand in one SUBSCRIBE',
    expected: 'TOO_MANY_FILTERS',
    steps: subscribeToMany,
  },
  {
    name: 'the client speaks MQTT 5',
    expected: 'PROTOCOL_LEVEL_UNSUPPORTED',
    steps: (lab) => gateway(lab, { protocolVersion: 5 }),
  },
  {
    name: 'the board pings too seldom',
    expected: 'KEEP_ALIVE_TIMEOUT',
    bench: 'simulator: {defect: keep-alive-not-kept}',
    releases: [NEW],
    steps: async (lab) => {
      await lab.prepare(lab.credentialsOf(await lab.freeThing()));
      const from = lab.board.position();
      await lab.connect({ keepAliveSeconds: 30 });
      await lab.board.mqtt.expectLoss({ from, withinMs: SILENCE_MS });
      await lab.board.mqtt.publish('a', 'still here?', { qos: 1 });
    },
  },
  doing('a connection subscribes to 51 filters', 'TOO_MANY_SUBSCRIPTIONS', async (lab) => {
    for (let i = 1; i <= 51; i++) await lab.board.mqtt.subscribe(`t${i}`, 1);
    await lab.board.mqtt.publish('t51', 'x', { qos: 1 });
    await lab.board.mqtt.expectMessage({ topic: 't51' }, { withinMs: SOON });
  }),
  subscribing('a topic has nine levels', 'TOPIC_INVALID', 'a/b/c/d/e/f/g/h/i'),
  publishing('a message is published on a wildcard', 'TOPIC_INVALID', 'a/#'),
  publishing('a topic begins with $', 'TOPIC_RESERVED', '$mine/a'),
  subscribing('a subscription is shared', 'SHARED_SUBSCRIPTION', '$share/g/a'),
  {
    name: 'the client id begins with $',
    expected: 'CLIENT_ID_INVALID',
    steps: async (lab) => {
      await lab.prepare(lab.credentialsOf(await lab.freeThing()));
      await lab.connect({ clientId: '$me' });
    },
  },
  publishing('a command line is too long', 'LINE_TOO_LONG', 'a', { bytes: 240, raw: false }),
  typing('the commas of a JSON payload are not escaped', '0,"a","{\\"a\\":1,\\"b\\":2}",1,0'),
  typing('the quotes of a JSON payload are not escaped', '0,"a","{"a":1}",1,0'),
  doing('eleven topics are to outlive a reconnect', 'TOPICS_BEYOND_MEMORY', async (lab) => {
    await lab.connect({ reconnect: true });
    for (let i = 1; i <= ONE_TOO_MANY; i++) await lab.board.mqtt.subscribe(`t${i}`, 1);
    const from = lab.board.position();
    await lab.cloud.disconnect('sdk-java');
    await lab.board.mqtt.expectReturn({ from });
    await lab.cloud.publish(`t${ONE_TOO_MANY}`, 'x', { qos: 1 });
    await lab.board.mqtt.expectMessage({ topic: `t${ONE_TOO_MANY}` }, { from, withinMs: SOON });
  }),
]);
