import { splitFields } from '../at/commands/fields.ts';
import type { AskedBoard, SaidLine } from './evidence.ts';

type Mqtt = NonNullable<AskedBoard['mqtt']>;

/** What a command line of the transcript gives its command, without quotes; undefined where it is another command. */
const valuesOf = (text: string, name: string): string[] | undefined => {
  const head = `AT+${name}=`;
  if (!text.startsWith(head)) return undefined;
  // The transcript shows the line end as four characters.
  const fields = splitFields(text.slice(head.length).replace(/(\\r|\\n)+$/, ''));
  return fields.map((field) => field.replace(/^"(.*)"$/s, '$1'));
};

const lastOf = (said: readonly SaidLine[], name: string): string[] | undefined => {
  for (const { from, text } of said.toReversed()) {
    const values = from === 'host' ? valuesOf(text, name) : undefined;
    if (values) return values;
  }
  return undefined;
};

const isTold =
  (...names: readonly string[]) =>
  ({ from, text }: SaidLine): boolean =>
    from === 'host' && names.some((name) => text.startsWith(`AT+${name}=`));

/** From the last clean on that something was told after: what a spec cleans away at its end was still in force. */
const inForce = (said: readonly SaidLine[]): readonly SaidLine[] => {
  const last = said.findLastIndex(isTold('MQTTUSERCFG', 'MQTTCONN'));
  const told = said.slice(0, last + 1);
  return told.slice(told.findLastIndex(isTold('MQTTCLEAN')) + 1);
};

const numberIn = (text: string | undefined): number | null => {
  const number = Number(text ?? Number.NaN);
  return Number.isInteger(number) ? number : null;
};

/**
 * What a board's MQTT client was last told, as the transcript shows it: releases from 2.2 on do not tell it themselves.
 * @param all all that was said since the port was opened
 */
export const toldMqtt = (all: readonly SaidLine[]): Mqtt => {
  const said = inForce(all);
  const user = lastOf(said, 'MQTTUSERCFG');
  const session = lastOf(said, 'MQTTCONNCFG');
  const connect = lastOf(said, 'MQTTCONN');
  const name = lastOf(said, 'MQTTSNI');
  return {
    scheme: numberIn(user?.[1]),
    clientId: user?.[2] ?? null,
    keepAlive: numberIn(session?.[1]),
    host: connect?.[1] ?? null,
    port: numberIn(connect?.[2]),
    sni: name?.[1] ?? null,
    state: null,
  };
};
