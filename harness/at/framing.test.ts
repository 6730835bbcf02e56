import { expect } from 'chai';
import fc from 'fast-check';
import { Framing, LONGEST_LINE_BYTES, type Token } from './framing.ts';

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');

/** What the tokens say, whatever they are made of. */
const say = (token: Token): string => {
  switch (token.kind) {
    case 'line':
      return token.text;
    case 'data':
      return `${token.head}|${Buffer.from(token.bytes).toString('latin1')}`;
    case 'prompt':
      return '<prompt>';
    case 'fragment':
      return `<fragment>${token.text}`;
  }
};

const tokensOf = (chunks: readonly Uint8Array[], isPromptExpected = true): Token[] => {
  const framing = new Framing(() => isPromptExpected);
  const tokens = chunks.flatMap((chunk) => [...framing.push(chunk)]);
  return [...tokens, ...framing.giveUp()];
};

const read = (text: string, isPromptExpected = true): string[] =>
  tokensOf([bytesOf(text)], isPromptExpected).map(say);

/** Cuts bytes at any places. */
const cut = (bytes: Uint8Array, places: readonly number[]): Uint8Array[] => {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length];
  ends.sort((a, b) => a - b);
  return ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end));
};

const places = fc.array(fc.nat(), { maxLength: 30 });

/** All the traps of one session: echo in front, events anywhere, data that looks like results. */
const SESSION = bytesOf(
  [
    '\xff\0\r\nready\r\nATE0\r\n\r\nOK\r\n',
    '+CIPSNTPTIME:Thu Jan  1 00:00:09 1970\r\nOK\r\n',
    '+SYSFLASH:"mqtt_ca",1,6,0x21000,0x2000\r\n\r\nOK\r\n',
    '+SYSFLASH:12,\r\nOK\r\n>ERRO\r\nOK\r\n',
    '+SYSFLASH:0,\r\nOK\r\n>\r\nOK\r\n',
    '+SYSMFG:"factory_param","module_name",7,8,WROOM-32\r\n\r\nOK\r\n',
    '+SYSMFG:"factory_param","uart_baudrate",6,6,115200\r\n\r\nOK\r\n',
    '+MQTTSUBRECV:0,"a,"b",7",9,\r\nERROR\r\n\r\n\r\nOK\r\n\r\n>',
    '+MQTTSUBRECV:0,"t",0,\r\n+IPD,4:\r\n>\n\r\n+IPD,0,2,"10.0.2.2",9:ab',
    '+MQTTDISCONNECTED:0+MQTTPUB:FAIL\r\n',
    'ERR CODE:0x010b0000\r\n\r\nbusy p...\r\n+CWMODE:1\r\n',
  ].join(''),
);

const MEANING = [
  '\xff\0',
  'ready',
  'ATE0',
  'OK',
  '+CIPSNTPTIME:Thu Jan  1 00:00:09 1970',
  'OK',
  '+SYSFLASH:"mqtt_ca",1,6,0x21000,0x2000',
  'OK',
  '+SYSFLASH:12,|\r\nOK\r\n>ERRO\r',
  '\nOK',
];

describe('AT framing', () => {
  it('drops line ends and empty lines, and nothing else', () => {
    expect(read('\r\n\r\nOK\r\n\r\n')).to.deep.equal(['OK']);
    expect(read('a\rb\nc\0\r\r\n')).to.deep.equal(['a\rb\nc\0\r']);
  });

  it('counts announced bytes, whatever they look like', () => {
    expect(read('+SYSFLASH:8,\r\nOK\r\n>!\r\nOK\r\n')).to.deep.equal([
      '+SYSFLASH:8,|\r\nOK\r\n>!',
      'OK',
    ]);
    expect(read('+SYSFLASH:0,\r\nOK\r\n')).to.deep.equal(['+SYSFLASH:0,|', 'OK']);
    expect(read('+SYSMFG:"mqtt_ca","mqtt_ca",8,4,OK\r\n\r\n\r\nOK\r\n')).to.deep.equal([
      '+SYSMFG:"mqtt_ca","mqtt_ca",8,4,|OK\r\n',
      'OK',
    ]);
    expect(read('+CIPRECVDATA:4,OK\r\n\r\nOK\r\n')).to.deep.equal(['+CIPRECVDATA:4,|OK\r\n', 'OK']);
    expect(read('+FS:3,a\r\n\r\nOK\r\n')).to.deep.equal(['+FS:3,|a\r\n', 'OK']);
    expect(read('\r\n+IPD,3:>\r\n+IPD,1,2,"::1",80:ab')).to.deep.equal([
      '+IPD,3:|>\r\n',
      '+IPD,1,2,"::1",80:|ab',
    ]);
  });

  it('takes a topic with commas and quotes as it is', () => {
    expect(read('+MQTTSUBRECV:0,"a,1,"b"/c",5,OK\r\n!\r\n')).to.deep.equal([
      '+MQTTSUBRECV:0,"a,1,"b"/c",5,|OK\r\n!',
    ]);
  });

  it('takes for lines what announces nothing', () => {
    const lines = [
      '+SYSFLASH:"mqtt_cert",1,5,0x24000,0x2000',
      '+SYSMFG:"mqtt_ca","mqtt_ca",8',
      '+SYSMFG:"factory_param","version",2,1,4',
      '+IPD,0,512',
      'x+SYSFLASH:8,',
      'AT+SYSFLASH=2,"mqtt_cert",0,8',
      '+SYSFLASH:99999999999,',
    ];

    expect(read(`${lines.join('\r\n')}\r\n`)).to.deep.equal(lines);
  });

  it('sees a prompt only where one is expected, and only at the start of a line', () => {
    expect(read('\r\nOK\r\n\r\n>')).to.deep.equal(['OK', '<prompt>']);
    expect(read('AT+SYSFLASH=1,"p",0,9\r\n>')).to.deep.equal(['AT+SYSFLASH=1,"p",0,9', '<prompt>']);
    expect(read('a>b\r\n')).to.deep.equal(['a>b']);
    expect(read('>\r\nOK\r\n', false)).to.deep.equal(['>', 'OK']);
  });

  it('asks anew for each byte whether a prompt is expected', () => {
    let isExpected = true;
    const framing = new Framing(() => isExpected);
    const said: string[] = [];

    for (const token of framing.push(bytesOf('>>\r\nOK\r\n'))) {
      isExpected = false;
      said.push(say(token));
    }

    expect(said).to.deep.equal(['<prompt>', '>', 'OK']);
  });

  it('reads names of access points in UTF-8, and other bytes one by one', () => {
    const name = Buffer.from('+CWJAP:"Gerät"\r\n');

    expect(tokensOf([name, bytesOf('\xff\xe4\r\n')]).map(say)).to.deep.equal([
      '+CWJAP:"Gerät"',
      '\xff\xe4',
    ]);
  });

  it('cuts a line that does not end, and sees no head in its middle', () => {
    const line = 'x'.repeat(LONGEST_LINE_BYTES);

    expect(read(`${line}+SYSFLASH:2,\r\nOK\r\n`)).to.deep.equal([
      `<fragment>${line}`,
      '<fragment>+SYSFLASH:2,\r\n',
      'OK',
    ]);
  });

  it('gives up what does not become whole, and starts afresh', () => {
    const framing = new Framing(() => true);
    expect([...framing.push(bytesOf('+SYSFLASH:9,1234'))]).to.deep.equal([]);
    expect(framing.unfinished.data).to.deep.equal({ filled: 4, due: 9 });

    expect([...framing.giveUp()].map(say)).to.deep.equal(['<fragment>+SYSFLASH:9,1234']);
    expect([...framing.push(bytesOf('OK\r\n'))].map(say)).to.deep.equal(['OK']);
  });

  it('reads a whole session the same however it is cut', () => {
    const whole = tokensOf([SESSION]).map(say);
    expect(whole.slice(0, MEANING.length)).to.deep.equal(MEANING);

    fc.assert(
      fc.property(places, (at) => {
        expect(tokensOf(cut(SESSION, at)).map(say)).to.deep.equal(whole);
      }),
    );
    expect(tokensOf([...SESSION].map((byte) => Buffer.from([byte]))).map(say)).to.deep.equal(whole);
  });

  it('reads any bytes the same however they are cut, and keeps every one of them', () => {
    const pieces = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc
        .constantFrom('\r\n', 'OK', '>', '+SYSFLASH:', '+MQTTSUBRECV:0,"', '",', '7', '+IPD,', ':')
        .map(bytesOf),
    );
    const streams = fc.array(pieces, { maxLength: 40 }).map((list) => Buffer.concat(list));

    fc.assert(
      fc.property(streams, places, (stream, at) => {
        const tokens = tokensOf(cut(stream, at));
        expect(tokens.map(say)).to.deep.equal(tokensOf([stream]).map(say));
        const kept = tokens.map((token) =>
          token.kind === 'data' ? Buffer.concat([token.raw, token.bytes]) : token.raw,
        );
        const all = Buffer.concat(kept);
        // Only line ends with nothing between them can be left over.
        expect(stream.subarray(0, all.length).equals(all)).to.equal(true);
        expect(stream.subarray(all.length).toString('latin1')).to.match(/^(?:\r\n)*$/);
      }),
    );
  });

  it('takes a megabyte of the worst in linear time', () => {
    const worst = [
      `+MQTTSUBRECV:0,"${'1",1'.repeat(1 << 18)}`,
      '\r\n'.repeat(1 << 19),
      '\r'.repeat(1 << 20),
    ];

    for (const text of worst) {
      const started = process.cpuUsage();
      tokensOf([bytesOf(text)]);
      expect(process.cpuUsage(started).user).to.be.lessThan(2_000_000);
    }
  });
});
