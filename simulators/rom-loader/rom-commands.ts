import { wordsOf } from './packet.ts';
import { Refused } from './refused.ts';
import type { Command, CommandTable } from './session.ts';

/** What the ROM gives of flash at once; it always sends as much, however little was asked for. */
const SLOW_READ_BYTES = 64;

const readSlowly: Command = ({ flash }, request) => {
  const [from, length] = wordsOf(request, 2);
  if (length > SLOW_READ_BYTES) throw new Refused('readLength');
  const data = Buffer.alloc(SLOW_READ_BYTES);
  flash.read(from, length).copy(data);
  return { data };
};

/** Only the ROM's. */
export const ROM_COMMANDS: CommandTable = new Map([[0x0e, readSlowly]]);
