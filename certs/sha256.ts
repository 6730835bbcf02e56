import { createHash } from 'node:crypto';

/** SHA-256 in hexadecimal. Says of a key which one it is, and nothing about the key. */
export const sha256 = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');
