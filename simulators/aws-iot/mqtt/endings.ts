import type { Ending } from './verdict.ts';

export const NO_CONNECT: Ending = {
  reason: 'CLIENT_ERROR',
  detail: 'The device did not send CONNECT in time.',
};

export const SILENT: Ending = {
  reason: 'MQTT_KEEP_ALIVE_TIMEOUT',
  detail: 'The device was silent for one and a half times its keep-alive.',
};

export const LOST: Ending = {
  reason: 'CONNECTION_LOST',
  detail: 'The connection was cut without DISCONNECT.',
};

export const BY_DEVICE: Ending = {
  reason: 'CLIENT_INITIATED_DISCONNECT',
  detail: 'The device sent DISCONNECT.',
};

export const BY_API: Ending = {
  reason: 'API_INITIATED_DISCONNECT',
  detail: 'The API disconnected the device.',
};

/** Control packet types of MQTT 3.1.1, 2.2.1. */
const CONNECT = 1;
const TYPES: Readonly<Record<number, string>> = {
  3: 'PUBLISH',
  4: 'PUBACK',
  8: 'SUBSCRIBE',
  10: 'UNSUBSCRIBE',
  12: 'PINGREQ',
  14: 'DISCONNECT',
};

/** A device begins with CONNECT [MQTT-3.1.0-1]: how it ends if it begins with another packet. */
export const forbiddenAtFirst = (type: number | undefined): Ending | undefined => {
  if (type === undefined || type === CONNECT) return undefined;
  const what = TYPES[type] ?? `a packet of type ${type}`;
  return { reason: 'CLIENT_ERROR', detail: `The device sent ${what} before CONNECT.` };
};
