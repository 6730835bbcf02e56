import { once } from 'node:events';
import { expect } from 'chai';
import { benchBoard } from './bench-board.ts';
import { SimulatedBoard } from './board.ts';
import { Conversation } from './conversation.ts';
import { bareProgram } from './flash/bare-program.ts';
import { factoryFlash } from './flash/factory.ts';
import { NorFlash } from './flash/nor-flash.ts';
import { releaseProfile } from './releases/releases.ts';

const OK = '\r\nOK\r\n';
const profile = releaseProfile('2.2.0.0');

const BOOT = [
  'ets Jul 29 2019 12:21:46\r\n\r\n',
  'rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n',
  'mode:DIO, clock div:2\r\n',
  'entry 0x400',
  '\x1b[0;32mI (26) boot: ESP-IDF v4.2.2-76-gefa6eca 2nd stage bootloader\x1b[0m\r\n',
  'boot: ## Label            Usage          Type ST Offset   Length\x1b[0m\r\n',
  'boot:  0 phy_init         RF data          01 01 0000f000 00001000\x1b[0m\r\n',
  'boot:  1 otadata          OTA data         01 00 00010000 00002000\x1b[0m\r\n',
  'boot:  2 nvs              WiFi data        01 02 00012000 0000e000\x1b[0m\r\n',
  'boot:  3 at_customize     unknown          40 00 00020000 000e0000\x1b[0m\r\n',
  'boot:  4 ota_0            OTA app          00 10 00100000 00180000\x1b[0m\r\n',
  'boot:  5 ota_1            OTA app          00 11 00280000 00180000\x1b[0m\r\n',
  'boot: End of partition table\x1b[0m\r\n',
  'boot: Loaded app from partition at offset 0x100000\x1b[0m\r\n',
  'module_name:WROOM-32\r\r\nmax tx power=78,ret=0\r\r\n2.2.0\r\r\n',
];

/** Timers of this process that are set; asked before and after, what is left over is the board's. */
const timersSet = async (): Promise<number> => {
  await undefined; // Mocha sets its own when a test first waits.
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
};

describe('A simulated board', () => {
  it('starts over and over, and never gets ready, on a supply that breaks down with the radio', async () => {
    await using bench = await benchBoard();
    const { board, log, at } = bench;
    board.weakenSupply();

    board.reset();

    const again = 'rst:0xf (RTCWDT_BROWN_OUT_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n';
    for (let time = 0; time < 3; time++) await log.through(again);
    expect(at.unread).to.equal('');
  });

  it('boots with the table in its flash on the log port', async () => {
    await using bench = await benchBoard();

    for (const text of BOOT) await bench.log.through(text);
    await bench.at.ask('AT+RST\r\n', `${OK}\r\nready\r\n`);

    await bench.log.through('ets Jul 29 2019');
    await bench.log.through('rst:0xc (SW_CPU_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n');
  });

  const bootloaderAlone = NorFlash.erased(0x400000);
  bootloaderAlone.program(0x1000, bareProgram({ chip: 'ESP32', flashSize: 0x400000 }));
  for (const [what, flash, words] of [
    [
      'erased',
      NorFlash.erased(0x400000),
      'boot:0x13 (SPI_FAST_FLASH_BOOT)\r\ninvalid header: 0xffffffff\r\n',
    ],
    ['foreign', NorFlash.holding(Buffer.alloc(0x400000, 0x5a)), 'invalid header: 0x5a5a5a5a\r\n'],
    ['a bootloader alone in', bootloaderAlone, 'boot: load partition table error!\x1b[0m\r\n'],
  ] as const) {
    it(`with ${what} flash is silent, tells why on its log port, and stays a board`, async () => {
      await using board = new SimulatedBoard({ profile, flash });
      const at = new Conversation(board.connectAt());
      const log = new Conversation(board.connectLog());

      board.powerOn();
      await log.through(words);
      at.send('AT\r\n');
      board.reset();
      await log.through(words);

      expect([board.isOn, at.unread]).to.deep.equal([true, '']);
      board.powerOff();
      expect(board.isOn).to.equal(false);
    });
  }

  const moments: Readonly<Record<string, readonly string[]>> = {
    'while it boots': [],
    'in the middle of a line': ['AT+CWMO'],
    'in the middle of raw data': ['AT+SYSFLASH=1,"fatfs",0,100\r\n', 'half'],
    'in the middle of a join': ['AT+CWMODE=1\r\n', 'AT+CWJAP="Espressif",""\r\n'],
    'in the middle of a join that fails': ['AT+CWMODE=1\r\n', 'AT+CWJAP="nobody",""\r\n'],
    'in the middle of a scan': ['AT+CWMODE=1\r\n', 'AT+CWLAP\r\n'],
    'while it asks for the time': ['AT+CIPSNTPCFG=1,0\r\n'],
    'in the middle of a restart': ['AT+RST\r\n'],
    'in the very turn of a command': ['AT+RESTORE\r\n', 'AT+UART_CUR=9600,8,1,0,0\r\n'],
  };
  for (const [when, writes] of Object.entries(moments)) {
    for (const cut of ['powerOff', 'reset'] as const) {
      it(`survives ${cut} ${when}`, async () => {
        const before = await timersSet();
        await using bench = await benchBoard({ pace: 20 });
        const { board, at } = bench;
        if (writes.length === 0) board.reset();

        // The answer to the first write may come; the second is cut off.
        for (const write of writes) {
          at.send(write);
          if (write !== writes.at(-1)) await at.through(write.includes('=1,') ? '>' : '\n');
        }
        board[cut]();
        if (cut === 'powerOff') {
          expect(await timersSet()).to.equal(before);
          board.powerOn();
        }
        await at.through('\r\nready\r\n');

        await at.ask('AT\r\n', `AT\r\n${OK}`);
        await at.ask('AT+UART_CUR?\r\n', `AT+UART_CUR?\r\n+UART_CUR:115201,8,1,0,1\r\n${OK}`);
      });
    }
  }

  it('panics on the log port and restarts where this simulator is wrong', async () => {
    await using bench = await benchBoard();
    const { board, at, log } = bench;
    const { read } = board.flash;
    board.flash.read = () => {
      board.flash.read = read;
      throw new Error('a mistake');
    };

    await at.ask('AT+SYSFLASH=2,"fatfs",0,4\r\n', '\r\nready\r\n');

    await log.through(
      "Guru Meditation Error: Core  0 panic'ed (SimulatorMistake)\r\nError: a mistake",
    );
    await at.ask('AT\r\n', `AT\r\n${OK}`);
  });

  it('says nothing while its power is off', async () => {
    await using bench = await benchBoard();
    const { board, at, log } = bench;
    await log.through('2.2.0\r\r\n');

    at.send('AT+RST\r\n');
    await at.expect(OK);
    board.powerOff();
    at.send('AT\r\n');
    const silence = [at.unread, log.unread];
    board.powerOn();
    await at.expect('\r\nready\r\n');

    expect(silence).to.deep.equal(['', '']);
    await log.through('POWERON_RESET');
  });

  it('has no timer while nothing goes on, also in real time', async () => {
    const before = await timersSet();
    for (const realtime of [false, true]) {
      await using bench = await benchBoard({ realtime });
      await bench.log.through('2.2.0\r\r\n');

      expect(await timersSet(), `realtime: ${realtime}`).to.equal(before);
    }
  });

  it('takes little memory: a hundred of them, all answering', async () => {
    const flash = await factoryFlash(profile);
    const { rss } = process.memoryUsage();

    const boards = await Promise.all(Array.from({ length: 100 }, () => benchBoard()));
    await Promise.all(boards.map(({ at }) => at.ask('AT\r\n', OK)));
    const used = process.memoryUsage().rss - rss;
    await Promise.all(boards.map((bench) => bench[Symbol.asyncDispose]()));

    // A plain copy of their flash alone would be four times as much.
    expect(used).to.be.below((100 * flash.size) / 4);
  });
});

describe('A board in real time', () => {
  it('writes, erases and reads at the pace of its wire, and says everything before it restarts', async () => {
    await using bench = await benchBoard({ realtime: true });
    const { at, board } = bench;
    await at.ask('AT+CWMODE=1\r\n', OK);
    await at.ask('AT+CWJAP="Espressif",""\r\n', `WIFI CONNECTED\r\nWIFI GOT IP\r\n${OK}`);
    const begun = performance.now();

    await at.ask('AT+SYSFLASH=0,"mqtt_cert"\r\n', OK);
    await at.ask('AT+SYSFLASH=1,"mqtt_cert",0,1232\r\n', '>');
    await at.ask(Buffer.alloc(1232, 'x'), OK);
    await at.ask('AT+SYSFLASH=2,"mqtt_cert",0,1232\r\n', `+SYSFLASH:1232,${'x'.repeat(1232)}${OK}`);
    const took = performance.now() - begun;
    await at.ask('AT+RST\r\n', `${OK}WIFI DISCONNECT\r\n\r\nready\r\n`);

    // Two sectors erased, about 2600 bytes over the wire.
    expect(took).to.be.greaterThan(2 * 45 + (2600 * 10_000) / 115_200);
    expect(board.flash.read(0x37000, 2).toString()).to.equal('xx');
  });

  it('loses what a host sends into an erase beyond 2 KB', async () => {
    await using bench = await benchBoard({ realtime: true });
    const { at } = bench;
    await at.ask('AT+UART_CUR=3000000,8,1,0,0\r\n', OK);

    at.send('AT+SYSFLASH=0,"fatfs",0,8192\r\n');
    at.send(Buffer.alloc(10_000, 'x'));

    // Busy for what came before the erase held the core and for what the ring kept: never for ten thousand bytes.
    const answer = await at.through(OK);
    expect(answer.split('busy p...').length - 1).to.be.below(10);
    await at.through('');
    await at.ask('AT\r\n', OK);
  });

  it('keeps the part of an erase that was done when the power went', async () => {
    await using bench = await benchBoard({ realtime: true });
    const { at, board } = bench;
    board.flash.program(0x70000, Buffer.alloc(0x90000));
    const firstErase = new Promise<void>((resolve) => {
      board.flash.onChange(() => resolve());
    });

    at.send('AT+SYSFLASH=0,"fatfs"\r\n');
    await firstErase;
    board.powerOff();
    board.powerOn();
    await at.expect('\r\nready\r\n');

    expect(board.flash.read(0x70000, 1)[0]).to.equal(0xff);
    expect(board.flash.read(0xff000, 1)[0]).to.equal(0);
    await at.ask('AT\r\n', `AT\r\n${OK}`);
  });

  it('lets a host be unplugged and plugged in again in the middle of an answer', async () => {
    await using bench = await benchBoard({ realtime: true });
    const { board } = bench;
    const port = board.connectAt();
    port.write('AT+SYSFLASH=2,"fatfs",0,2000\r\n');
    await once(port, 'data');

    const again = new Conversation(board.connectAt());

    await again.through(OK);
    await again.ask('AT\r\n', OK);
  });
});
