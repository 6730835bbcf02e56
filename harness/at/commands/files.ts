import { command, constant, number, set, text } from './command.ts';
import { bare, integer } from './fields.ts';
import { many, one, rawBytes, record } from './replies.ts';

/** Which kind of file system: 0 FAT, 1 LittleFS, whichever the firmware was built with. */
const named = { kind: number };

/** Files on the board; in no firmware that Espressif publishes, but an option of those who build their own. */
export const files = command('AT+FS', {
  delete: set({ ...named, operation: constant(0), name: text }),
  write: set(
    { ...named, operation: constant(1), name: text, offset: number, length: number },
    { course: 'prompt', withinMs: 10_000 },
  ),
  /** No more than there is. */
  read: set(
    { ...named, operation: constant(2), name: text, offset: number, length: number },
    { reply: rawBytes('+FS'), withinMs: 10_000 },
  ),
  size: set(
    { ...named, operation: constant(3), name: text },
    { reply: one(record('+FS', { bytes: integer })) },
  ),
  /** Of the root directory, `.`, which is the only one. */
  list: set(
    { ...named, operation: constant(4), name: text },
    { reply: many(record('+FS', { name: bare })) },
  ),
});
