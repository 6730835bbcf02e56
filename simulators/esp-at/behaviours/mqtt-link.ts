import { pause } from '../../network/timers.ts';
import { Refusal } from '../shell/refusal.ts';
import type { BehavioursOf, Exchange } from './behaviour.ts';
import { MqttArguments, refuse } from './mqtt-arguments.ts';

const LONGEST_HOST = 128;
const HOST = /^[A-Za-z0-9.-]*$/;
const HIGHEST_PORT = 65_535;

const readHost = (values: MqttArguments): string => {
  const host = values.text(1, LONGEST_HOST, { read: 0x603a, value: 0x603c });
  if (host === '') throw refuse(0x600b);
  if (!HOST.test(host)) throw refuse(0x6052);
  return host;
};

/** Two lines for every cause; which one it was, the AT port never tells. */
const fail = async ({ firmware, say, signal }: Exchange): Promise<never> => {
  say('+MQTTDISCONNECTED:0\r\n');
  await pause(firmware.hardware.timers, firmware.profile.waits.connectFailure, signal);
  firmware.mqtt.giveUp();
  throw new Refusal();
};

/** Connecting and letting go. */
export const mqttLink: BehavioursOf<'mqttConnect' | 'mqttClean'> = {
  mqttConnect: {
    query: ({ firmware: { mqtt } }) => {
      const { toldState: state, user, target } = mqtt;
      const scheme = state === 0 ? 0 : (user?.scheme ?? 0);
      if (state <= 2 || !target) {
        return { link: 0, state, scheme, host: '', port: null, path: '', reconnect: 0 };
      }
      const { host, port, reconnect } = target;
      const path = user?.path ?? '';
      return { link: 0, state, scheme, host, port, path, reconnect: Number(reconnect) };
    },
    set: async (exchange, args) => {
      const { mqtt } = exchange.firmware;
      const values = new MqttArguments(args);
      values.link();
      if (mqtt.state === 0 || mqtt.state > 2) throw refuse(0x6001);
      const host = readHost(values);
      const port = values.numberIn(2, 0, HIGHEST_PORT, { read: 0x603d, value: 0x603e });
      const reconnect = values.numberIn(3, 0, 1, { read: 0x603f, value: 0x6040 }) === 1;
      values.atMost(4);
      const missing = mqtt.missingCredential();
      if (missing !== undefined) throw refuse(missing, 0x6009, 0x600a);
      const isConnected = await mqtt.connect({ host, port, reconnect });
      if (!isConnected) await fail(exchange);
    },
  },
  mqttClean: {
    set: async ({ firmware: { mqtt } }, args) => {
      const values = new MqttArguments(args);
      values.link();
      values.atMost(1);
      if (mqtt.state === 0) throw refuse(0x6003);
      await mqtt.clean();
    },
  },
};
