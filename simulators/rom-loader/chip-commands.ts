import { blockOf, wordsOf } from './packet.ts';
import { Refused } from './refused.ts';
import type { Command, CommandTable } from './session.ts';

const SYNC_DATA = Buffer.concat([Buffer.from([0x07, 0x07, 0x12, 0x20]), Buffer.alloc(32, 0x55)]);
const SYNC_ANSWERS = 8;
/** The fastest that the UART goes, in bits a second. */
const HIGHEST_RATE = 5_000_000;
const WRITE_BYTES = 16;
const GREETING = Buffer.from('OHAI');

const synchronise: Command = ({ kind, chip }, { data }) => {
  if (!data.equals(SYNC_DATA)) throw new Refused('length');
  // By the value hosts tell a stub that has been left running.
  return { times: SYNC_ANSWERS, value: kind === 'rom' ? chip.syncValue : 0 };
};

const readRegister: Command = ({ registers }, request) => {
  const [address] = wordsOf(request, 1);
  return { value: registers.read(address) };
};

/** Several writes at once are address, value, mask and a wait each. */
const writeRegister: Command = ({ registers }, { data }) => {
  if (data.length === 0 || data.length % WRITE_BYTES !== 0) throw new Refused('length');
  for (let at = 0; at < data.length; at += WRITE_BYTES) {
    const [address, value, mask] = wordsOf({ data: data.subarray(at, at + WRITE_BYTES) }, 3);
    registers.write(address, value, mask);
  }
  return {};
};

const attachFlash: Command = ({ flash }, request) => {
  wordsOf(request, 1);
  flash.isAttached = true;
  return {};
};

/** Identity, size, and the sizes of blocks, sectors and pages, which are as they are. */
const setFlashParameters: Command = ({ flash }, request) => {
  const [, size] = wordsOf(request, 6);
  flash.size = size;
  return {};
};

const changeRate: Command = ({ line }, request) => {
  const [baud] = wordsOf(request, 2);
  if (baud === 0 || baud > HIGHEST_RATE) throw new Refused('length');
  return {
    afterwards: async () => {
      await line.changeRate(baud);
      return undefined;
    },
  };
};

const beginMemory: Command = ({ memory }, request) => {
  const [size, blocks, blockBytes, from] = wordsOf(request, 4);
  memory.begin({ from, size, blocks, blockBytes });
  return {};
};

const addToMemory: Command = ({ memory }, request) => {
  memory.add(blockOf(request));
  return {};
};

/** What is started is taken for a stub. A jump to where nothing is ends in the watchdog. */
const endMemory: Command = (session, request) => {
  const [stays, entry] = wordsOf(request, 2);
  session.memory.end();
  if (stays !== 0) return {};
  return {
    afterwards: async () => {
      if (!session.memory.holds(entry)) return 'reset';
      session.kind = 'stub';
      session.flash.isAttached = true;
      session.line.send(GREETING);
      return undefined;
    },
  };
};

const tellSecurity: Command = ({ chip }) => {
  if (!chip.securityInfo) throw new Refused('unknownCommand');
  return { data: chip.securityInfo };
};

/** What has to do with the chip and its memory; ROM and stub know all of it. */
export const CHIP_COMMANDS: CommandTable = new Map<number, Command>([
  [0x05, beginMemory],
  [0x06, endMemory],
  [0x07, addToMemory],
  [0x08, synchronise],
  [0x09, writeRegister],
  [0x0a, readRegister],
  [0x0b, setFlashParameters],
  [0x0d, attachFlash],
  [0x0f, changeRate],
  [0x14, tellSecurity],
]);
