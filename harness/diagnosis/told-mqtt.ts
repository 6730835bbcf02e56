import type { AskedBoard, SaidLine } from './evidence.ts';
import { type ToldCommand, toldCommands } from './told-commands.ts';

type Mqtt = NonNullable<AskedBoard['mqtt']>;

const SETTINGS: readonly string[] = ['MQTTUSERCFG', 'MQTTCONN'];

const isSet =
  (...names: readonly string[]) =>
  ({ name, values }: ToldCommand): boolean =>
    names.includes(name) && values.length > 0;

/** From the last clean on that something was told after: what a spec cleans away at its end was still in force. */
const inForce = (told: readonly ToldCommand[]): readonly ToldCommand[] => {
  const before = told.slice(0, told.findLastIndex(isSet(...SETTINGS)) + 1);
  return before.slice(before.findLastIndex(isSet('MQTTCLEAN')) + 1);
};

const numberIn = (text: string | undefined): number | null =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : null;

/**
 * What a board's MQTT client was last told, as the transcript shows it: releases from 2.2 on do not tell it themselves.
 * @param said all that was said since the port was opened
 */
export const toldMqtt = (said: readonly SaidLine[]): Mqtt => {
  const told = inForce(toldCommands(said));
  const valuesOf = (name: string): readonly string[] => told.findLast(isSet(name))?.values ?? [];
  const [, scheme, clientId = null] = valuesOf('MQTTUSERCFG');
  const [, keepAlive] = valuesOf('MQTTCONNCFG');
  const [, host = null, port] = valuesOf('MQTTCONN');
  const [, sni = null] = valuesOf('MQTTSNI');
  return {
    scheme: numberIn(scheme),
    clientId,
    keepAlive: numberIn(keepAlive),
    host,
    port: numberIn(port),
    sni,
    state: null,
  };
};
