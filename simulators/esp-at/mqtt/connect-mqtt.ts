import type { ConnectFailure } from '../tls/connect-failure.ts';
import type { MessagePart } from './inbound.ts';
import { MqttLink } from './mqtt-link.ts';
import type { MqttOptions } from './mqtt-options.ts';
import { openSession } from './open-session.ts';

export type MqttOutcome = { readonly link: MqttLink } | { readonly failure: ConnectFailure };

/**
 * `AT+MQTTCONN`: one attempt, however many reconnects are wanted later. Attach listeners to the link as soon as it
 * is there: messages may follow the CONNACK at once. @throws the signal's reason when that aborts
 */
export const connectMqtt = async (options: MqttOptions): Promise<MqttOutcome> => {
  let link: MqttLink | undefined;
  const onPart = ({ topic, payload }: MessagePart) => link?.emit('part', topic, payload);
  const outcome = await openSession(options, onPart);
  if ('failure' in outcome) return outcome;
  link = new MqttLink(options, outcome.session);
  return { link };
};
