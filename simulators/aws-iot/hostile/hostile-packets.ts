import { generate, type IConnectPacket, type Packet } from 'mqtt-packet';

/** CONNECT of a clean session. */
export const hi = (clientId: string): Buffer => {
  const packet: IConnectPacket = { cmd: 'connect', clientId, clean: true, keepalive: 60 };
  return generate({ ...packet, protocolId: 'MQTT', protocolVersion: 4 });
};

/** PUBLISH of QoS 1. */
export const pub = (topic: string): Buffer =>
  generate({
    cmd: 'publish',
    topic,
    payload: 'x'.repeat(100),
    qos: 1,
    messageId: 1,
    dup: false,
    retain: false,
  });

/** SUBSCRIBE. */
export const sub = (...filters: readonly string[]): Buffer =>
  generate({
    cmd: 'subscribe',
    messageId: 1,
    subscriptions: filters.map((topic) => ({ topic, qos: 1 })),
  });

const raw = (hex: string): Buffer => Buffer.from(hex, 'hex');

/** What AWS ends a connection for; one after the other. */
export const ABUSES: readonly Buffer[] = [
  sub('$SYS/#'),
  sub('$share/g/#'),
  sub('a/#/b'),
  sub(...Array.from({ length: 9 }, (_, i) => `f/${i}`)),
  sub('1/2/3/4/5/6/7/8/9'),
  pub('$SYS/broker'),
  pub('$aws/events/presence/connected/lamp'),
  pub('t'.repeat(257)),
  raw('3003000123'), // PUBLISH to #
  raw('3003000024'), // an empty topic
  generate({ cmd: 'suback', messageId: 1, granted: [0] } satisfies Packet),
];
