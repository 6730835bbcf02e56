import { command, constant, number, optional, query, set, text } from './command.ts';
import { hexadecimal, integer, quoted } from './fields.ts';
import { many, rawBytes, record } from './replies.ts';

/** Erasing a whole partition takes up to 0.2 s for 8 KB; the largest here has 576 KB. */
const ERASE_MS = 20_000;

/** Bytes in and out of the flash partitions of the secondary table. Writing does not erase. */
export const systemFlash = command('AT+SYSFLASH', {
  partitions: query(
    many(
      record('+SYSFLASH', {
        name: quoted,
        type: integer,
        subtype: integer,
        address: hexadecimal,
        size: hexadecimal,
      }),
    ),
  ),
  erase: set(
    {
      operation: constant(0),
      partition: text,
      offset: optional(number),
      length: optional(number),
    },
    { withinMs: ERASE_MS },
  ),
  write: set(
    { operation: constant(1), partition: text, offset: number, length: number },
    { course: 'prompt', withinMs: 10_000 },
  ),
  read: set(
    { operation: constant(2), partition: text, offset: number, length: number },
    { reply: rawBytes('+SYSFLASH'), withinMs: 10_000 },
  ),
});
