import { expect } from 'chai';
import { packPkiImage } from '../../../certs/pki/pki-image.ts';
import { type BenchBoard, benchBoard } from '../bench-board.ts';
import { factoryFlash } from '../flash/factory.ts';
import { releaseProfile } from '../releases/releases.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const code = (extension: string): string => `ERR CODE:0x010${extension}\r\n`;

const withCodes = async (): Promise<BenchBoard> => {
  const bench = await benchBoard();
  await bench.at.ask('AT+SYSLOG=1\r\n', OK);
  return bench;
};

/** As a board's own log has it, and a build of 2.1 was seen to print. */
const LISTING = `+SYSFLASH:"ble_data",64,1,0x21000,0x3000
+SYSFLASH:"server_cert",64,2,0x24000,0x2000
+SYSFLASH:"server_key",64,3,0x26000,0x2000
+SYSFLASH:"server_ca",64,4,0x28000,0x2000
+SYSFLASH:"client_cert",64,5,0x2a000,0x2000
+SYSFLASH:"client_key",64,6,0x2c000,0x2000
+SYSFLASH:"client_ca",64,7,0x2e000,0x2000
+SYSFLASH:"factory_param",64,8,0x30000,0x1000
+SYSFLASH:"wpa2_cert",64,9,0x31000,0x2000
+SYSFLASH:"wpa2_key",64,10,0x33000,0x2000
+SYSFLASH:"wpa2_ca",64,11,0x35000,0x2000
+SYSFLASH:"mqtt_cert",64,12,0x37000,0x2000
+SYSFLASH:"mqtt_key",64,13,0x39000,0x2000
+SYSFLASH:"mqtt_ca",64,14,0x3b000,0x2000
+SYSFLASH:"fatfs",1,129,0x70000,0x90000

OK
`.replaceAll('\n', '\r\n');

/** fatfs has 0x90000 = 589824 bytes. */
const REFUSED: readonly (readonly [line: string, codes: string])[] = [
  ['AT+SYSFLASH', ''],
  ['AT+SYSFLASH=', ''],
  ['AT+SYSFLASH=3,"fatfs",0,4', ''],
  ['AT+SYSFLASH=-1,"fatfs",0,4', ''],
  ['AT+SYSFLASH=a,"fatfs",0,4', code('80000')],
  ['AT+SYSFLASH=0', code('80001')],
  ['AT+SYSFLASH=2,fatfs,0,4', code('80001')],
  ['AT+SYSFLASH=2,"",0,4', ''],
  ['AT+SYSFLASH=2,"fatfs"', code('80002')],
  ['AT+SYSFLASH=2,"fatfs",0', code('80003')],
  ['AT+SYSFLASH=0,"fatfs",0', code('80003')],
  ['AT+SYSFLASH=1,"fatfs",x,4', code('80002')],
  ['AT+SYSFLASH=2,"fatfs",0,4,5', ''],
  ['AT+SYSFLASH=1,"fatfs",0,-1', ''],
  ['AT+SYSFLASH=1,"fatfs",-1,4', ''],
  ['AT+SYSFLASH=0,"nope"', code('a0000')],
  ['AT+SYSFLASH=0,"nope",0,4096', code('a0000')],
  ['AT+SYSFLASH=1,"nope",0,4', code('a0000')],
  ['AT+SYSFLASH=2,"nope",0,4', code('a0000')],
  ['AT+SYSFLASH=2,"nvs",0,16', code('a0000')],
  ['AT+SYSFLASH=2,"ota_0",0,16', code('a0000')],
  ['AT+SYSFLASH=2,"FATFS",0,16', code('a0000')],
  ['AT+SYSFLASH=0,"xxxxxxxxxxxxxxxxxxxx",0,4096', code('a0000')],
  ['AT+SYSFLASH=0,"fatfs",1,4096', code('a0001')],
  ['AT+SYSFLASH=0,"fatfs",0,100', code('a0001')],
  ['AT+SYSFLASH=0,"fatfs",589824,4096', code('a0002')],
  ['AT+SYSFLASH=0,"fatfs",0,593920', code('a0002')],
  ['AT+SYSFLASH=2,"fatfs",589822,4', code('a0001') + code('a0003')],
  ['AT+SYSFLASH=2,"fatfs",589824,1', code('a0001') + code('a0003')],
  ['AT+SYSFLASH=1,"fatfs",0,589825', code('a0001') + code('a0002')],
  ['AT+SYSFLASH=2,"fatfs",0,589825', code('a0001') + code('a0002')],
  ['AT+SYSFLASH=1,"fatfs",0,300000', code('a0002')],
];

describe('AT+SYSFLASH', () => {
  it('lists the secondary table', async () => {
    await using bench = await benchBoard();

    await bench.at.ask('AT+SYSFLASH?\r\n', LISTING);
  });

  for (const [line, codes] of REFUSED) {
    it(`refuses ${line} with ${codes.trim().replaceAll('\r\n', ', ') || 'no code'}`, async () => {
      await using bench = await withCodes();

      await bench.at.ask(`${line}\r\n`, codes + ERROR);
      await bench.at.ask('AT\r\n', OK);
    });
  }

  it('writes, and reads back without a line end of its own', async () => {
    await using bench = await benchBoard();

    await bench.at.ask('AT+SYSFLASH=1,"fatfs",0x10,5\r\n', '>');
    await bench.at.ask('a\r\nb\0', OK);

    await bench.at.ask('AT+SYSFLASH=2,"fatfs",16,0x8\r\n', `+SYSFLASH:8,a\r\nb\0\xff\xff\xff${OK}`);
    await bench.at.ask('AT+SYSFLASH=2,"fatfs",0,0\r\n', `+SYSFLASH:0,${OK}`);
    expect(bench.board.flash.read(0x70010, 5).toString('latin1')).to.equal('a\r\nb\0');
  });

  it('only clears bits where it was not erased', async () => {
    await using bench = await benchBoard();
    await bench.at.ask('AT+SYSFLASH=1,"fatfs",0,10\r\n', '>');
    await bench.at.ask('0123456789', OK);

    await bench.at.ask('AT+SYSFLASH=1,"fatfs",0,10\r\n', '>');
    await bench.at.ask('\xff\0ABCDEFGH', OK);

    const read = '0\0\0\x02\0\x04\x04\x06\0\x08';
    await bench.at.ask('AT+SYSFLASH=2,"fatfs",0,10\r\n', `+SYSFLASH:10,${read}${OK}`);
  });

  it('erases sectors, or the whole partition, and nothing beside it', async () => {
    await using bench = await benchBoard();
    const { flash } = bench.board;
    flash.program(0x70000, Buffer.alloc(0x2001));
    const before = flash.read(0x37000, 0x2000);

    await bench.at.ask('AT+SYSFLASH=0,"fatfs",4096,4096\r\n', OK);
    expect([flash.read(0x70fff, 1)[0], flash.read(0x71000, 1)[0]]).to.deep.equal([0, 0xff]);
    expect([flash.read(0x71fff, 1)[0], flash.read(0x72000, 1)[0]]).to.deep.equal([0xff, 0]);

    await bench.at.ask('AT+SYSFLASH=0,"fatfs",0,0\r\n', OK);
    expect(flash.read(0x70000, 1)[0]).to.equal(0);
    await bench.at.ask('AT+SYSFLASH=0,"fatfs"\r\n', OK);
    expect(flash.read(0x70000, 0x90000).every((byte) => byte === 0xff)).to.equal(true);
    expect(flash.read(0x37000, 0x2000).equals(before)).to.equal(true);
  });

  it('prompts for nothing, and goes on at once', async () => {
    await using bench = await withCodes();

    await bench.at.ask('AT+SYSFLASH=1,"fatfs",0,0\r\n', `>${OK}`);
    await bench.at.ask('AT+SYSFLASH=1,"fatfs",589824,0\r\n', `${code('a0001')}>${OK}`);
    await bench.at.ask(
      'AT+SYSFLASH=1,"fatfs",589825,0\r\n',
      `${code('a0001')}>${code('a0003')}${ERROR}`,
    );
  });

  it('writes up to the last byte', async () => {
    await using bench = await benchBoard();

    await bench.at.ask('AT+SYSFLASH=1,"fatfs",589822,2\r\n', '>');
    await bench.at.ask('ZZ', OK);
    await bench.at.ask('AT+SYSFLASH=2,"fatfs",589822,2\r\n', `+SYSFLASH:2,ZZ${OK}`);
  });

  for (const range of ['589822,4', '589824,4', '600000,4']) {
    it(`tells that ${range} is out of range, prompts all the same, and fails behind the data`, async () => {
      await using bench = await withCodes();
      const before = bench.board.flash.read(0, bench.board.flash.size);

      await bench.at.ask(`AT+SYSFLASH=1,"fatfs",${range}\r\n`, `${code('a0001')}>`);
      await bench.at.ask('YYYY', code('a0003') + ERROR);

      expect(bench.board.flash.read(0, bench.board.flash.size).equals(before)).to.equal(true);
    });
  }

  it('prompts for more than the partition has, as long as there is memory', async () => {
    await using bench = await withCodes();

    await bench.at.ask('AT+SYSFLASH=1,"mqtt_ca",0,114689\r\n', `${code('a0001')}>`);
    await bench.at.ask(Buffer.alloc(114_689), code('a0003') + ERROR);
  });

  it('waits for ever for the last byte, deaf to everything', async () => {
    await using bench = await benchBoard();

    await bench.at.ask('AT+SYSFLASH=1,"fatfs",16,24\r\n', '>');
    for (const piece of ['01234', 'AT\r\n', '+++', 'AT+RST\r\n', '\0\0\0']) bench.at.send(piece);
    // The A is the last byte; the rest is a line of its own.
    await bench.at.ask('AT\r\n', OK + ERROR);

    const read = '01234AT\r\n+++AT+RST\r\n\0\0\0A';
    await bench.at.ask('AT+SYSFLASH=2,"fatfs",16,24\r\n', `+SYSFLASH:24,${read}${OK}`);
  });

  it('takes what stands behind the data for a command', async () => {
    await using bench = await benchBoard();

    await bench.at.ask('AT+SYSFLASH=1,"fatfs",32,10\r\n', '>');
    await bench.at.ask('0123456789AT\r\n', OK + OK);
    await bench.at.ask('AT+SYSFLASH=1,"fatfs",48,10\r\n', '>');
    await bench.at.ask('0123456789zzzzz', OK);
    await bench.at.ask('\r\n', ERROR);
    await bench.at.ask('AT+SYSFLASH=2,"fatfs",48,12\r\n', `+SYSFLASH:12,0123456789\xff\xff${OK}`);
  });

  it('keeps what is written over restart and power cut', async () => {
    await using bench = await benchBoard();
    const image = packPkiImage([{ type: 'cert', content: Buffer.alloc(1220, '-') }]);
    expect(image.length).to.equal(1232);

    await bench.at.ask('AT+SYSFLASH=0,"mqtt_cert"\r\n', OK);
    await bench.at.ask('AT+SYSFLASH=1,"mqtt_cert",0,1232\r\n', '>');
    await bench.at.ask(image, OK);
    bench.board.powerOff();
    bench.board.powerOn();
    await bench.at.expect('\r\nready\r\n');

    await bench.at.ask('ATE0\r\n', `ATE0\r\n${OK}`);
    await bench.at.ask(
      'AT+SYSFLASH=2,"mqtt_cert",0,8\r\n',
      `+SYSFLASH:8,\xf1\xf1\x01\0\xc8\x04\0\0${OK}`,
    );
  });

  it('knows no partition where at_customize was never flashed', async () => {
    const flash = await factoryFlash(releaseProfile('2.2.0.0'));
    flash.erase(0x20000, 0x1000);
    await using bench = await benchBoard({ flash });

    await bench.at.ask('AT+SYSFLASH?\r\n', ERROR);
    await bench.at.ask('AT+SYSLOG=1\r\n', OK);
    await bench.at.ask('AT+SYSFLASH=0,"mqtt_ca"\r\n', code('a0000') + ERROR);
  });

  it('fails as the driver does where the table tells of more than the chip has', async () => {
    const flash = await factoryFlash(releaseProfile('2.2.0.0'));
    const table = flash.read(0x20000, 0x1000);
    table.writeUInt32LE(0x3ff000, 14 * 32 + 4);
    flash.erase(0x20000, 0x1000);
    flash.program(0x20000, table);
    await using bench = await benchBoard({ flash });
    await bench.at.ask('AT+SYSLOG=1\r\n', OK);

    await bench.at.ask('AT+SYSFLASH=0,"fatfs"\r\n', code('a0002') + ERROR);
    await bench.at.ask('AT+SYSFLASH=2,"fatfs",4096,4\r\n', code('a0003') + ERROR);
    await bench.at.ask('AT+SYSFLASH=1,"fatfs",4096,4\r\n', '>');
    await bench.at.ask('YYYY', code('a0003') + ERROR);
    await bench.at.ask('AT+SYSFLASH=2,"fatfs",4095,1\r\n', `+SYSFLASH:1,\xff${OK}`);
  });
});
