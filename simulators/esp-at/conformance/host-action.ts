import type { HostMessage } from './broker.ts';

const PUBLISHED =
  /^HOST: mosquitto_pub (?<topic>\S+) qos(?<qos>[012]) '(?<shown>.*)'\((?<bytes>\d+)\)/s;

/** Does a note tell of something that was done outside of the board? */
export const isOutside = (note: string): boolean => note.startsWith('HOST:');

/** The message that a note tells of; long payloads are shown in part, and repeat what is shown. */
export const hostMessage = (note: string): HostMessage | undefined => {
  const { topic, qos, shown, bytes } = PUBLISHED.exec(note)?.groups ?? {};
  if (topic === undefined || shown === undefined) return undefined;
  const length = Number(bytes);
  return {
    topic,
    qos: Number(qos) as 0 | 1 | 2,
    payload:
      shown.length < length
        ? shown.repeat(Math.ceil(length / shown.length)).slice(0, length)
        : shown,
  };
};
