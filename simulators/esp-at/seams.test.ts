import { expect } from 'chai';
import { benchBoard } from './bench-board.ts';
import { Conversation } from './conversation.ts';
import type { Grip } from './grip.ts';
import { releaseProfile } from './releases/releases.ts';
import type { Seams } from './seams.ts';

const READY = '\r\nready\r\n';
const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const JOIN = 'AT+CWJAP="Espressif",""\r\n';
const JOINED = `WIFI CONNECTED\r\nWIFI GOT IP\r\n${OK}`;

type Talk = readonly (readonly [line: string, answer: string])[];

/** What a board says with a defect at each seam, and would not say without. */
const AT_THE_SEAMS: Readonly<Record<string, { readonly seams: Seams; readonly talk: Talk }>> = {
  'flash.request': {
    seams: { flash: { request: (asked, [partition]) => ({ ...asked, partition, length: 4 }) } },
    talk: [['AT+SYSFLASH=2,"nowhere",0,1\r\n', `+SYSFLASH:4,\xff\xff\xff\xff${OK}`]],
  },
  'flash.read': {
    seams: { flash: { read: (_chip, _address, length) => Buffer.alloc(length, 'x') } },
    talk: [['AT+SYSFLASH=2,"mqtt_ca",0,3\r\n', `+SYSFLASH:3,xxx${OK}`]],
  },
  'flash.erase': {
    seams: { flash: { erase: () => {} } },
    talk: [
      ['AT+SYSFLASH=0,"mqtt_ca"\r\n', OK],
      ['AT+SYSFLASH=2,"mqtt_ca",0,2\r\n', `+SYSFLASH:2,\xf1\xf1${OK}`],
    ],
  },
  'flash.program': {
    seams: { flash: { program: (chip, address) => chip.program(address, Buffer.from('!')) } },
    talk: [
      ['AT+SYSFLASH=0,"mqtt_ca"\r\n', OK],
      ['AT+SYSFLASH=1,"mqtt_ca",0,2\r\n', '>'],
      ['ab', OK],
      ['AT+SYSFLASH=2,"mqtt_ca",0,2\r\n', `+SYSFLASH:2,!\xff${OK}`],
    ],
  },
  'flash.written': {
    seams: {
      flash: {
        written: (sent, { partition }) => Buffer.from(`${partition?.name}`.slice(0, sent.length)),
      },
    },
    talk: [
      ['AT+SYSFLASH=0,"mqtt_ca"\r\n', OK],
      ['AT+SYSFLASH=1,"mqtt_ca",0,4\r\n', '>'],
      ['abcd', OK],
      ['AT+SYSFLASH=2,"mqtt_ca",0,4\r\n', `+SYSFLASH:4,mqtt${OK}`],
    ],
  },
  'flash.answer': {
    seams: { flash: { answer: (stored) => Buffer.alloc(stored.length, '?') } },
    talk: [['AT+SYSFLASH=2,"mqtt_ca",0,3\r\n', `+SYSFLASH:3,???${OK}`]],
  },
  'uart.receive': {
    seams: { uart: { receive: (bytes) => Buffer.from(bytes.filter((byte) => byte !== 0x23)) } },
    talk: [['A#T\r\n', OK]],
  },
  'uart.send': {
    seams: {
      uart: { send: (bytes) => Buffer.from(`${bytes}`.replace('+CWMODE:2', '+CWMODE:22')) },
    },
    talk: [['AT+CWMODE?\r\n', `+CWMODE:22\r\n${OK}`]],
  },
  'uart.lateMs': {
    seams: { uart: { lateMs: () => 20 } },
    talk: [['AT\r\nAT\r\n', `\r\nbusy p...\r\n${OK}`]],
  },
  'memory.free': {
    seams: { memory: { free: (right) => right - right + 99 } },
    talk: [['AT+SYSRAM?\r\n', `+SYSRAM:99,99${OK}`]],
  },
  'shell.echo': {
    seams: { shell: { echo: (right) => Buffer.from(`${right}`.replace(/^AT\r/, 'at\r')) } },
    talk: [
      ['ATE1\r\n', OK],
      ['AT\r\n', `at\r\n${OK}`],
    ],
  },
  'shell.isHasty': {
    seams: { shell: { isHasty: (line) => line.includes('CWJAP') } },
    talk: [
      ['AT+CWMODE=1\r\n', OK],
      [JOIN, `${OK}WIFI CONNECTED\r\nWIFI GOT IP\r\n`],
    ],
  },
  'shell.lineLimitBytes': {
    seams: { shell: { lineLimitBytes: 20 } },
    talk: [
      ['AT+CWMODE?\r\n', `+CWMODE:2\r\n${OK}`],
      ['AT+SYSFLASH=0,"nowhere"\r\n', ERROR],
      ['AT\r\n', OK],
    ],
  },
  'raw.arrive and raw.data': {
    seams: {
      raw: {
        arrive: (piece) => piece.subarray(1),
        data: (bytes) => Buffer.from(bytes).reverse(),
      },
    },
    talk: [
      ['AT+SYSFLASH=0,"mqtt_ca"\r\n', OK],
      ['AT+SYSFLASH=1,"mqtt_ca",0,2\r\n', '>'],
      ['-ab', OK],
      ['AT+SYSFLASH=2,"mqtt_ca",0,2\r\n', `+SYSFLASH:2,ba${OK}`],
    ],
  },
  'raw.giveUpAfterMs': {
    seams: { raw: { giveUpAfterMs: 100 } },
    talk: [
      ['AT+SYSFLASH=1,"fatfs",0,2\r\n', `>${ERROR}`],
      ['AT\r\n', OK],
    ],
  },
  'raw.surplus': {
    seams: { raw: { surplus: () => 'busy' } },
    talk: [
      ['AT+SYSFLASH=1,"fatfs",0,2\r\n', '>'],
      ['abAT\r\n', `\r\nbusy p...\r\n${OK}`],
    ],
  },
  'shell.line': {
    seams: { shell: { line: (line) => line.replace('CWMODE', 'SYSLOG') } },
    talk: [['AT+CWMODE?\r\n', `+SYSLOG:0\r\n${OK}`]],
  },
  'shell.say': {
    seams: {
      shell: { say: (said) => Buffer.from(said.toString('latin1').replace('+CWMODE', '-CWMODE')) },
    },
    talk: [['AT+CWMODE?\r\n', `-CWMODE:2\r\n${OK}`]],
  },
  'shell.whileBusy': {
    seams: { shell: { whileBusy: () => 'keep' } },
    talk: [['AT+CWMODE?\r\nAT+SYSLOG?\r\n', `+CWMODE:2\r\n${OK}+SYSLOG:0\r\n${OK}`]],
  },
  'wifi.join': {
    seams: {
      wifi: {
        join: (right, _request, around) =>
          around.length > 0 ? { failure: 'no-access-point' } : right,
      },
    },
    talk: [
      ['AT+CWMODE=1\r\n', OK],
      [JOIN, `+CWJAP:3\r\n${ERROR}`],
    ],
  },
  'wifi.line': {
    seams: { wifi: { line: (text) => (text === 'WIFI GOT IP\r\n' ? undefined : text) } },
    talk: [
      ['AT+CWMODE=1\r\n', OK],
      [JOIN, JOINED.replace('WIFI GOT IP\r\n', '')],
    ],
  },
  'wifi.failure and wifi.code': {
    seams: { wifi: { failure: () => 'no-address', code: (right) => right + 4 } },
    talk: [
      ['AT+CWMODE=1\r\n', OK],
      ['AT+CWJAP="nobody",""\r\n', `+CWJAP:5\r\n${ERROR}`],
    ],
  },
  'wifi.request': {
    seams: { wifi: { request: (asked) => ({ ...asked, ssid: 'Espressif' }) } },
    talk: [
      ['AT+CWMODE=1\r\n', OK],
      ['AT+CWJAP="Another",""\r\n', JOINED],
    ],
  },
  'wifi.state and wifi.address': {
    seams: {
      wifi: {
        state: () => 3,
        address: () => ({ ip: '1.2.3.4', gateway: '1.2.3.1', netmask: '255.0.0.0' }),
      },
    },
    talk: [
      ['AT+CWSTATE?\r\n', `+CWSTATE:3,""\r\n${OK}`],
      [
        'AT+CIPSTA?\r\n',
        `+CIPSTA:ip:"1.2.3.4"\r\n+CIPSTA:gateway:"1.2.3.1"\r\n+CIPSTA:netmask:"255.0.0.0"\r\n${OK}`,
      ],
    ],
  },
  'wifi.comesBack': {
    seams: { wifi: { comesBack: () => true } },
    talk: [
      ['AT+CWMODE=1\r\n', OK],
      [JOIN, JOINED],
      ['AT+CWQAP\r\n', `WIFI DISCONNECT\r\n${OK}WIFI CONNECTED\r\nWIFI GOT IP\r\n`],
    ],
  },
  'settings.change': {
    seams: { settings: { change: ({ isStored }) => ({ change: { wifiMode: 3 }, isStored }) } },
    talk: [
      ['AT+CWMODE=1\r\n', OK],
      ['AT+CWMODE?\r\n', `+CWMODE:3\r\n${OK}`],
    ],
  },
  'clock.zone': {
    seams: { clock: { read: () => 0, zone: () => 61 } },
    talk: [['AT+CIPSNTPTIME?\r\n', `+CIPSNTPTIME:Thu Jan  1 01:01:00 1970${OK}`]],
  },
  'mqtt.state': {
    seams: { mqtt: { state: () => 5 } },
    talk: [['AT+MQTTCONN?\r\n', `+MQTTCONN:0,5,0,"","","",0\r\n${OK}`]],
  },
  'clock.set': {
    seams: { clock: { set: () => 42_000 } },
    talk: [
      ['AT+SYSTIMESTAMP=1000\r\n', OK],
      ['AT+SYSTIMESTAMP?\r\n', `+SYSTIMESTAMP:42${OK}`],
    ],
  },
  'clock.read': {
    seams: { clock: { read: () => 7_000 } },
    talk: [['AT+SYSTIMESTAMP?\r\n', `+SYSTIMESTAMP:7${OK}`]],
  },
};

describe('A seam of the simulated modem', () => {
  for (const [name, { seams, talk }] of Object.entries(AT_THE_SEAMS)) {
    it(`${name} lets a defect in`, async () => {
      await using bench = await benchBoard({ plant: () => seams });

      for (const [line, answer] of talk) await bench.at.ask(line, answer);
    });
  }

  it('uart.line lets a defect in, as soon as the host has a rate of its own', async () => {
    let baud = 115_200;
    await using bench = await benchBoard({
      plant: () => ({ uart: { line: (set) => ({ ...set, baud }) } }),
    });
    const plug = bench.board.connectAt();
    plug.setBaudRate(115_200);
    const host = new Conversation(plug);
    await host.ask('AT\r\n', OK);

    baud = 57_600;
    bench.board.reset();

    expect(await host.next(READY.length)).not.to.equal(READY);
  });

  it('is not needed by a board that a defect has in its grip', async () => {
    let grip: Grip | undefined;
    await using bench = await benchBoard({
      plant: (board) => {
        grip = board;
        return {};
      },
    });

    grip?.say('+BOO\r\n');
    await bench.at.expect('+BOO\r\n');
    grip?.after(100, () => grip?.panic('StoreProhibited'));
    await bench.at.expect('\r\nready\r\n');
    await bench.log.through("panic'ed (StoreProhibited)");
    await bench.log.through('rst:0xc');
    await bench.at.ask('AT\r\n', `AT\r\n${OK}`);
    grip?.hang();
    bench.at.send('AT\r\n');
    bench.board.reset();
    await bench.at.expect('\r\nready\r\n');
  });

  it('nvs.get and nvs.set let a defect in', async () => {
    const seams: Seams = {
      nvs: {
        get: (store, namespace, _key, type) => store.get(namespace, 'x', type),
        set: (store, namespace, _key, value) => store.set(namespace, 'x', value),
      },
    };
    await using bench = await benchBoard({
      profile: releaseProfile('3.4.0.0'),
      plant: () => seams,
    });

    await bench.at.ask('AT+SYSMFG=2,"mine","a",1,42\r\n', OK);

    await bench.at.ask('AT+SYSMFG=1,"mine"\r\n', `+SYSMFG:"mine","x",1\r\n${OK}`);
    await bench.at.ask('AT+SYSMFG=1,"mine","b"\r\n', `+SYSMFG:"mine","b",1,2,42\r\n${OK}`);
  });

  it('nvs.keys, nvs.erase and nvs.eraseNamespace let a defect in', async () => {
    const seams: Seams = {
      nvs: {
        keys: (found) => found.filter(({ key }) => key !== 'b'),
        erase: (store, namespace) => store.erase(namespace, 'c'),
        eraseNamespace: () => undefined,
      },
    };
    await using bench = await benchBoard({
      profile: releaseProfile('3.4.0.0'),
      plant: () => seams,
    });
    for (const key of ['a', 'b', 'c']) {
      await bench.at.ask(`AT+SYSMFG=2,"mine","${key}",1,42\r\n`, OK);
    }

    await bench.at.ask('AT+SYSMFG=0,"mine","a"\r\n', OK);
    await bench.at.ask('AT+SYSMFG=0,"mine"\r\n', OK);

    await bench.at.ask('AT+SYSMFG=1,"mine"\r\n', `+SYSMFG:"mine","a",1\r\n${OK}`);
  });

  it('boot and clock.keeps are told of each start, and why', async () => {
    const told: string[] = [];
    await using bench = await benchBoard({
      plant: () => ({
        boot: (reason) => void told.push(reason),
        clock: { keeps: (right, reason) => !right && reason === 'reset' },
      }),
    });
    await bench.at.ask('AT+SYSTIMESTAMP=2000000000\r\n', OK);

    bench.board.reset();
    await bench.at.expect(READY);
    await bench.at.ask('AT+SYSTIMESTAMP?\r\n', `AT+SYSTIMESTAMP?\r\n+SYSTIMESTAMP:2000000000${OK}`);

    expect(told).to.deep.equal(['power-on', 'reset']);
  });

  it('what is asked for at a start reaches the firmware that runs then', async () => {
    let reached = 0;
    const reach = (): void => {
      reached += 1;
    };
    await using bench = await benchBoard({
      plant: (board) => ({ boot: () => board.after(0, reach) }),
    });

    bench.board.reset();
    await bench.at.expect(READY);

    expect(reached).to.equal(2);
  });
});
