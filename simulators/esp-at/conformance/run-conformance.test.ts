import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runConformance } from './run-conformance.ts';

const conformance = async (
  ...files: string[]
): Promise<{ code: number; out: string; told: string }> => {
  const out: string[] = [];
  const told: string[] = [];
  const code = await runConformance(
    files,
    (line) => out.push(line),
    (line) => told.push(line),
  );
  return { code, out: out.join('\n'), told: told.join('\n') };
};

const row = (fields: object): string =>
  `${JSON.stringify({ firmware: 'v3.4.0.0', recv: '', ...fields })}\n`;

describe('npm run conformance', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  });

  after(() => rmSync(folder, { recursive: true }));

  const recording = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };

  const boot = row({ send: '', recv: '\\r\\nready\\r\\n', ms: 5000 });

  it('ends with 0 when every answer is the same, and counts them over all files', async () => {
    const file = recording(
      'a.jsonl',
      boot + row({ send: 'AT\\r\\n', recv: 'AT\\r\\n\\r\\nOK\\r\\n' }),
    );

    const { code, out } = await conformance(file, file);

    expect(out).to.contain('2 same    AT\\r\\n');
    expect(out.trimEnd().split('\n').at(-1)).to.equal('in all: 4 of 4 exchanges identical');
    expect(code).to.equal(0);
  });

  it('ends with 1 when one is not, and shows where it begins to differ', async () => {
    const file = recording(
      'b.jsonl',
      boot + row({ send: 'AT\\r\\n', recv: 'AT\\r\\n\\r\\nYES\\r\\n' }) + row({ send: '\\x00' }),
    );

    const { code, out } = await conformance(file);

    expect(out).to.match(/2 DIFFERS AT\\r\\n, byte 6: recorded ".*YES.*", came ".*OK.*"/);
    expect(out.trimEnd().split('\n').at(-1)).to.equal('2 of 3 exchanges identical');
    expect(code).to.equal(1);
  });

  for (const [what, make] of [
    ['a file that is not there', () => 'nowhere.jsonl'],
    ['a file that is no recording', () => recording('c.jsonl', 'AT\n')],
    ['a release that is not simulated', () => recording('d.jsonl', boot.replace('v3.4', 'v9.9'))],
  ] as const) {
    it(`ends with 2 and one sentence for ${what}`, async () => {
      const { code, told } = await conformance(make());

      expect(told.trimEnd().split('\n')).to.have.length(1);
      expect(code).to.equal(2);
    });
  }

  it('says so when it plays a recording to the nearest release', async () => {
    const { code, out } = await conformance(recording('e.jsonl', boot.replace('v3.4', 'v3.4.7')));

    expect(out).to.contain('(v3.4.7.0.0, played to 3.4.0.0, the nearest that is simulated)');
    expect(code).to.equal(0);
  });

  it('says which row tells of something that it cannot play', async () => {
    const file = recording('f.jsonl', boot + row({ send: '', note: 'HOST: it rained' }));

    expect((await conformance(file)).out).to.match(/2 same .*not played/);
  });

  it('does to the board what the notes tell of the host', async () => {
    const on = (send: string, recv: string) => row({ send: `${send}\\r\\n`, recv, ms: 1000 });
    const outside = (note: string) => row({ send: '', note: `HOST: ${note}` });
    const OK = '\\r\\nOK\\r\\n';
    const LOST = row({ send: '', recv: '+MQTTDISCONNECTED:0\\r\\n', ms: 1000 });
    const user = on('AT+MQTTUSERCFG=0,1,"me","","",0,0,""', OK);
    const connect = on(
      'AT+MQTTCONN=0,"10.0.2.2",1883,0',
      `+MQTTCONNECTED:0,1,"10.0.2.2","1883","",0\\r\\n${OK}`,
    );
    const fails = on(
      'AT+MQTTCONN=0,"10.0.2.2",1883,0',
      `+MQTTDISCONNECTED:0\\r\\n\\r\\nERROR\\r\\n`,
    );
    const clean = on('AT+MQTTCLEAN=0', OK);
    const file = recording(
      'i.jsonl',
      boot +
        on('ATE0', `ATE0\\r\\n${OK}`) +
        on('AT+CWMODE=1', OK) +
        on('AT+CWJAP="Espressif",""', `WIFI CONNECTED\\r\\nWIFI GOT IP\\r\\n${OK}`) +
        [user, connect, outside('second client with the same id'), LOST, clean].join('') +
        [user, connect, outside('broker drops the connection'), LOST, clean].join('') +
        [user, connect, outside('mosquitto stopped'), LOST, clean, user, fails].join('') +
        [outside('mosquitto started'), connect].join(''),
    );

    const { code, out } = await conformance(file);

    expect(out).not.to.contain('DIFFERS');
    expect(code).to.equal(0);
  });

  it('has a lost MQTT link come back after the same time in every run, and go before the station joins again', async () => {
    const on = (send: string, recv: string) => row({ send: `${send}\\r\\n`, recv, ms: 1000 });
    const quiet = row({ send: '', recv: '', ms: null, timeout_ms: 12_000 });
    const OK = '\\r\\nOK\\r\\n';
    const CONNECTED = '+MQTTCONNECTED:0,1,"10.0.2.2","1883","",1\\r\\n';
    const LOST = '+MQTTDISCONNECTED:0\\r\\n';
    const JOINED = 'WIFI CONNECTED\\r\\nWIFI GOT IP\\r\\n';
    const again = [
      row({ send: '', note: 'HOST: broker restart' }),
      row({ send: '', recv: LOST, ms: 10 }),
      quiet,
      row({ send: '', recv: CONNECTED, ms: 3_000 }),
    ];
    const file = recording(
      'j.jsonl',
      boot +
        on('ATE0', `ATE0\\r\\n${OK}`) +
        on('AT+CWMODE=1', OK) +
        on('AT+CWJAP="Espressif",""', JOINED + OK) +
        on('AT+MQTTUSERCFG=0,1,"me","","",0,0,""', OK) +
        on('AT+MQTTCONN=0,"10.0.2.2",1883,1', CONNECTED + OK) +
        Array.from({ length: 2 }, () => again.join('')).join('') +
        on('AT+CWJAP="Espressif",""', `WIFI DISCONNECT\\r\\n${LOST}${JOINED}${OK}`),
    );

    const { code, out } = await conformance(file);

    expect(out).not.to.contain('DIFFERS');
    expect(code).to.equal(0);
  });

  it('begins behind the boot where a recording does', async () => {
    const file = recording('g.jsonl', row({ send: 'AT\\r\\n', recv: 'AT\\r\\n\\r\\nOK\\r\\n' }));

    expect((await conformance(file)).code).to.equal(0);
  });

  it('prints JSON for programs', async () => {
    const file = recording('h.jsonl', boot + row({ send: 'AT\\r\\n', recv: 'no' }));

    const { out } = await conformance('--json', file);

    const [first, second, sum] = out.split('\n').map((json) => JSON.parse(json));
    expect(first).to.deep.equal({ recording: file, release: '3.4.0.0', line: 1, same: true });
    expect(second).to.include({ line: 2, same: false, recorded: 'no' });
    expect(sum).to.deep.equal({ recordings: 1, same: 1, all: 2 });
  });

  it('explains itself', async () => {
    const { code, out } = await conformance('--help');

    expect(out).to.match(/Usage: npm run conformance -- .*Examples:.*Exit codes:/s);
    expect(code).to.equal(0);
    expect((await conformance('--jsno')).code).to.equal(2);
  });
});
