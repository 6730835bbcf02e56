import { FlashDownload } from './flash-download.ts';
import { blockOf, wordsOf } from './packet.ts';
import { Refused } from './refused.ts';
import type { Command, CommandTable, Session } from './session.ts';

/** The largest block that the buffers take, in bytes. */
const LARGEST_BLOCK_BYTES = 0x4000;

const begin =
  (isCompressed: boolean): Command =>
  async (session, request) => {
    const { flash, kind } = session;
    const [length, blocks, blockBytes, from] = wordsOf(request, 4);
    if (blockBytes > LARGEST_BLOCK_BYTES) throw new Refused('blockSize');
    if (!flash.isAttached) throw new Refused('flashOperation');
    session.download?.close();
    session.late = undefined;
    session.download = undefined;
    const plan = { from, length, blocks, blockBytes, isCompressed };
    const download = new FlashDownload(flash, kind, plan);
    await download.begin();
    session.download = download;
    return {};
  };

const downloadOf = ({ download, late }: Session): FlashDownload => {
  if (!download) throw new Refused('notBegun');
  if (late) throw new Refused(late);
  return download;
};

/** The ROM answers when a block is written; the stub at once, and finds out behind the answer. */
const add =
  (isCompressed: boolean): Command =>
  async (session, request) => {
    const download = downloadOf(session);
    if (download.isCompressed !== isCompressed) throw new Refused('notBegun');
    const block = blockOf(request);
    download.check(block);
    if (session.kind === 'rom') {
      await download.add(block);
      return {};
    }
    const afterwards = async (): Promise<undefined> => {
      try {
        await download.add(block);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        session.late = error.fault;
      }
    };
    return { afterwards };
  };

/**
 * 0 asks for a reset. Else the ROM goes on with what is in flash, and the stub stays. It ends either kind of download:
 * esptool begins a plain one of nothing, and then ends a compressed one.
 */
const end: Command = (session, request) => {
  const [stays] = wordsOf(request, 1);
  const download = downloadOf(session);
  if (session.kind === 'stub' && download.remaining > 0) throw new Refused('notEnough');
  download.close();
  session.download = undefined;
  const whereTo = session.kind === 'rom' ? 'run' : undefined;
  return { afterwards: async () => (stays === 0 ? 'reset' : whereTo) };
};

/** The ROM writes the digest out in hexadecimal, the stub gives it as it is. */
const digest: Command = ({ flash, kind }, request) => {
  const [from, length] = wordsOf(request, 4);
  const md5 = flash.digest(from, length);
  return { data: kind === 'rom' ? Buffer.from(md5.toString('hex')) : md5 };
};

/** What ROM and stub both know of flash, if not in the same way. */
export const FLASH_COMMANDS: CommandTable = new Map<number, Command>([
  [0x02, begin(false)],
  [0x03, add(false)],
  [0x04, end],
  [0x10, begin(true)],
  [0x11, add(true)],
  [0x12, end],
  [0x13, digest],
]);
