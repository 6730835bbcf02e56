const ERASED = 0xff;

/** What NOR flash holds when bytes are programmed over others of which none was erased: old AND new. */
export const programmedOver = (old: Uint8Array, fresh: Uint8Array): Uint8Array =>
  fresh.map((byte, i) => byte & (old[i] ?? ERASED));

/** Bytes of which only so many were programmed into erased flash. */
export const programmedInPart = (bytes: Uint8Array, count: number): Uint8Array =>
  bytes.map((byte, i) => (i < count ? byte : ERASED));

/** So many bytes of flash that was erased. */
export const erasedBytes = (length: number): Uint8Array => new Uint8Array(length).fill(ERASED);
