import type { Packet } from 'mqtt-packet';
import { Network } from '../../network/network.ts';
import { StepTimers } from '../../network/step-timers.ts';
import { DEFAULT_WORLD } from '../../network/world.ts';
import { MBEDTLS_3 } from '../tls/profile.ts';
import { connectMqtt } from './connect-mqtt.ts';
import type { MqttLink } from './mqtt-link.ts';
import type { MqttOptions } from './mqtt-options.ts';
import { MQTT_TIMES } from './mqtt-times.ts';
import { ScriptedBroker } from './scripted-broker.ts';

/** What each test of the MQTT client has around it, new every time. */
export interface LinkBench {
  timers: StepTimers;
  power: AbortController;
  broker: ScriptedBroker;
  options(changes?: Partial<MqttOptions>): MqttOptions;
  /** A link to the broker. */
  connected(changes?: Partial<MqttOptions>): Promise<MqttLink>;
}

/** Gives the tests of a `describe` a broker, a power switch and a time that stands still. */
export const useLinkBench = (): LinkBench => {
  const bench = {} as LinkBench;
  beforeEach(async () => {
    bench.timers = new StepTimers();
    bench.power = new AbortController();
    bench.broker = await ScriptedBroker.start();
  });
  afterEach(async () => {
    bench.power.abort();
    await bench.broker[Symbol.asyncDispose]();
  });
  bench.options = (changes = {}) => ({
    network: () => new Network(DEFAULT_WORLD),
    scheme: 1,
    host: '127.0.0.1',
    port: bench.broker.port,
    clientId: 'board',
    username: '',
    password: '',
    keepAliveSeconds: 0,
    isSessionClean: true,
    reconnects: false,
    credentials: () => ({}),
    tls: MBEDTLS_3,
    now: () => new Date(),
    timers: bench.timers,
    times: { ...MQTT_TIMES, firstPacketMs: 0 },
    random: () => 0.2,
    signal: bench.power.signal,
    ...changes,
  });
  bench.connected = async (changes) => {
    const outcome = await connectMqtt(bench.options(changes));
    if ('failure' in outcome) throw new Error(outcome.failure.text);
    return outcome.link;
  };
  return bench;
};

/** A message from the broker. */
export const message = (topic: string, payload: Buffer, qos: 1 | 2): Packet => ({
  cmd: 'publish',
  topic,
  payload,
  qos,
  dup: false,
  retain: false,
  messageId: 77,
});
