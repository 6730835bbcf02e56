import type { Firmware } from '../firmware.ts';
import { DEFAULT_SESSION, NOBODY } from '../mqtt-settings.ts';
import type { BehavioursOf } from './behaviour.ts';
import { MqttArguments, refuse } from './mqtt-arguments.ts';

const ANY_LENGTH = Number.POSITIVE_INFINITY;
const LONGEST_KEEP_ALIVE_SECONDS = 7200;
const LONGEST_PATH = 32;
const LONGEST_WILL_TOPIC = 128;

/** Configured, and not connected, lost or connecting. */
const requireUserSet = ({ mqtt }: Firmware): void => {
  if (mqtt.state === 0) throw refuse(0x6001);
  if (mqtt.state > 2) throw refuse(0x6002);
};

/** `AT+MQTTUSERCFG`, `AT+MQTTCONNCFG` and the three long forms of 2.1 to 2.4. */
export const mqttSettings: BehavioursOf<
  'mqttUser' | 'mqttSession' | 'mqttClientId' | 'mqttUsername' | 'mqttPassword'
> = {
  mqttUser: {
    query: ({ firmware: { mqtt } }) => {
      const { scheme, clientId, username, password, path } = mqtt.user ?? NOBODY;
      const sets = { certificateAndKey: 0, ca: 0 };
      return { link: 0, scheme, clientId, username, password, ...sets, path };
    },
    set: ({ firmware: { mqtt } }, args) => {
      const values = new MqttArguments(args);
      values.link();
      if (mqtt.state > 2) throw refuse(0x6002);
      const scheme = values.numberIn(1, 1, 10, { read: 0x6012, value: 0x6013 });
      const clientId = values.text(2, ANY_LENGTH, { read: 0x6014, value: 0x6016 });
      const username = values.text(3, ANY_LENGTH, { read: 0x6017, value: 0x6019 });
      const password = values.text(4, ANY_LENGTH, { read: 0x601a, value: 0x601c });
      values.numberIn(5, 0, 0, { read: 0x601d, value: 0x601e });
      values.numberIn(6, 0, 0, { read: 0x601f, value: 0x6020 });
      const path = values.text(7, LONGEST_PATH, { read: 0x6027, value: 0x6029 });
      values.atMost(8);
      mqtt.setUser({ scheme, clientId, username, password, path });
    },
  },
  mqttSession: {
    query: ({ firmware: { mqtt } }) => {
      const { keepAliveSeconds, keepSession, will } = mqtt.session ?? DEFAULT_SESSION;
      return {
        link: 0,
        keepAliveSeconds,
        keepSession: Number(keepSession),
        willTopic: will?.topic ?? '',
        willMessage: will?.message ?? '',
        willQos: will?.qos ?? 0,
        willRetain: Number(will?.retain ?? false),
      };
    },
    set: ({ firmware }, args) => {
      const values = new MqttArguments(args);
      values.link();
      requireUserSet(firmware);
      const { willMessageBytes } = firmware.profile;
      const keepAliveSeconds = values.numberIn(1, 0, LONGEST_KEEP_ALIVE_SECONDS, {
        read: 0x602b,
        value: 0x602d,
      });
      const keepSession = values.numberIn(2, 0, 1, { read: 0x602e, value: 0x602f }) === 1;
      const topic = values.text(3, LONGEST_WILL_TOPIC, { read: 0x6030, value: 0x6032 });
      const message = values.text(4, willMessageBytes, { read: 0x6033, value: 0x6035 });
      const qos = values.numberIn(5, 0, 2, { read: 0x6036, value: 0x6037 }) as 0 | 1 | 2;
      const retain = values.numberIn(6, 0, 1, { read: 0x6038, value: 0x6039 }) === 1;
      values.atMost(7);
      const will = topic === '' ? undefined : { topic, message, qos, retain };
      firmware.mqtt.setSession({ keepAliveSeconds, keepSession, will });
    },
  },
  mqttClientId: {
    set: ({ firmware }, args) => {
      const values = new MqttArguments(args);
      values.link();
      requireUserSet(firmware);
      const clientId = values.text(1, ANY_LENGTH, { read: 0x6014, value: 0x6016 });
      values.atMost(2);
      firmware.mqtt.changeUser({ clientId });
    },
  },
  mqttUsername: {
    set: ({ firmware }, args) => {
      const values = new MqttArguments(args);
      values.link();
      requireUserSet(firmware);
      const username = values.text(1, ANY_LENGTH, { read: 0x6017, value: 0x6019 });
      values.atMost(2);
      firmware.mqtt.changeUser({ username });
    },
  },
  mqttPassword: {
    set: ({ firmware }, args) => {
      const values = new MqttArguments(args);
      values.link();
      requireUserSet(firmware);
      const password = values.text(1, ANY_LENGTH, { read: 0x601a, value: 0x601c });
      values.atMost(2);
      firmware.mqtt.changeUser({ password });
    },
  },
};
