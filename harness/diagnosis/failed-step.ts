import type { Evidence } from './evidence.ts';
import { type ToldCommand, toldCommands } from './told-commands.ts';

/** Codes of failures that say that something did not come. */
const WAITING: readonly string[] = ['AT_TIMEOUT', 'CLOUD_SILENT', 'MESSAGE_MISSING'];

/** What failed was waiting for something: it may have been lost long before. */
export const isWaiting = ({ failure }: Evidence): boolean =>
  failure !== null && WAITING.includes(failure.code);

const TRAFFIC: readonly string[] = ['MQTTPUB', 'MQTTPUBRAW', 'MQTTSUB', 'MQTTUNSUB'];

const hasFailed = ({ result, lines }: ToldCommand): boolean =>
  result !== 'OK' || lines.includes('+MQTTPUB:FAIL');

/** The last that the board was told to send or to subscribe to did not work. */
export const isTrafficStopped = ({ transcript }: Evidence): boolean => {
  const last = toldCommands(transcript).findLast(
    ({ name, values }) => TRAFFIC.includes(name) && values.length > 0,
  );
  return last !== undefined && hasFailed(last);
};

/** The board was told to let go of its connection by itself, and to call nobody since. */
export const isLetGo = ({ transcript }: Evidence): boolean => {
  const told = toldCommands(transcript).filter(({ values }) => values.length > 0);
  const lastOf = (name: string): number => told.findLastIndex((each) => each.name === name);
  return lastOf('MQTTCLEAN') > lastOf('MQTTCONN');
};
