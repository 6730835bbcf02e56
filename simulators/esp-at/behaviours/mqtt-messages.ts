import { setImmediate } from 'node:timers/promises';
import { Refusal } from '../shell/refusal.ts';
import type { BehavioursOf, Exchange } from './behaviour.ts';
import { MqttArguments, refuse, requireConnected } from './mqtt-arguments.ts';

/** No line is longer than 256 bytes, so nothing that can be read is longer than this. */
const LONGEST_DATA = 256;
/** A signed 32-bit number, as each that the firmware reads. */
const LARGEST_NUMBER = 0x7fff_ffff;
/** More than this the heap does not give in one piece. UNCONFIRMED, as is that the code of the heap is told then. */
const LONGEST_PAYLOAD = 150_000;
const NO_MEMORY = 0x6005;
const EMPTY_TOPIC = 0x600c;

/** Where it is written in two pieces, whatever has come meanwhile is told between them. */
const sayPrompt = async ({ firmware, say }: Exchange): Promise<void> => {
  const [first = '', ...others] = firmware.profile.publishPrompt;
  say(first);
  for (const piece of others) {
    await setImmediate();
    say(piece);
  }
};

/** Publishing and subscribing. */
export const mqttMessages: BehavioursOf<
  'mqttPublish' | 'mqttPublishRaw' | 'mqttSubscribe' | 'mqttUnsubscribe'
> = {
  mqttPublish: {
    set: async ({ firmware }, args) => {
      const values = new MqttArguments(args);
      values.link();
      requireConnected(firmware);
      const topic = values.topic(1);
      const data = values.text(2, LONGEST_DATA, { read: 0x6044, value: 0x6046 });
      const qos = values.qos(3);
      const retain = values.retain(4);
      values.atMost(5);
      if (topic === '') throw refuse(EMPTY_TOPIC);
      const payload = Buffer.from(data, 'latin1');
      const isDone = await firmware.mqtt.publish({ topic, payload, qos, retain });
      if (!isDone) throw new Refusal();
    },
  },
  mqttPublishRaw: {
    set: async (exchange, args) => {
      const { firmware, say, receive } = exchange;
      const { mqtt } = firmware;
      const values = new MqttArguments(args);
      values.link();
      requireConnected(firmware);
      const topic = values.topic(1);
      const length = values.numberIn(2, 1, LARGEST_NUMBER, { read: 0x604b, value: 0x604c });
      const qos = values.qos(3);
      const retain = values.retain(4);
      values.atMost(5);
      if (topic === '') throw refuse(EMPTY_TOPIC);
      if (length > LONGEST_PAYLOAD) throw refuse(NO_MEMORY);
      await sayPrompt(exchange);
      const payload = await mqtt.whileEntering(() => receive(length, 'busy'));
      if (!mqtt.isConnected) {
        // The firmware's format string has no line end here (read in its library, not seen on a board).
        say('+MQTTDISCONNECTED:0+MQTTPUB:FAIL\r\n');
        return;
      }
      const isDone = await mqtt.publish({ topic, payload, qos, retain });
      say(isDone ? '+MQTTPUB:OK\r\n' : '+MQTTPUB:FAIL\r\n');
    },
  },
  mqttSubscribe: {
    query: ({ firmware: { mqtt } }) => {
      const { state, topics } = mqtt;
      if (state <= 2) return [{ link: 0, state, topic: '', qos: 0 }];
      return topics.map(({ topic, qos }) => ({ link: 0, state, topic, qos }));
    },
    set: async ({ firmware }, args) => {
      const values = new MqttArguments(args);
      values.link();
      requireConnected(firmware);
      const topic = values.topic(1);
      if (topic === '') throw refuse(0x6042);
      const qos = values.qos(2);
      values.atMost(3);
      if (!(await firmware.mqtt.subscribe(topic, qos))) throw new Refusal();
    },
  },
  mqttUnsubscribe: {
    set: async ({ firmware }, args) => {
      const values = new MqttArguments(args);
      values.link();
      requireConnected(firmware);
      const topic = values.topic(1);
      if (topic === '') throw refuse(0x6042);
      values.atMost(2);
      if (!(await firmware.mqtt.unsubscribe(topic))) throw new Refusal();
    },
  },
};
