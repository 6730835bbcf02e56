import { expect } from 'chai';
import fc from 'fast-check';
import { BadInput } from '../../../errors/bench-error.ts';
import type { Operation, Parameters } from './command.ts';
import { command, constant, number, optional, secret, set, text } from './command.ts';
import { encodeLine } from './encode.ts';
import { splitFields } from './fields.ts';
import { commands } from './index.ts';
import type { Answer } from './replies.ts';

const line = (text: string): Answer => ({ kind: 'line', text });

const data = (head: string, bytes: string): Answer => ({
  kind: 'data',
  head,
  bytes: Buffer.from(bytes, 'latin1'),
});

interface RoundTrip {
  readonly operation: Operation;
  readonly wire: readonly Answer[];
  readonly value: unknown;
}

const roundTrip = <P extends Parameters, R>(
  operation: Operation<P, R>,
  wire: readonly Answer[],
  value: NoInfer<R>,
): RoundTrip => ({ operation: operation as unknown as Operation, wire, value });

/** What firmware said (v3.4.0.0, and older where marked), and what it means. */
const ROUND_TRIPS: readonly RoundTrip[] = [
  roundTrip(commands.wifiMode.query, [line('+CWMODE:1')], { mode: 1 }),
  roundTrip(commands.wifiState.query, [line('+CWSTATE:2,"lab, 2nd "floor""')], {
    state: 2,
    ssid: 'lab, 2nd "floor"',
  }),
  roundTrip(commands.rejoin.query, [line('+CWRECONNCFG:1,0')], { intervalSeconds: 1, times: 0 }),
  roundTrip(commands.joinAccessPoint.query, [], null),
  roundTrip(
    commands.joinAccessPoint.query,
    [line('+CWJAP:"lab","10:01:00:c4:0a:51",5,-30,0,1,3,0,1')],
    {
      ssid: 'lab',
      bssid: '10:01:00:c4:0a:51',
      channel: 5,
      rssi: -30,
      pciEnabled: 0,
      reconnectSeconds: 1,
      listenInterval: 3,
      scanMode: 0,
      pmf: 1,
    },
  ),
  // 2.1 has no PMF.
  roundTrip(
    commands.joinAccessPoint.query,
    [line('+CWJAP:"lab","10:01:00:c4:0a:51",5,-30,0,0,0,0')],
    {
      ssid: 'lab',
      bssid: '10:01:00:c4:0a:51',
      channel: 5,
      rssi: -30,
      pciEnabled: 0,
      reconnectSeconds: 0,
      listenInterval: 0,
      scanMode: 0,
    },
  ),
  roundTrip(
    commands.scan.execute,
    [
      line('+CWLAP:(0,"lab",-27,"10:01:00:c4:0a:51",5,-1,-1,0,0,3,0)'),
      line('+CWLAP:(3,"a,b)",-40,"10:01:00:c4:0a:52",10)'),
    ],
    [
      {
        security: 0,
        ssid: 'lab',
        rssi: -27,
        bssid: '10:01:00:c4:0a:51',
        channel: 5,
        more: [-1, -1, 0, 0, 3, 0],
      },
      { security: 3, ssid: 'a,b)', rssi: -40, bssid: '10:01:00:c4:0a:52', channel: 10, more: [] },
    ],
  ),
  roundTrip(
    commands.stationAddress.query,
    [line('+CIPSTA:ip:"10.0.2.15"'), line('+CIPSTA:ip6ll:"fe80::1"')],
    [
      { entry: { name: 'ip', address: '10.0.2.15' } },
      { entry: { name: 'ip6ll', address: 'fe80::1' } },
    ],
  ),
  roundTrip(
    commands.addresses.execute,
    [line('+CIFSR:STAIP,"10.0.2.15"')],
    [{ what: 'STAIP', value: '10.0.2.15' }],
  ),
  roundTrip(
    commands.commandList.query,
    [line('+CMD:0,"AT",0,0,0,1')],
    [{ index: 0, name: 'AT', test: 0, query: 0, set: 0, execute: 1 }],
  ),
  // 4.1 with a mask of capabilities.
  roundTrip(commands.freeMemory.set, [line('+SYSRAM:110592,162716,158352,290000')], {
    largest: 110_592,
    free: 162_716,
    lowest: 158_352,
    total: 290_000,
  }),
  // 4.1.0.0-dev
  roundTrip(
    commands.rollback.query,
    [line('+SYSROLLBACK:0x100000,"v4.1.0.0-dev",0x280000,"unknown"')],
    {
      address: 0x100000,
      version: 'v4.1.0.0-dev',
      otherAddress: 0x280000,
      otherVersion: 'unknown',
    },
  ),
  // 2.1.0.0-dev, before any configuration.
  roundTrip(commands.mqttUser.query, [line('+MQTTUSERCFG:0,0,"","","",0,0,""')], {
    link: 0,
    scheme: 0,
    clientId: '',
    username: '',
    password: '',
    certificateAndKey: 0,
    ca: 0,
    path: '',
  }),
  roundTrip(commands.mqttSession.query, [line('+MQTTCONNCFG:0,0,0,"","",0,0')], {
    link: 0,
    keepAliveSeconds: 0,
    keepSession: 0,
    willTopic: '',
    willMessage: '',
    willQos: 0,
    willRetain: 0,
  }),
  roundTrip(
    commands.version.execute,
    [
      line('AT version:3.4.0.0(s-c31b833 - ESP32 - Jun  7 2024 03:48:17)'),
      line('SDK version:v5.0.6-dirty'),
      line('compile time(70ff5889):Jun  7 2024 04:46:00'),
      line('Bin version:v3.4.0.0(WROOM-32)'),
    ],
    {
      at: '3.4.0.0(s-c31b833 - ESP32 - Jun  7 2024 03:48:17)',
      sdk: 'v5.0.6-dirty',
      projectHash: '70ff5889',
      compiled: 'Jun  7 2024 04:46:00',
      bin: 'v3.4.0.0(WROOM-32)',
    },
  ),
  roundTrip(
    commands.systemFlash.partitions,
    [line('+SYSFLASH:"mqtt_cert",1,5,0x24000,0x2000')],
    [{ name: 'mqtt_cert', type: 1, subtype: 5, address: 0x24000, size: 0x2000 }],
  ),
  roundTrip(
    commands.systemFlash.read,
    [data('+SYSFLASH:6,', '\r\nOK\r\n')],
    Buffer.from('\r\nOK\r\n'),
  ),
  roundTrip(
    commands.manufacturing.namespaces,
    [line('+SYSMFG:"mqtt_ca"'), line('+SYSMFG:"ble_data"')],
    [{ namespace: 'mqtt_ca' }, { namespace: 'ble_data' }],
  ),
  roundTrip(commands.manufacturing.read, [line('+SYSMFG:"mqtt_ca"')], {
    kind: 'namespaces',
    namespaces: ['mqtt_ca'],
  }),
  roundTrip(
    commands.manufacturing.read,
    [line('+SYSMFG:"a","big",8'), line('+SYSMFG:"a","big",7')],
    {
      kind: 'keys',
      namespace: 'a',
      keys: [
        { key: 'big', type: 8 },
        { key: 'big', type: 7 },
      ],
    },
  ),
  roundTrip(commands.manufacturing.read, [line('+SYSMFG:"a","low",6,11,-2147483648')], {
    kind: 'value',
    namespace: 'a',
    key: 'low',
    type: 6,
    value: -2_147_483_648,
  }),
  roundTrip(
    commands.manufacturing.read,
    [data('+SYSMFG:"factory_param","module_name",7,8,', 'WROOM-32'), line('')],
    {
      kind: 'value',
      namespace: 'factory_param',
      key: 'module_name',
      type: 7,
      value: Buffer.from('WROOM-32'),
    },
  ),
  roundTrip(commands.files.read, [data('+FS:4,', 'a,\r\n')], Buffer.from('a,\r\n')),
  roundTrip(commands.files.size, [line('+FS:12')], { bytes: 12 }),
  roundTrip(
    commands.files.list,
    [line('+FS:a.txt'), line('+FS:b')],
    [{ name: 'a.txt' }, { name: 'b' }],
  ),
  roundTrip(commands.errorCodes.query, [line('+SYSLOG:1')], { on: 1 }),
  roundTrip(commands.storeSettings.query, [line('+SYSSTORE:0')], { on: 0 }),
  roundTrip(commands.freeMemory.query, [line('+SYSRAM:162700,158300')], {
    free: 162_700,
    lowest: 158_300,
  }),
  // 2.1 tells no lowest.
  roundTrip(commands.freeMemory.query, [line('+SYSRAM:169700')], { free: 169_700 }),
  roundTrip(commands.timestamp.query, [line('+SYSTIMESTAMP:1795411546')], {
    seconds: 1_795_411_546,
  }),
  roundTrip(commands.systemMessages.query, [line('+SYSMSG:0')], { mask: 0 }),
  roundTrip(commands.messageFilter.query, [line('+SYSMSGFILTER:0')], { on: 0 }),
  roundTrip(
    commands.messageFilters.query,
    [line('+SYSMSGFILTERCFG:0,"^+HTTPCGET:[0-9]*,",""')],
    [{ index: 0, head: '^+HTTPCGET:[0-9]*,', tail: '' }],
  ),
  roundTrip(commands.deepSleep.set, [line('1500')], { ms: 1500 }),
  roundTrip(commands.transmitPower.query, [line('+RFPOWER:78,5,5,5')], {
    wifi: 78,
    advertising: 5,
    scanning: 5,
    connected: 5,
  }),
  // An ESP32-C2 has no more.
  roundTrip(commands.transmitPower.query, [line('+RFPOWER:78')], { wifi: 78 }),
  roundTrip(commands.sleepMode.query, [line('+SLEEP:1')], { mode: 1 }),
  roundTrip(commands.hostname.query, [line('+CWHOSTNAME:espressif')], { hostname: 'espressif' }),
  roundTrip(commands.autoConnect.query, [line('+CWAUTOCONN:1')], { on: 1 }),
  roundTrip(commands.dhcp.query, [line('+CWDHCP:3')], { interfaces: 3 }),
  roundTrip(commands.country.query, [line('+CWCOUNTRY:1,"CN",1,13')], {
    policy: 1,
    code: 'CN',
    firstChannel: 1,
    channels: 13,
  }),
  roundTrip(commands.stationMac.query, [line('+CIPSTAMAC:"10:01:00:c4:0a:24"')], {
    mac: '10:01:00:c4:0a:24',
  }),
  roundTrip(commands.nameServers.query, [line('+CIPDNS:0,"10.0.2.3","8.8.8.8"')], {
    byHand: 0,
    server1: '10.0.2.3',
    server2: '8.8.8.8',
  }),
  roundTrip(commands.ownAccessPoint.query, [line('+CWSAP:"ESP_C40A25","",1,0,4,0')], {
    ssid: 'ESP_C40A25',
    password: '',
    channel: 1,
    encryption: 0,
    stations: 4,
    hidden: 0,
  }),
  roundTrip(
    commands.ownAddress.query,
    [line('+CIPAP:ip:"192.168.4.1"')],
    [{ entry: { name: 'ip', address: '192.168.4.1' } }],
  ),
  roundTrip(commands.ownMac.query, [line('+CIPAPMAC:"10:01:00:c4:0a:25"')], {
    mac: '10:01:00:c4:0a:25',
  }),
  roundTrip(
    commands.scan.set,
    [line('+CWLAP:(0,"lab",-27,"10:01:00:c4:0a:51",5)')],
    [{ security: 0, ssid: 'lab', rssi: -27, bssid: '10:01:00:c4:0a:51', channel: 5, more: [] }],
  ),
  roundTrip(commands.linkStatus.execute, [line('STATUS:2')], { status: 2, links: [] }),
  roundTrip(
    commands.linkStatus.execute,
    [line('STATUS:3'), line('+CIPSTATUS:0,"TCP","10.0.2.2",1883,53465,0')],
    {
      status: 3,
      links: [
        { link: 0, type: 'TCP', address: '10.0.2.2', port: 1883, localPort: 53_465, side: 0 },
      ],
    },
  ),
  roundTrip(commands.linkState.query, [], []),
  roundTrip(commands.linkNumbers.query, [line('+CIPMUX:0')], { on: 0 }),
  roundTrip(commands.passthrough.query, [line('+CIPMODE:0')], { on: 0 }),
  roundTrip(commands.receiveMode.query, [line('+CIPRECVMODE:0')], { passive: 0 }),
  roundTrip(commands.receivedFrom.query, [line('+CIPDINFO:true')], { isTold: true }),
  roundTrip(commands.sendOverLink.set, [], undefined),
  roundTrip(commands.fetchReceived.set, [data('+CIPRECVDATA:6,', '\r\nOK\r\n')], {
    bytes: Buffer.from('\r\nOK\r\n'),
    from: null,
  }),
  roundTrip(commands.fetchReceived.set, [data('+CIPRECVDATA:2,"10.0.2.2",80,', 'ab')], {
    bytes: Buffer.from('ab'),
    from: '"10.0.2.2",80',
  }),
  roundTrip(commands.receivedLengths.query, [line('+CIPRECVLEN:100,,0,,')], {
    link0: 100,
    link1: null,
    link2: 0,
    link3: null,
    link4: null,
  }),
  roundTrip(
    commands.sslClient.query,
    [line('+CIPSSLCCONF:0,0,0,0'), line('+CIPSSLCCONF:1,3,1,0')],
    [
      { link: 0, authentication: 0, certificate: 0, authority: 0 },
      { link: 1, authentication: 3, certificate: 1, authority: 0 },
    ],
  ),
  roundTrip(
    commands.sslClient.set,
    [line('NO CERT FOUND'), line('NO PRVT_KEY FOUND'), line('NO CA FOUND')],
    ['CERT', 'PRVT_KEY', 'CA'],
  ),
  roundTrip(
    commands.sslCommonName.query,
    [line('+CIPSSLCCN:0,'), line('+CIPSSLCCN:1,host.test')],
    [
      { link: 0, name: '' },
      { link: 1, name: 'host.test' },
    ],
  ),
  roundTrip(
    commands.sslServerName.query,
    [line('+CIPSSLCSNI:4,host.test')],
    [{ link: 4, name: 'host.test' }],
  ),
  roundTrip(
    commands.sslProtocols.query,
    [line('+CIPSSLCALPN:0'), line('+CIPSSLCALPN:1,h2,http/1.1')],
    [{ link: 0 }, { link: 1, protocol1: 'h2', protocol2: 'http/1.1' }],
  ),
  roundTrip(commands.resolveName.set, [line('+CIPDOMAIN:"1.2.3.4"')], { address: '1.2.3.4' }),
  roundTrip(commands.ping.set, [line('+PING:13')], { ms: 13 }),
  roundTrip(commands.timeInterval.query, [line('+CIPSNTPINTV:3600')], { seconds: 3600 }),
  roundTrip(commands.networkTime.query, [line('+CIPSNTPCFG:1,8,"10.0.2.2","b"')], {
    on: 1,
    zone: 8,
    server1: '10.0.2.2',
    server2: 'b',
  }),
  roundTrip(commands.networkTime.query, [line('+CIPSNTPCFG:0')], { on: 0 }),
  roundTrip(commands.localTime.query, [line('+CIPSNTPTIME:Thu Jan  1 00:00:09 1970')], {
    asctime: 'Thu Jan  1 00:00:09 1970',
  }),
  ...(
    [
      [commands.uart.query, '+UART'],
      [commands.uartNow.query, '+UART_CUR'],
      [commands.uartStored.query, '+UART_DEF'],
    ] as const
  ).map(([operation, prefix]) =>
    roundTrip(operation, [line(`${prefix}:115201,8,1,0,1`)], {
      baud: 115_201,
      dataBits: 8,
      stopBits: 1,
      parity: 0,
      flow: 1,
    }),
  ),
  roundTrip(commands.mqttConnect.query, [line('+MQTTCONN:0,2,5,"","","",0')], {
    link: 0,
    state: 2,
    scheme: 5,
    host: '',
    port: null,
    path: '',
    reconnect: 0,
  }),
  roundTrip(commands.mqttConnect.query, [line('+MQTTCONN:0,4,5,"10.0.2.2","8883","",1')], {
    link: 0,
    state: 4,
    scheme: 5,
    host: '10.0.2.2',
    port: 8_883,
    path: '',
    reconnect: 1,
  }),
  roundTrip(
    commands.mqttSubscribe.query,
    [line('+MQTTSUB:0,6,"a,b/#",1')],
    [{ link: 0, state: 6, topic: 'a,b/#', qos: 1 }],
  ),
];

describe('AT command table', () => {
  for (const { operation, wire, value } of ROUND_TRIPS) {
    const first = wire[0];
    const shown = first ? (first.kind === 'line' ? first.text : first.head) : 'no line';

    it(`reads and writes ${operation.command} (${operation.spelling}): ${shown}`, () => {
      expect(wire.every((answer) => operation.reply.owns(answer))).to.equal(true);
      expect(operation.reply.decode(wire)).to.deep.equal(value);
      expect(operation.reply.encode(value)).to.deep.equal(wire);
    });
  }

  it('has a round trip for every operation that answers with more than OK', () => {
    const answering = Object.values(commands)
      .flatMap((entry) => Object.values(entry as Readonly<Record<string, Operation>>))
      .filter(({ reply }) => reply.expected !== 'no information line');

    const tried = new Set<unknown>(ROUND_TRIPS.map(({ operation }) => operation));

    expect(answering.filter((operation) => !tried.has(operation))).to.deep.equal([]);
  });

  it('refuses lines of another shape', () => {
    const { query } = commands.wifiMode;

    for (const text of ['+CWMODE:', '+CWMODE:one', '+CWMODE:1,2', '+CWMODE:1.5']) {
      expect(() => query.reply.decode([line(text)]), text).to.throw();
    }
    expect(() => query.reply.decode([])).to.throw(RangeError);
    expect(() => query.reply.decode([line('+CWMODE:1'), line('+CWMODE:2')])).to.throw(RangeError);
  });

  it('reads version lines in whatever order, of 2.1 too', () => {
    const { reply } = commands.version.execute;
    const old = reply.decode([
      line('Bin version:2.1.0(WROOM-32)'),
      line('AT version:2.1.0.0(883f7f2 - Jul 24 2020 11:50:07)'),
      line('compile time:Jul 24 2020 12:00:00'),
    ]);

    expect(old).to.include({ bin: '2.1.0(WROOM-32)', projectHash: null, sdk: '' });
    expect(() => reply.decode([line('nothing of the kind')])).to.throw(RangeError);
  });

  it('cuts fields apart again that were put together', () => {
    const bare = fc.stringMatching(/^[\w.:-]*$/);
    // Nobody can tell a quote with a comma behind it from the end of the field.
    const inQuotes = fc.string().filter((value) => !value.includes('",') && !value.endsWith('"'));
    const fields = fc.array(
      fc.oneof(
        bare,
        inQuotes.map((value) => `"${value}"`),
      ),
      { minLength: 1 },
    );

    fc.assert(
      fc.property(fields, (list) => {
        expect(splitFields(list.join(','))).to.deep.equal(list);
      }),
    );
  });
});

/** What the firmware takes, CR and LF included: seen on v3.4.0.0. */
const LINE_LIMIT_BYTES = 256;

/** As the firmware reads a text: in quotes, a backslash keeps the byte behind it; a comma must not stand bare. */
const readText = (wire: string): string => {
  expect(wire).to.match(/^"(?:[^\\",]|\\.)*"$/su);
  return wire.slice(1, -1).replace(/\\(.)/gsu, '$1');
};

describe('AT command lines', () => {
  const { set: say } = command('AT+SAY', {
    set: set({
      link: constant(0),
      words: text,
      password: secret,
      count: optional(number),
      last: optional(text),
    }),
  });

  const words = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((s) => !/[\r\n\0]/.test(s));

  it('can be read back whatever text they carry', () => {
    fc.assert(
      fc.property(words, words, (first, second) => {
        const { wire } = encodeLine(say, { words: first, password: second });
        const texts = /^AT\+SAY=0,("(?:[^\\"]|\\.)*"),("(?:[^\\"]|\\.)*")\r\n$/su.exec(wire);

        expect(texts?.slice(1).map(readText)).to.deep.equal([first, second]);
      }),
    );
  });

  it('spell every form', () => {
    expect(encodeLine(commands.version.execute, {}).wire).to.equal('AT+GMR\r\n');
    expect(encodeLine(commands.wifiMode.query, {}).wire).to.equal('AT+CWMODE?\r\n');
    expect(encodeLine(commands.wifiMode.set, { mode: 1 }).wire).to.equal('AT+CWMODE=1\r\n');
    expect(encodeLine(commands.systemFlash.erase, { partition: 'mqtt_ca' }).wire).to.equal(
      'AT+SYSFLASH=0,"mqtt_ca"\r\n',
    );
  });

  it('leave a gap for an optional parameter that others follow', () => {
    const values = { words: 'a', password: 'b', last: 'z' };

    expect(encodeLine(say, values).wire).to.equal('AT+SAY=0,"a","b",,"z"\r\n');
  });

  it('have no gap for a link that is not given, and begin with one that is', () => {
    const send = commands.sendOverLink.set;

    expect(encodeLine(send, { length: 4 }).wire).to.equal('AT+CIPSEND=4\r\n');
    expect(encodeLine(send, { link: 0, length: 4 }).wire).to.equal('AT+CIPSEND=0,4\r\n');
  });

  it('mask secrets, and nothing else', () => {
    const { shown } = encodeLine(say, { words: 'a,b', password: 'hush', count: 3 });

    expect(shown).to.equal('AT+SAY=0,"a\\,b","***",3');
  });

  it('take as many bytes as the firmware, and not one more', () => {
    const frame = encodeLine(say, { words: '', password: '' }).wire.length;
    const fits = 'é'.repeat(Math.floor((LINE_LIMIT_BYTES - frame) / 2));

    expect(Buffer.byteLength(encodeLine(say, { words: fits, password: '' }).wire)).to.be.within(
      LINE_LIMIT_BYTES - 1,
      LINE_LIMIT_BYTES,
    );
    expect(() => encodeLine(say, { words: `${fits}éé`, password: '' }))
      .to.throw(BadInput)
      .with.property('code', 'LINE_TOO_LONG');
  });

  it('carry no line end and no NUL, and do not tell the text that has one', () => {
    for (const end of ['\r', '\n', '\0']) {
      expect(() => encodeLine(say, { words: 'a', password: `hush${end}` }))
        .to.throw(BadInput)
        .that.satisfies(
          (error: BadInput) => error.code === 'BAD_CHARACTER' && !error.message.includes('hush'),
        );
    }
  });
});
