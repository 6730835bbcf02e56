import { type Packet, type Parser, parser } from 'mqtt-packet';

/** Reads one whole frame; null for one that is none. */
export type ReadPacket = (frame: Buffer) => Packet | null;

/** A reader that is not upset by what it read before. */
export const packetReader = (): ReadPacket => {
  const reading: Parser = parser();
  let packet: Packet | null = null;
  reading.on('packet', (read) => {
    packet = read;
  });
  reading.on('error', () => {
    packet = null;
  });
  return (frame) => {
    packet = null;
    try {
      reading.parse(frame);
    } catch {
      return null;
    }
    return packet;
  };
};
