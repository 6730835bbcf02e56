import { createHash } from 'node:crypto';
import { SECTOR_BYTES } from '../esp-at/flash/nor-flash.ts';
import { wordsOf } from './packet.ts';
import { Refused } from './refused.ts';
import type { Command, CommandTable, Session } from './session.ts';

const eraseAll: Command = async ({ flash }) => {
  await flash.erase(0, flash.size);
  return {};
};

const eraseRegion: Command = async ({ flash }, request) => {
  const [from, length] = wordsOf(request, 2);
  if (from % SECTOR_BYTES !== 0 || length % SECTOR_BYTES !== 0) throw new Refused('length');
  await flash.erase(from, length);
  return {};
};

interface Reading {
  readonly from: number;
  readonly length: number;
  readonly packetBytes: number;
}

/**
 * Bare packets of data, each acknowledged with the count of bytes that have come until then, and their MD5 at the end.
 * One packet is on the way at a time, whatever the host allows: both generations of the stub do so.
 */
const sendFlash = async (
  { flash, line }: Session,
  { from, length, packetBytes }: Reading,
): Promise<void> => {
  const md5 = createHash('md5');
  for (let sent = 0; sent < length; ) {
    const bytes = Math.min(packetBytes, length - sent);
    if (!flash.holds(from + sent, bytes)) break;
    const data = flash.read(from + sent, bytes);
    md5.update(data);
    line.send(data);
    sent += bytes;
    const acknowledgement = await line.next();
    if (acknowledgement.length !== 4 || acknowledgement.readUInt32LE(0) !== sent) break;
  }
  line.send(md5.digest());
};

const readFlash: Command = (session, request) => {
  const [from, length, packetBytes] = wordsOf(request, 4);
  if (packetBytes === 0 || packetBytes > SECTOR_BYTES) throw new Refused('blockSize');
  return {
    afterwards: async () => {
      await sendFlash(session, { from, length, packetBytes });
      return undefined;
    },
  };
};

const runUserCode: Command = () => ({ times: 0, afterwards: async () => 'run' });

/** Only the stub's. */
export const STUB_COMMANDS: CommandTable = new Map<number, Command>([
  [0xd0, eraseAll],
  [0xd1, eraseRegion],
  [0xd2, readFlash],
  [0xd3, runUserCode],
]);
