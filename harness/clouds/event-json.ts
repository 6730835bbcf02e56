import type { CloudEvent } from './events.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** An event as JSON takes it: payloads become `{ bytes, text }`, or `{ bytes, base64 }` where they are not UTF-8. */
export const eventToJson = (event: CloudEvent): Record<string, unknown> =>
  'payload' in event ? { ...event, payload: payloadToJson(event.payload) } : { ...event };

const payloadToJson = (payload: Uint8Array) => {
  try {
    return { bytes: payload.length, text: utf8.decode(payload) };
  } catch {
    return { bytes: payload.length, base64: Buffer.from(payload).toString('base64') };
  }
};

/** One line about an event for a person: `#7 publish clientId=sdk-java topic=sdk/test/java ...`. */
export const describeEvent = (event: CloudEvent): string => {
  const { kind, sequence, at: _at, remote: _remote, connection: _connection, ...facts } = event;
  return `#${sequence} ${kind} ${Object.entries(facts).map(fact).join(' ')}`;
};

const MAX_TEXT = 120;

const fact = ([name, value]: [string, unknown]): string => {
  if (value instanceof Uint8Array) return `${name}=${value.length} bytes`;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `${name}=${text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}...` : text}`;
};
