/** NTP counts seconds from 1900; 70 years and 17 leap days before 1970. */
const SECONDS_FROM_1900_TO_1970 = 2_208_988_800;
const ERA_SECONDS = 2 ** 32;

/** Length of an NTP message without extensions (RFC 5905, figure 8). */
export const NTP_BYTES = 48;

/** Writes a time (milliseconds since 1970) as a 64-bit NTP timestamp. */
export const writeTimestamp = (packet: Buffer, offset: number, epochMs: number): void => {
  const ms = Math.floor(epochMs);
  const seconds = Math.floor(ms / 1000);
  packet.writeUInt32BE(
    (((seconds + SECONDS_FROM_1900_TO_1970) % ERA_SECONDS) + ERA_SECONDS) % ERA_SECONDS,
    offset,
  );
  packet.writeUInt32BE(Math.floor(((ms - seconds * 1000) / 1000) * ERA_SECONDS), offset + 4);
};

/** Reads a timestamp; those with the top bit clear lie in the era that begins in 2036 (RFC 4330, section 3). */
export const readTimestamp = (packet: Buffer, offset: number): number => {
  const seconds = packet.readUInt32BE(offset);
  const era = seconds >= 2 ** 31 ? 0 : ERA_SECONDS;
  const fraction = packet.readUInt32BE(offset + 4) / ERA_SECONDS;
  return (seconds + era - SECONDS_FROM_1900_TO_1970) * 1000 + Math.round(fraction * 1000);
};
