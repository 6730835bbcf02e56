import { printable } from '../printable.ts';
import type { FlashTables } from './flash-tables.ts';
import { applications } from './started-application.ts';

/** ESP-IDF's `esp_app_desc_t`, behind the header of an application (24 bytes) and of its first segment (8). */
const DESCRIPTOR = 0x20;
const MAGIC = 0xabcd5432;
const VERSION = DESCRIPTOR + 16;
const VERSION_BYTES = 32;

/** The version that the application gives itself, the one that is started before others; undefined where none has one. */
export const appVersion = (bytes: Uint8Array, tables: FlashTables): string | undefined => {
  const image = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const { address, size } of applications(image, tables)) {
    const app = image.subarray(address, address + size);
    if (app.length < VERSION + VERSION_BYTES) continue;
    if (app.readUInt32LE(DESCRIPTOR) !== MAGIC) continue;
    const version = app.toString('latin1', VERSION, VERSION + VERSION_BYTES).replace(/\0.*$/s, '');
    return printable(version);
  }
  return undefined;
};
