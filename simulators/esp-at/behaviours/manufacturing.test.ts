import { type BenchBoard, benchBoard } from '../bench-board.ts';
import { releaseProfile } from '../releases/releases.ts';
import { coded } from './mqtt-refusals.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const PROMPT = `${OK}\r\n>`;
const profile = releaseProfile('3.4.0.0');
const bring = (): Promise<BenchBoard> => benchBoard({ profile });

const listing = (...rows: string[]): string =>
  `${rows.map((row) => `+SYSMFG:${row}\r\n`).join('')}${OK}`;

describe('AT+SYSMFG', () => {
  it('lists the namespaces of the factory in their order, asked either way', async () => {
    await using bench = await bring();
    const names =
      'server_cert server_key server_ca client_cert client_key client_ca mqtt_cert mqtt_key mqtt_ca factory_param ble_data';
    const all = listing(...names.split(' ').map((name) => `"${name}"`));

    await bench.at.ask('AT+SYSMFG?\r\n', all);
    await bench.at.ask('AT+SYSMFG=1\r\n', all);
    await bench.at.ask('AT+SYSMFG=1,"mqtt_ca"\r\n', listing('"mqtt_ca","mqtt_ca",8'));
    await bench.at.ask(
      'AT+SYSMFG=1,"client_ca"\r\n',
      listing('"client_ca","client_ca.0",8', '"client_ca","client_ca.1",8'),
    );
  });

  it('tells numbers with the length of their digits, and strings raw', async () => {
    await using bench = await bring();

    await bench.at.ask(
      'AT+SYSMFG=1,"factory_param","uart_baudrate"\r\n',
      listing('"factory_param","uart_baudrate",6,6,115200'),
    );
    await bench.at.ask(
      'AT+SYSMFG=1,"factory_param","module_name"\r\n',
      listing('"factory_param","module_name",7,8,WROOM-32'),
    );
  });

  for (const [type, given, kept] of [
    [1, '256', '1,0'],
    [1, '-1', '3,255'],
    [2, '200', '3,-56'],
    [3, '0xFFFF', '5,65535'],
    [5, '-1', '10,4294967295'],
    [6, '-2147483648', '11,-2147483648'],
  ] as const) {
    it(`cuts ${given} to type ${type}`, async () => {
      await using bench = await bring();

      await bench.at.ask(`AT+SYSMFG=2,"ns","k",${type},${given}\r\n`, OK);

      await bench.at.ask('AT+SYSMFG=1,"ns","k"\r\n', listing(`"ns","k",${type},${kept}`));
    });
  }

  it('takes exactly the announced bytes, whatever they are, and keeps them over a restart', async () => {
    await using bench = await bring();
    const value = 'AT+RST\r\n\0\r\nOK\r\n';

    await bench.at.ask(`AT+SYSMFG=2,"ns","k",8,${value.length}\r\n`, PROMPT);
    bench.at.send(value.slice(0, 8));
    await bench.at.ask(value.slice(8), OK);
    await bench.at.ask('AT+RST\r\n', `${OK}\r\nready\r\n`);
    await bench.at.ask('ATE0\r\n', `ATE0\r\n${OK}`);

    await bench.at.ask('AT+SYSMFG=1,"ns","k"\r\n', listing(`"ns","k",8,${value.length},${value}`));
    await bench.at.ask('AT+SYSMFG=1,"ns","k",3,4\r\n', listing('"ns","k",8,4,RST\r'));
    await bench.at.ask(
      'AT+SYSMFG=1,"ns","k",0,0\r\n',
      listing(`"ns","k",8,${value.length},${value}`),
    );
  });

  it('answers what stands behind the last byte with busy, and drops it', async () => {
    await using bench = await bring();

    await bench.at.ask('AT+SYSMFG=2,"ns","k",8,3\r\n', PROMPT);
    await bench.at.ask('abcAT\r\n', `\r\nbusy p...\r\n${OK}`);
    await bench.at.ask('AT\r\n', OK);
  });

  it('keeps values of two types beside each other, and reads the older number', async () => {
    await using bench = await bring();

    await bench.at.ask('AT+SYSMFG=2,"ns","a",1,7\r\n', OK);
    await bench.at.ask('AT+SYSMFG=2,"ns","a",3,900\r\n', OK);

    await bench.at.ask('AT+SYSMFG=1,"ns"\r\n', listing('"ns","a",1', '"ns","a",3'));
    await bench.at.ask('AT+SYSMFG=1,"ns","a"\r\n', listing('"ns","a",1,1,7'));
  });

  it('forgets a key, and a namespace with its last one', async () => {
    await using bench = await bring();
    await bench.at.ask('AT+SYSMFG=2,"ns","a",1,7\r\n', OK);

    await bench.at.ask('AT+SYSMFG=0,"ns","b"\r\n', ERROR);
    await bench.at.ask('AT+SYSMFG=0,"ns","a"\r\n', OK);
    await bench.at.ask('AT+SYSMFG=1,"ns"\r\n', ERROR);
    await bench.at.ask('AT+SYSMFG=0,"mqtt_ca"\r\n', OK);
    await bench.at.ask('AT+SYSMFG=1,"mqtt_ca"\r\n', ERROR);
    await bench.at.ask('AT+SYSMFG=0,"nowhere"\r\n', OK);
  });

  for (const line of [
    '=1,"nowhere"',
    '=1,"mqtt_ca","nothing"',
    '=1,"mqtt_ca","mqtt_ca",0',
    '=1,"mqtt_ca","mqtt_ca",0,8192',
    '=1,"factory_param","uart_port",0,1',
    '=2,"ns","k",8,0',
    '=2,"ns","k",8,-1',
    '=2,"ns","k",7,8192',
    '=2,"ns","k",9,1',
    '=2,"ns","k",0,1',
    '=2,"sixteen_letters_",  "k",1,1',
    '=2,"ns","sixteen_letters_",1,1',
    '=2,"","k",1,1',
    '=3,"ns"',
  ]) {
    it(`refuses AT+SYSMFG${line}`, async () => {
      await using bench = await bring();

      await bench.at.ask(`AT+SYSMFG${line}\r\n`, ERROR);
      await bench.at.ask('AT\r\n', OK);
    });
  }

  for (const [line, code] of [
    ['=1,"nowhere","k",x,1', 3],
    ['=1,"nowhere","k",0', 4],
    ['=1,"factory_param","uart_port",0', 4],
    ['=1,"nowhere",k', 2],
    ['=2,"ns","k",x,1', 3],
    ['=2,"ns","k",8', 4],
  ] as const) {
    it(`tells which parameter of AT+SYSMFG${line} it cannot read, whatever is stored`, async () => {
      await using bench = await coded({ profile });

      await bench.at.ask(`AT+SYSMFG${line}\r\n`, `ERR CODE:0x0108000${code}\r\n${ERROR}`);
    });
  }

  it('refuses a string with a NUL inside once it is all there', async () => {
    await using bench = await bring();

    await bench.at.ask('AT+SYSMFG=2,"ns","k",7,3\r\n', PROMPT);
    await bench.at.ask('a\0b', ERROR);
  });

  it('knows nothing in an erased NVS, and is itself unknown to 2.2.0.0', async () => {
    await using wiped = await coded({ profile });
    await using old = await coded();

    await wiped.at.ask('AT+SYSFLASH=0,"mfg_nvs"\r\n', OK);
    await wiped.at.ask('AT+RST\r\n', `${OK}\r\nready\r\n`);
    await wiped.at.ask('ATE0\r\n', `ATE0\r\n${OK}`);
    await wiped.at.ask('AT+SYSMFG?\r\n', OK);
    await old.at.ask('AT+SYSMFG?\r\n', `ERR CODE:0x01090000\r\n${ERROR}`);
  });

  it('tells MQTT that a credential is missing', async () => {
    await using bench = await coded({ profile });
    await bench.at.ask('AT+SYSMFG=0,"mqtt_key"\r\n', OK);
    await bench.at.ask('AT+SYSMFG=2,"mqtt_key","mqtt_key.0",8,1\r\n', PROMPT);
    await bench.at.ask('x', OK);
    await bench.at.ask('AT+MQTTUSERCFG=0,5,"a","","",0,0,""\r\n', OK);

    await bench.at.ask(
      'AT+MQTTCONN=0,"10.0.2.2",8883,0\r\n',
      `ERR CODE:0x010a6025\r\nERR CODE:0x010a6009\r\nERR CODE:0x010a600a\r\n${ERROR}`,
    );
  });
});
