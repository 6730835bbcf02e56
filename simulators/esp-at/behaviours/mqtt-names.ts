import type { Firmware } from '../firmware.ts';
import type { MqttUser } from '../mqtt-settings.ts';
import type { Arguments } from '../shell/arguments.ts';
import { Refusal } from '../shell/refusal.ts';
import type { Behaviour, BehavioursOf } from './behaviour.ts';
import { MqttArguments, refuse } from './mqtt-arguments.ts';

const LONGEST_ENTRY = 1024;
const MOST_PROTOCOLS = 5;
const FIRST_PROTOCOL = 2;
const OK_PROMPT = '\r\nOK\r\n\r\n>';

/** Behind `AT+MQTTUSERCFG`, and before everything else (seen on v3.4.0.0). */
const requireOnlyUserSet = ({ mqtt }: Firmware): void => {
  if (mqtt.state !== 1) throw refuse(0x6002);
};

const enter =
  (name: 'clientId' | 'username' | 'password'): Behaviour<void> =>
  async ({ firmware, say, receive }, args) => {
    const values = new MqttArguments(args);
    values.link();
    requireOnlyUserSet(firmware);
    const length = args.number(1);
    values.atMost(2);
    if (length < 1 || length > LONGEST_ENTRY) throw new Refusal();
    say(OK_PROMPT);
    const entered = (await receive(length, 'busy')).toString('latin1');
    firmware.mqtt.changeUser({ [name]: entered } satisfies Partial<MqttUser>);
  };

const readProtocols = (args: Arguments): string[] => {
  const count = args.number(1);
  if (count < 0 || count > MOST_PROTOCOLS || args.count !== FIRST_PROTOCOL + count) {
    throw new Refusal();
  }
  return Array.from({ length: count }, (_, index) => args.text(FIRST_PROTOCOL + index));
};

/** Names too long for a line, and those that TLS tells the server. */
export const mqttNames: BehavioursOf<
  'mqttLongClientId' | 'mqttLongUsername' | 'mqttLongPassword' | 'mqttServerName' | 'mqttProtocols'
> = {
  mqttLongClientId: { set: enter('clientId') },
  mqttLongUsername: { set: enter('username') },
  mqttLongPassword: { set: enter('password') },
  mqttServerName: {
    set: ({ firmware }, args) => {
      const values = new MqttArguments(args);
      values.link();
      requireOnlyUserSet(firmware);
      const serverName = args.text(1);
      values.atMost(2);
      firmware.mqtt.changeUser({ serverName });
    },
  },
  mqttProtocols: {
    set: ({ firmware }, args) => {
      new MqttArguments(args).link();
      requireOnlyUserSet(firmware);
      firmware.mqtt.changeUser({ protocols: readProtocols(args) });
    },
  },
};
