import { duplexPair } from 'node:stream';
import { expect } from 'chai';
import fc from 'fast-check';
import { AtTimeout } from '../at/errors.ts';
import { fromDuplex } from '../ports/from-duplex.ts';
import { readLogLine } from './log-grammar.ts';
import { LogRecord } from './log-record.ts';

/** As v3.4.0.0 starts, its ROM's and bootloader's lines included. */
const BOOT = [
  'ets Jul 29 2019 12:21:46\r\n\r\n',
  'rst:0xc (SW_CPU_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n',
  '\x1b[0;32mI (799) boot: ESP-IDF v5.0.6-dirty 2nd stage bootloader\x1b[0m\r\n',
  '\x1b[0;32mI (1200) boot: Loaded app from partition at offset 0x100000\x1b[0m\r\n',
  'at param mode: 1\r\r\n',
  'AT cmd port:uart1 tx:17 rx:16 cts:15 rts:14 baudrate:115200\r\r\n',
  'module_name: WROOM-32\r\r\n',
  'max tx power=78, ret=0\r\r\n',
  'v3.4.0.0\r\r\n',
].join('');

const KINDS = [
  'noise',
  'reset',
  'bootloader',
  'app-loaded',
  'param-mode',
  'at-port',
  'module',
  'noise',
  'app-version',
];

const open = () => {
  const [near, far] = duplexPair();
  const port = fromDuplex(near, 'the log port', 'simulated');
  return { port, far, log: new LogRecord(port) };
};

describe('A line of the log', () => {
  const cases = [
    [
      'rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)',
      { kind: 'reset', reason: 'POWERON_RESET' },
    ],
    ['I (5600) at-init: at param mode: 1', { kind: 'param-mode', mode: '1' }],
    ['module_name:WROOM-32', { kind: 'module', module: 'WROOM-32' }],
    ['2.2.0', { kind: 'app-version', version: '2.2.0' }],
    [
      "Guru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was unhandled.",
      { kind: 'panic', cause: 'LoadProhibited' },
    ],
    ['abort() was called at PC 0x40081234 on core 0', { kind: 'abort' }],
    ['Brownout detector was triggered', { kind: 'brown-out' }],
    ['E (5001) task_wdt: Task watchdog got triggered. The following tasks', { kind: 'watchdog' }],
    [
      'E (9000) esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x2700',
      { kind: 'tls-error', tlsError: '0x2700' },
    ],
    ['anything else', { kind: 'noise', line: 'anything else' }],
  ] as const;

  for (const [line, expected] of cases) {
    it(`is understood: ${line.slice(0, 40)}`, () => {
      expect(readLogLine(line)).to.include({ ...expected, line });
    });
  }
});

describe('The record of a log port', () => {
  it('is the same wherever its bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(BOOT.length), { maxLength: 12 }), async (cuts) => {
        const { port, far, log } = open();
        const places = [0, ...cuts.sort((a, b) => a - b), BOOT.length];
        places.slice(1).forEach((to, i) => void far.write(BOOT.slice(places[i], to)));

        await log.waitFor('app-version', { from: 0, withinMs: 25_000 });

        expect(log.events().map(({ kind }) => kind)).to.deep.equal(KINDS);
        expect(log.text()).to.equal(BOOT.replaceAll('\x1b[0;32m', '').replaceAll('\x1b[0m', ''));
        await port.close();
      }),
      { numRuns: 40 },
    );
  });

  it('keeps what is no text', async () => {
    const { port, far, log } = open();
    far.write(Buffer.from([0xff, 0x00, 0x0a]));
    far.write('2.2.0\r\n');

    await log.waitFor('app-version', { from: 0, withinMs: 25_000 });

    expect(log.events(0)[0]).to.include({ kind: 'noise' });
    await port.close();
  });

  it('is waited for from a position on', async () => {
    const { port, far, log } = open();
    far.write(BOOT);
    await log.waitFor('reset', { from: 0, withinMs: 25_000 });
    await log.waitFor('app-version', { from: 0, withinMs: 25_000 });
    const from = log.position();

    far.write('rst:0x1 (POWERON_RESET),boot:0x13\r\n');

    expect((await log.waitFor('reset', { from, withinMs: 25_000 })).reason).to.equal(
      'POWERON_RESET',
    );
    await port.close();
  });

  it('says what it waited for in vain', async () => {
    const { port, far, log } = open();
    far.write('something else\r\n');

    const error = await log.waitFor('panic', { from: 0, withinMs: 20 }).catch((e) => e);

    expect(error).to.be.instanceOf(AtTimeout);
    expect(error.heard).to.deep.equal(['something else']);
    await port.close();
  });

  it('leaves the port to somebody else for a while, and says so', async () => {
    const { port, far, log } = open();
    far.write('before\n');
    await log.waitFor('noise', { from: 0, withinMs: 25_000 });

    const heard = await log.lend(async (lent) => {
      far.write('not for the record');
      for await (const chunk of lent.incoming) return String(chunk);
      return 'nothing';
    });
    far.write('module_name:WROOM-32\n');
    await log.waitFor('module', { from: 0, withinMs: 25_000 });

    expect(heard).to.equal('not for the record');
    expect(log.text()).to.equal(
      "before\n\n[the chip's loader had the port here]\nmodule_name:WROOM-32\n",
    );
    await port.close();
  });

  it('tells that the port went away', async () => {
    const { far, log, port } = open();
    far.end();
    await port.lost;

    await log.waitFor('noise', { from: 0, withinMs: 25_000 });

    expect(log.text()).to.include('went away');
  });
});
