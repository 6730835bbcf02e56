import type { Packet } from 'mqtt-packet';

/**
 * What MQTT 3.1.1 forbids and the parser lets pass, in words; undefined for a packet that is in order. A server has to
 * end the connection at each of these.
 */
export const malformation = (packet: Packet, frame: Buffer): string | undefined => {
  const name = packet.cmd.toUpperCase();
  const filters = filtersOf(packet);
  if (filters?.length === 0) return `${name} without a topic filter`; // [MQTT-3.8.3-3], [MQTT-3.10.3-2]
  if (packet.messageId === 0) return `${name} with the packet id 0`; // [MQTT-2.3.1-1]
  const texts = [...(filters ?? []), ...textsOf(packet)];
  if (texts.some((text) => text.includes('\0'))) return `${name} with a zero character in a text`; // [MQTT-1.5.3-2]
  // [MQTT-1.5.3-1]: the parser puts the replacement character where it could not decode.
  const isReplaced = texts.some((text) => text.includes(REPLACEMENT));
  return isReplaced && !frame.includes(REPLACEMENT)
    ? `${name} with a text that is not UTF-8`
    : undefined;
};

const REPLACEMENT = '\ufffd';

const filtersOf = (packet: Packet): readonly string[] | undefined => {
  if (packet.cmd === 'subscribe') return packet.subscriptions.map(({ topic }) => topic);
  return packet.cmd === 'unsubscribe' ? packet.unsubscriptions : undefined;
};

const textsOf = (packet: Packet): readonly string[] => {
  if (packet.cmd === 'publish') return [packet.topic];
  if (packet.cmd !== 'connect') return [];
  return [packet.clientId, packet.username ?? '', packet.will?.topic ?? ''];
};
