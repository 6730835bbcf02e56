import { setTimeout as pause } from 'node:timers/promises';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import type { StandIn } from '../stand-in.ts';
import type { CreatedThing } from '../stand-in-options.ts';

/** What a good device notices of a siege. */
export interface GoodTimes {
  /** Milliseconds from a message to its echo, one after the other. */
  readonly roundTrips: readonly number[];
  /** Milliseconds from the first byte of a connection to CONNACK. */
  readonly connects: readonly number[];
  /** How often its connection ended; there is no good reason. */
  readonly lost: number;
}

const TOPIC = 'good/echo';
const EVERY_MS = 25;
const CONNECT_EVERY_MS = 500;

/** A device that talks to itself, and another that comes and goes, until they are asked how it was. */
export const startGoodClients = async (
  cloud: StandIn,
  thing: CreatedThing,
): Promise<{ stop(): Promise<GoodTimes> }> => {
  const roundTrips: number[] = [];
  const connects: number[] = [];
  let lost = 0;
  let isOver = false;
  const open = async (clientId: string): Promise<MqttClient> => {
    const client = await connectAsync(clientOf(cloud, thing, clientId));
    client.on('error', () => {});
    client.on('close', () => {
      lost += isOver ? 0 : 1;
    });
    return client;
  };
  const talker = await open('good');
  await talker.subscribeAsync(TOPIC, { qos: 1 });

  const talk = async (): Promise<void> => {
    while (!isOver) {
      const since = performance.now();
      const echo = new Promise<void>((resolve) => {
        talker.once('message', () => resolve());
      });
      await talker.publishAsync(TOPIC, 'hello', { qos: 1 });
      await echo;
      roundTrips.push(performance.now() - since);
      await pause(EVERY_MS);
    }
  };
  const comeAndGo = async (): Promise<void> => {
    while (!isOver) {
      const since = performance.now();
      const client = await connectAsync(clientOf(cloud, thing, 'visitor'));
      connects.push(performance.now() - since);
      await client.endAsync();
      await pause(CONNECT_EVERY_MS);
    }
  };
  const running = Promise.all([talk(), comeAndGo()]);
  running.catch(() => {
    lost += 1;
  });
  return {
    stop: async () => {
      isOver = true;
      await running.catch(() => {});
      await talker.endAsync(true);
      return { roundTrips, connects, lost };
    },
  };
};

const clientOf = (cloud: StandIn, thing: CreatedThing, clientId: string): IClientOptions => ({
  protocol: 'mqtts',
  ...cloud.endpoint,
  ca: cloud.rootCaPem,
  cert: thing.certificatePem,
  key: thing.keyPem,
  clientId,
  reconnectPeriod: 0,
});
