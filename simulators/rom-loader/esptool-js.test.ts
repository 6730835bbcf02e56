import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { ESPLoader, Transport } from 'esptool-js';
import { benchBoard } from '../esp-at/bench-board.ts';
import type { SimulatedBoard } from '../esp-at/board.ts';
import type { SerialPlug } from '../esp-at/host-end.ts';
import { releaseProfile } from '../esp-at/releases/releases.ts';

interface Signals {
  readonly dataTerminalReady?: boolean;
  readonly requestToSend?: boolean;
}

/** As much of a Web Serial port as esptool-js uses, over the log port: each opening plugs in anew. */
class WebSerialPort {
  readable: ReadableStream<Uint8Array> | null = null;
  writable: WritableStream<Uint8Array> | null = null;
  readonly #board: SimulatedBoard;
  #plug: SerialPlug | undefined;

  constructor(board: SimulatedBoard) {
    this.#board = board;
  }

  getInfo(): Record<string, never> {
    return {};
  }

  async open({ baudRate }: { readonly baudRate: number }): Promise<void> {
    const plug = this.#board.connectLog();
    plug.setBaudRate(baudRate);
    this.#plug = plug;
    this.readable = new ReadableStream({
      start: (controller) => {
        plug.on('data', (bytes: Buffer) => controller.enqueue(new Uint8Array(bytes)));
      },
      cancel: () => {
        plug.removeAllListeners('data');
      },
    });
    this.writable = new WritableStream({
      write: (bytes) => new Promise((resolve) => plug.write(bytes, () => resolve())),
    });
  }

  async close(): Promise<void> {
    this.#plug?.destroy();
    this.readable = null;
    this.writable = null;
  }

  async setSignals({ dataTerminalReady: dtr, requestToSend: rts }: Signals): Promise<void> {
    this.#plug?.setModemLines({
      ...(dtr === undefined ? {} : { dtr }),
      ...(rts === undefined ? {} : { rts }),
    });
  }
}

/** It writes everything it does on the console, asked or not. */
class QuietTransport extends Transport {
  override trace(): void {}
}

const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

const AT = 0x37000;
/** Not a whole number of words or sectors. */
const DATA = new Uint8Array(9_001).map((_, index) => (index * 13) ^ (index >> 7));
const PADDED = Buffer.concat([DATA, Buffer.alloc(3, 0xff)]);

const startLoader = (
  board: SimulatedBoard,
  baudrate: number,
): { loader: ESPLoader; transport: Transport; said: string[] } => {
  const transport = new QuietTransport(new WebSerialPort(board) as never);
  const said: string[] = [];
  const terminal = {
    clean: () => {},
    write: () => {},
    writeLine: (line: string) => said.push(line),
  };
  return { loader: new ESPLoader({ transport, baudrate, terminal }), transport, said };
};

describe('esptool-js', () => {
  for (const [release, chip, identity] of [
    ['3.4.0.0', 'ESP32-D0WD-V3 (revision 3)', 0x1640c8],
    ['3.3.0.0-MINI-1', 'ESP32-C3 (QFN32) (revision v0.4)', 0x164020],
  ] as const) {
    it(`finds a board of ${release}, writes, checks, reads back and leaves`, async () => {
      await using bench = await benchBoard({ profile: releaseProfile(release) });
      const { board, at } = bench;
      const { loader, transport, said } = startLoader(board, 921_600);

      expect(await loader.main()).to.equal(chip);
      await loader.writeFlash({
        fileArray: [{ data: DATA, address: AT }],
        flashMode: 'keep',
        flashFreq: 'keep',
        flashSize: 'detect',
        eraseAll: false,
        compress: true,
        calculateMD5Hash: md5,
      });
      const back = await loader.readFlash(AT, PADDED.length);
      const found = await loader.readFlashId();
      await transport.setRTS(true);
      await loader.after('hard_reset', false);
      await at.expect('\r\nready\r\n');
      await transport.disconnect();

      expect(Buffer.from(back)).to.deep.equal(PADDED);
      expect(board.flash.read(AT, PADDED.length)).to.deep.equal(PADDED);
      expect(found).to.equal(identity);
      expect(said).to.include.members(['MAC: 10:01:00:c4:0a:24', 'Crystal is 40MHz']);
      expect(said).to.include('Hash of data verified.');
    });
  }

  it('writes without a stub as well', async () => {
    await using bench = await benchBoard();
    const { loader, transport } = startLoader(bench.board, 115_200);

    await loader.detectChip();
    await loader.command(0x0d, new Uint8Array(8));
    loader.FLASH_WRITE_SIZE = 0x400;
    await loader.writeFlash({
      fileArray: [{ data: DATA, address: AT }],
      flashMode: 'keep',
      flashFreq: 'keep',
      flashSize: '4MB',
      eraseAll: false,
      compress: false,
    });
    await transport.disconnect();

    expect(bench.board.flash.read(AT, PADDED.length)).to.deep.equal(PADDED);
  });
});
