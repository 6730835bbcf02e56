import { expect } from 'chai';
import { benchBoard } from '../bench-board.ts';
import { RELEASES, releaseProfile } from './releases.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const UNKNOWN = `ERR CODE:0x01090000\r\n${ERROR}`;

const isBefore = (name: string, release: string): boolean =>
  name.localeCompare(release, 'en', { numeric: true }) < 0;
const isC3 = (name: string): boolean => name.endsWith('-MINI-1');

/** The lines of the log port, whatever ends them, up to the last one of the application. */
const LOGS: Readonly<Record<string, readonly string[]>> = {
  '2.1.0.0': ['module_name:WROOM-32\r\r\n', 'max tx power=78,ret=0\r\r\n', '2.1.0\r\r\n'],
  '2.2.0.0': ['module_name:WROOM-32\r\r\n', 'max tx power=78,ret=0\r\r\n', '2.2.0\r\r\n'],
  '2.3.0.0-MINI-1': ['module_name:MINI-1\r\r\n', 'max tx power=78,ret=0\r\r\n', '2.3.0\r\r\n'],
  '2.4.0.0': ['module_name:WROOM-32\r\r\n', 'max tx power=78,ret=0\r\r\n', '2.4.0\r\r\n'],
  '3.2.0.0': ['tx:17 rx:16 cts:15 rts:14 baudrate:115200\r\r\n', 'v3.2.0.0\r\r\n'],
  '3.3.0.0-MINI-1': [
    'no external 32k oscillator, disable it now.\r\r\n',
    'at param mode: 1\r\r\n',
    'AT cmd port:uart1 tx:7 rx:6 cts:5 rts:4 baudrate:115200\r\r\n',
    'module_name: MINI-1\r\r\n',
    'v3.3.0.0\r\r\n',
  ],
  '3.4.0.0': [
    'external 32k oscillator already started.\r\r\n' +
      'at param mode: 1\r\r\n' +
      'AT cmd port:uart1 tx:17 rx:16 cts:15 rts:14 baudrate:115200\r\r\n' +
      'module_name: WROOM-32\r\r\nmax tx power=78, ret=0\r\r\nv3.4.0.0\r\r\n',
  ],
  '4.1.1.0': [
    ') at-init: at param mode: 1\r\n',
    ') at-uart: AT cmd port:uart1 tx:17 rx:16 cts:15 rts:14 baudrate:115200\r\n',
  ],
  '4.1.1.0-MINI-1': [
    ') at-init: at param mode: 1\r\n',
    ') at-uart: AT cmd port:uart1 tx:7 rx:6 cts:5 rts:4 baudrate:115200\r\n',
  ],
};

/** First and last line of `AT+SYSFLASH?`, and how many there are. */
const partitionsOf = (name: string): readonly [string, string, number] => {
  const files = isC3(name)
    ? '+SYSFLASH:"fatfs",1,129,0x47000,0x19000'
    : '+SYSFLASH:"fatfs",1,129,0x70000,0x90000';
  if (isBefore(name, '3.0')) {
    const bluetooth = isC3(name) ? '0x1f000,0x6000' : '0x21000,0x3000';
    return [`+SYSFLASH:"ble_data",64,1,${bluetooth}`, files, 15];
  }
  const credentials = isC3(name) ? '0x1f000,0x1f000' : '0x21000,0x1c000';
  return [`+SYSFLASH:"mfg_nvs",1,2,${credentials}`, files, 2];
};

interface Answer {
  readonly line: string;
  /** By release; `since` the one that brought it, it is the second one. */
  readonly of: (name: string) => string;
}

const since = (release: string, line: string, after: string, before = UNKNOWN): Answer => ({
  line,
  of: (name) => (isBefore(name, release) ? before : after),
});

const ANSWERS: readonly Answer[] = [
  since('2.2', 'AT+SYSRAM?', `+SYSRAM:162716,158352${OK}`, `+SYSRAM:169700${OK}`),
  since('4.1', 'AT+SYSRAM=4', `+SYSRAM:118784,162716,158352,290000${OK}`, ERROR),
  since('2.2', 'AT+CWDHCP?', `+CWDHCP:3${OK}`, `+CWDHCP:7${OK}`),
  since('2.2', 'AT+CWSTATE?', `+CWSTATE:0,""\r\n${OK}`),
  since('2.2', 'AT+CWRECONNCFG?', `+CWRECONNCFG:0,0\r\n${OK}`),
  since('2.2', 'AT+MQTTUSERCFG?', ERROR, `+MQTTUSERCFG:0,0,"","","",0,0,""\r\n${OK}`),
  since('2.2', 'AT+MQTTCONNCFG?', ERROR, `+MQTTCONNCFG:0,0,0,"","",0,0\r\n${OK}`),
  since('2.4', 'AT+CIPSTATE?', OK),
  since('2.4', 'AT+MQTTALPN=0,1,"a"', `ERR CODE:0x010a6002\r\n${ERROR}`),
  since('2.3', 'AT+CIPSNTPINTV?', `+CIPSNTPINTV:3600\r\n${OK}`),
  since('3.2', 'AT+CIPSNTPCFG?', `+CIPSNTPCFG:0,0\r\n${OK}`, `+CIPSNTPCFG:0\r\n${OK}`),
  since('2.4', 'AT+CIPSNTPCFG=1,530', OK, `ERR CODE:0x01070002\r\n${ERROR}`),
  since('3.3', 'AT+CIPSNTPCFG=1', OK, `ERR CODE:0x01080001\r\n${ERROR}`),
  since('3.2', 'AT+SYSMFG=1,"mqtt_ca"', `+SYSMFG:"mqtt_ca","mqtt_ca",8\r\n${OK}`),
  {
    line: 'AT+SYSMFG=1,"wss_ca"',
    of: (name) => {
      const keys = [0, 1].map((set) => `+SYSMFG:"wss_ca","wss_ca.${set}",8\r\n`).join('');
      if (isBefore(name, '3.2')) return UNKNOWN;
      return isBefore(name, '4.1') ? ERROR : keys + OK;
    },
  },
  since('3.2', 'AT+MQTTLONGCLIENTID=0,5', `ERR CODE:0x010a6002\r\n${ERROR}`),
  since('3.3', 'AT+MQTTSNI=0,"a"', `ERR CODE:0x010a6002\r\n${ERROR}`),
  { line: 'AT+MQTTCLIENTID=0,"a"', of: () => `ERR CODE:0x010a6001\r\n${ERROR}` },
  {
    line: 'AT+CIPDNS?',
    of: (name) => {
      const others = isBefore(name, '2.2')
        ? ''
        : isBefore(name, '4.1')
          ? ',"8.8.8.8"'
          : ',"114.114.114.114","8.8.8.8"';
      return `+CIPDNS:0,"208.67.222.222"${others}\r\n${OK}`;
    },
  },
  {
    line: 'AT+SYSROLLBACK?',
    of: (name) => {
      const [first, second] = isC3(name) ? ['0x60000', '0x230000'] : ['0x100000', '0x280000'];
      return isBefore(name, '4.1')
        ? ERROR
        : `+SYSROLLBACK:${first},"v4.1.1.0",${second},"unknown"${OK}`;
    },
  },
  {
    line: 'AT+UART_CUR?',
    of: (name) => `+UART_CUR:${isC3(name) ? 115_211 : 115_201},8,1,0,1\r\n${OK}`,
  },
  { line: 'AT+UART_DEF?', of: () => `+UART_DEF:115200,8,1,0,1\r\n${OK}` },
  { line: 'AT+SYSSTORE?', of: () => `+SYSSTORE:1\r\n${OK}` },
  { line: 'AT+CWMODE?', of: () => `+CWMODE:2\r\n${OK}` },
  since('4.1', 'AT+CWMODE=4', OK, `ERR CODE:0x01070001\r\n${ERROR}`),
  { line: 'AT+CWMODE=5', of: () => `ERR CODE:0x01070001\r\n${ERROR}` },
  // Listed by every release, and not simulated.
  { line: 'AT+BLEINIT?', of: () => ERROR },
  // Not in the default build of any.
  { line: 'AT+CWJEAP?', of: () => UNKNOWN },
];

for (const name of RELEASES) {
  describe(`AT ${name}`, () => {
    const profile = releaseProfile(name);
    const bring = () => benchBoard({ profile });

    it('boots to ready, and tells the log port what it is on', async () => {
      await using bench = await bring();
      const rom = isC3(name) ? 'ESP-ROM:esp32c3-api1-20210207\r\n' : 'ets Jul 29 2019 12:21:46\r\n';
      const application = isC3(name) ? '0x60000' : '0x100000';

      await bench.log.through(rom);
      await bench.log.through(isC3(name) ? '(POWERON),boot:' : '(POWERON_RESET),boot:');
      await bench.log.through(`Loaded app from partition at offset ${application}\x1b[0m\r\n`);
      for (const text of LOGS[name] ?? []) await bench.log.through(text);
      await bench.at.ask('AT+RST\r\n', `${OK}\r\nready\r\n`);
      await bench.log.through(isC3(name) ? '(RTC_SW_SYS_RST)' : '(SW_CPU_RESET)');
      expect(LOGS).to.have.property(name);
    });

    it('tells release, chip and module', async () => {
      await using bench = await bring();
      const [number = '', module = 'WROOM-32'] = name.split(/-(.*)/s);
      const chip = isBefore(name, '2.2') ? '' : isC3(name) ? 'ESP32C3 - ' : 'ESP32 - ';
      const bin = isBefore(name, '3.0') ? number.replace(/\.0$/, '') : `v${number}`;

      bench.at.send('AT+GMR\r\n');
      const [at, sdk, compiled, last, ...end] = (await bench.at.through(OK)).split('\r\n');

      expect(at).to.match(
        new RegExp(
          `^AT version:${number.replaceAll('.', '\\.')}\\((s-)?[0-9a-f]{7} - ${chip}\\w{3} [ \\d]\\d \\d{4} [\\d:]{8}\\)$`,
        ),
      );
      expect(sdk).to.match(/^SDK version:\S+$/);
      expect(compiled).to.match(/^compile time\([0-9a-f]+\):\w{3} [ \d]\d \d{4} [\d:]{8}$/);
      expect(last).to.equal(`Bin version:${bin}(${module})`);
      expect(end).to.deep.equal(['', 'OK', '']);
    });

    it('lists its partitions', async () => {
      await using bench = await bring();

      bench.at.send('AT+SYSFLASH?\r\n');
      const lines = (await bench.at.through(OK)).split('\r\n').filter((line) => line !== '');

      const [first, last, count] = partitionsOf(name);
      expect([lines[0], lines.at(-2), lines.length - 1]).to.deep.equal([first, last, count]);
    });

    it('lists its commands, if it can', async () => {
      await using bench = await bring();

      bench.at.send('AT+CMD?\r\n');
      const answer = await bench.at.through(isBefore(name, '2.2') ? ERROR : OK);

      const listed = [...answer.matchAll(/^\+CMD:\d+,"(.*?)",0,([01]),([01]),([01])\r$/gm)];
      expect(listed.map(([, command]) => command)).to.deep.equal(
        isBefore(name, '2.2') ? [] : [...profile.commands.keys()],
      );
      expect(profile.commands.has('AT+SYSMFG')).to.equal(!isBefore(name, '3.2'));
    });

    for (const { line, of } of ANSWERS) {
      it(`answers ${line} with ${of(name).trim().replaceAll('\r\n', ' ')}`, async () => {
        await using bench = await bring();
        await bench.at.ask('AT+SYSLOG=1\r\n', OK);

        await bench.at.ask(`${line}\r\n`, of(name));
      });
    }

    it('keeps the time over a restart, and not over a power cut', async () => {
      await using bench = await bring();

      await bench.at.ask('AT+SYSTIMESTAMP=1795400040\r\n', OK);
      await bench.at.ask('AT+RST\r\n', `${OK}\r\nready\r\n`);
      await bench.at.ask('ATE0\r\n', `ATE0\r\n${OK}`);
      bench.at.send('AT+SYSTIMESTAMP?\r\n');
      expect(await bench.at.through(OK)).to.match(/^\+SYSTIMESTAMP:17954000\d\d\r\nOK\r\n$/);

      bench.board.reset();
      await bench.at.expect('\r\nready\r\n');
      bench.at.send('AT+SYSTIMESTAMP?\r\n');
      expect(await bench.at.through(OK)).to.match(/\+SYSTIMESTAMP:\d\r\nOK\r\n$/);
    });
  });
}
