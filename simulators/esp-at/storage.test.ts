import { expect } from 'chai';
import { writePartitionTable } from '../../certs/partition-table.ts';
import { type BenchBoard, benchBoard } from './bench-board.ts';
import { factoryFlash } from './flash/factory.ts';
import { NorFlash } from './flash/nor-flash.ts';
import { releaseProfile } from './releases/releases.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const NEW = releaseProfile('3.4.0.0');
const OLD = releaseProfile('2.4.0.0');

/** Nothing is connected, so a scheme with both credentials gets as far as its credentials, or one step further. */
const FOUND = `+MQTTDISCONNECTED:0\r\n${ERROR}`;
const missing = (code: string): string =>
  `ERR CODE:0x010a${code}\r\nERR CODE:0x010a6009\r\nERR CODE:0x010a600a\r\n${ERROR}`;

const connect = async ({ at }: BenchBoard, answer: string): Promise<void> => {
  await at.ask('AT+SYSLOG=1\r\n', OK);
  await at.ask('AT+MQTTUSERCFG=0,5,"cid","","",0,0,""\r\n', OK);
  await at.ask('AT+MQTTCONN=0,"10.0.2.2",8883,0\r\n', answer);
};

/** Only the tables: as a chip is that got its firmware and nothing else. */
const bareFlash = (): NorFlash => {
  const { layout } = NEW;
  const flash = NorFlash.erased(layout.size);
  flash.program(layout.primaryTableAddress, writePartitionTable(layout.primary, false));
  flash.program(0x20000, writePartitionTable(layout.secondary.slice(1), true));
  return flash;
};

describe('Storage of the simulated modem', () => {
  it('is mfg_nvs where there is one', async () => {
    await using bench = await benchBoard({ profile: NEW });

    await bench.log.through('at param mode: 1\r\r\n');
    await bench.at.ask('AT+SYSMFG=1,"mqtt_key"\r\n', `+SYSMFG:"mqtt_key","mqtt_key",8\r\n${OK}`);
    await connect(bench, FOUND);
  });

  it('is a partition for each on a board that was updated over the air', async () => {
    await using bench = await benchBoard({ profile: NEW, flash: await factoryFlash(OLD) });

    await bench.log.through('at param mode: 2\r\r\n');
    await bench.log.through('AT cmd port:uart1 tx:17 rx:16 cts:15 rts:14 baudrate:115200\r\r\n');
    await bench.at.ask('AT+SYSMFG?\r\n', ERROR);
    await connect(bench, FOUND);
    await bench.at.ask('AT+SYSFLASH=0,"mqtt_cert"\r\n', OK);
    await bench.at.ask('AT+MQTTCONN=0,"10.0.2.2",8883,0\r\n', missing('6023'));
  });

  it('is nowhere without either, and the port is that of the build', async () => {
    await using bench = await benchBoard({ profile: NEW, flash: bareFlash() });

    await bench.log.through('at param mode: 0\r\r\n');
    await bench.log.through('AT cmd port:uart1 tx:17 rx:16 cts:15 rts:14 baudrate:115200\r\r\n');
    await bench.at.ask('AT+SYSMFG?\r\n', ERROR);
    await connect(bench, missing('6021'));
  });

  it('is unknown to a release before mfg_nvs', async () => {
    await using bench = await benchBoard({ profile: OLD, flash: await factoryFlash(NEW) });

    await bench.at.ask('AT+SYSFLASH=2,"mfg_nvs",0,0\r\n', `+SYSFLASH:0,${OK}`);
    await connect(bench, missing('6021'));
  });

  it('has the pins that the flash tells of', async () => {
    const flash = await factoryFlash(OLD);
    const parameters = flash.read(0x30000, 88);
    parameters.set([22, 19], 16);
    flash.erase(0x30000, 0x1000);
    flash.program(0x30000, parameters);
    await using bench = await benchBoard({ profile: NEW, flash });

    await bench.log.through('AT cmd port:uart1 tx:22 rx:19 cts:15 rts:14 baudrate:115200\r\r\n');
  });

  it('has the parameters that were written with AT+SYSMFG, from the next boot on', async () => {
    await using bench = await benchBoard({ profile: releaseProfile('4.1.1.0') });

    await bench.at.ask('AT+SYSMFG=2,"factory_param","sys_store",1,0\r\n', OK);
    await bench.at.ask('AT+SYSMFG=2,"factory_param","uart_tx_pin",6,5\r\n', OK);
    await bench.at.ask('AT+SYSSTORE?\r\n', `+SYSSTORE:1\r\n${OK}`);
    await bench.at.ask('AT+RST\r\n', `${OK}\r\nready\r\n`);
    await bench.at.ask('ATE0\r\n', `ATE0\r\n${OK}`);

    await bench.at.ask('AT+SYSSTORE?\r\n', `+SYSSTORE:0\r\n${OK}`);
    expect(await bench.log.through('tx:5 rx:16')).to.include('at param mode: 1');
  });

  it('of a release before 4.0 has no default for AT+SYSSTORE', async () => {
    await using bench = await benchBoard({ profile: NEW });

    await bench.at.ask('AT+SYSMFG=2,"factory_param","sys_store",1,0\r\n', OK);
    await bench.at.ask('AT+RST\r\n', `${OK}\r\nready\r\n`);
    await bench.at.ask('ATE0\r\n', `ATE0\r\n${OK}`);

    await bench.at.ask('AT+SYSSTORE?\r\n', `+SYSSTORE:1\r\n${OK}`);
  });
});
