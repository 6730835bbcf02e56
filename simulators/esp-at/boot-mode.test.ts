import { expect } from 'chai';
import { loaderBench } from '../rom-loader/loader-bench.ts';
import { words } from '../rom-loader/loader-host.ts';
import { benchBoard } from './bench-board.ts';
import { Conversation } from './conversation.ts';
import type { SerialPlug } from './host-end.ts';
import { releaseProfile } from './releases/releases.ts';

const ESP32_WAITING =
  'ets Jul 29 2019 12:21:46\r\n\r\n' +
  'rst:0x1 (POWERON_RESET),boot:0x3 (DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))\r\n' +
  'waiting for download\r\n';
const C3_WAITING =
  'ESP-ROM:esp32c3-api1-20210207\r\nBuild:Feb  7 2021\r\n' +
  'rst:0x1 (POWERON),boot:0x4 (DOWNLOAD(USB/UART0/1))\r\nwaiting for download\r\n';
const C3_TOLD_TO_WAIT = C3_WAITING.replace(
  'rst:0x1 (POWERON),',
  'rst:0x3 (RTC_SW_SYS_RST),',
).replace('waiting', 'Saved PC:0x4038059e\r\nwaiting');

const READY = '\r\nready\r\n';
const WAITING = 'waiting for download\r\n';

/** What esptool does, in two steps each as most systems set lines. */
const oneByOne = (plug: SerialPlug): void => {
  plug.setModemLines({ dtr: false });
  plug.setModemLines({ rts: true });
  plug.setModemLines({ dtr: true });
  plug.setModemLines({ rts: false });
};

/** And as Web Serial does, both at once. */
const together = (plug: SerialPlug): void => {
  plug.setModemLines({ dtr: false, rts: true });
  plug.setModemLines({ dtr: true, rts: false });
};

const hardReset = (plug: SerialPlug): void => {
  plug.setModemLines({ dtr: false, rts: true });
  plug.setModemLines({ rts: false });
};

describe('Where a board starts', () => {
  for (const [release, text] of [
    ['3.4.0.0', ESP32_WAITING],
    ['3.3.0.0-MINI-1', C3_WAITING],
  ] as const) {
    it(`is the loader with the boot button held (${release}), and the AT port says nothing`, async () => {
      await using bench = await benchBoard({ profile: releaseProfile(release) });
      const { board, log, at } = bench;
      await log.through('entry ');
      board.holdBoot(true);
      log.forget();
      at.forget();

      board.reset();
      expect(await log.through(WAITING)).to.match(/waiting for download\r\n$/);
      at.send('AT\r\n');
      board.powerOff();
      log.forget();
      board.powerOn();
      await log.expect(text);

      expect([at.unread, board.isInLoader]).to.deep.equal(['', true]);
    });
  }

  it('is the firmware again with the button let go, and power, EN or the loader say so', async () => {
    await using bench = await benchBoard();
    const { board, at } = bench;
    board.holdBoot(true);
    board.reset();
    board.holdBoot(false);

    board.reset();
    await at.expect(READY);

    expect(board.isInLoader).to.equal(false);
  });

  for (const [way, enter] of Object.entries({ oneByOne, together })) {
    it(`follows DTR and RTS of the log port, set ${way}, into the loader and out of it`, async () => {
      await using bench = await benchBoard();
      const plug = bench.board.connectLog();
      let log = '';
      plug.on('data', (bytes: Buffer) => {
        log += bytes.toString('latin1');
      });

      enter(plug);
      while (!log.endsWith(WAITING)) await new Promise((resolve) => plug.once('data', resolve));
      plug.setModemLines({ dtr: false });
      expect(log).to.equal(ESP32_WAITING);
      hardReset(plug);
      await bench.at.expect(READY);

      expect(bench.board.isInLoader).to.equal(false);
    });
  }

  it('is left alone by both lines together, and by the lines of the AT port', async () => {
    await using bench = await benchBoard();
    const at = bench.board.connectAt();
    const log = bench.board.connectLog();

    log.setModemLines({ dtr: true, rts: true });
    log.setModemLines({ dtr: false, rts: false });
    at.setModemLines({ rts: true });
    at.setModemLines({ rts: false });
    const heard = new Promise<Buffer>((resolve) => at.once('data', resolve));
    at.write('AT\r\n');

    expect((await heard).toString()).to.equal('\r\nOK\r\n');
  });

  it('stands still while RTS is held, power or not, and starts when the adapter is unplugged', async () => {
    await using bench = await benchBoard();
    const { board, at } = bench;
    const log = board.connectLog();

    log.setModemLines({ rts: true });
    at.send('AT\r\n');
    board.powerOff();
    board.powerOn();
    board.reset();
    expect([at.unread, board.isInLoader, board.isOn]).to.deep.equal(['', false, true]);
    log.destroy();

    await at.expect(READY);
  });

  it('is told by AT+RST on an ESP32-C3, until power or EN come', async () => {
    await using bench = await benchBoard({ profile: releaseProfile('4.1.1.0-MINI-1') });
    const { board, at, log } = bench;
    await log.through('entry ');
    await log.through('\r\n');

    await at.ask('AT+RST=2\r\n', '\r\nERROR\r\n');
    await at.ask('AT+RST=0\r\n', '\r\nOK\r\n');
    await at.expect(READY);
    log.forget();
    await at.ask('AT+RST=1\r\n', 'AT+RST=1\r\n\r\nOK\r\n');
    await log.expect(C3_TOLD_TO_WAIT);
    at.send('AT\r\n');
    board.reset();
    await at.expect(READY);
  });

  it('is not told by AT+RST on an ESP32', async () => {
    await using bench = await benchBoard();

    await bench.at.ask('AT+RST=1\r\n', '\r\nERROR\r\n');
  });

  it('stays the loader through a reset by software, at its first rate again', async () => {
    await using bench = await loaderBench();
    const { host, board } = bench;
    host.plug.setBaudRate(115_200);
    await host.ask(0x0f, words(921_600, 0));
    host.plug.setBaudRate(921_600);
    await host.ask(0x0d, words(0, 0));
    await host.ask(0x02, words(0, 0, 0x400, 0));

    await host.ask(0x04, words(0));
    host.plug.setBaudRate(115_200);
    await host.started();

    expect(await host.synchronise()).to.have.length(8);
    expect(board.isInLoader).to.equal(true);
  });

  it('is the firmware when the loader is told to run what is in flash', async () => {
    await using bench = await loaderBench();
    const { host, board } = bench;
    await host.ask(0x0d, words(0, 0));
    await host.ask(0x02, words(0, 0, 0x400, 0));

    const at = new Conversation(board.connectAt());
    await host.ask(0x04, words(1));
    await at.expect(READY);

    expect(board.isInLoader).to.equal(false);
  });
});
