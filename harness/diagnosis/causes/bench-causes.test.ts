import { expect } from 'chai';
import fc from 'fast-check';
import { type Diagnosis, diagnose } from '../cause.ts';
import type { AskedBoard, Evidence, PortTrial } from '../evidence.ts';
import { FAILURE, healthy, refusedTls, said, unconnected } from '../sample-evidence.ts';
import { BENCH_CAUSES } from './bench-causes.ts';

const named = (evidence: Evidence): string | undefined => diagnose(evidence, BENCH_CAUSES)[0]?.name;

const NOBODY = { ...(healthy().asked as AskedBoard), answers: false };
const asked = (changes: Partial<AskedBoard>): AskedBoard => ({
  ...(healthy().asked as AskedBoard),
  ...changes,
});

const failed = (code: string, message = '', changes: Partial<Evidence> = {}): Evidence => ({
  ...healthy(),
  failure: { ...FAILURE, code, message },
  cloud: [],
  transcript: [],
  ...changes,
});

const heard = (heard: string, changes: Partial<PortTrial> = {}): PortTrial => ({
  port: 'at',
  label: '/dev/ttyUSB1',
  baud: null,
  sent: '\\r\\nAT\\r\\n',
  heard,
  error: null,
  ...changes,
});

const silent = (trials: readonly PortTrial[], changes: Partial<Evidence> = {}): Evidence =>
  failed('BOARD_SILENT', 'it does not answer', { asked: NOBODY, trials, log: '', ...changes });

const LOG: Partial<PortTrial> = { port: 'log', label: '/dev/ttyUSB0' };
const OK = '\\r\\nERROR\\r\\n\\r\\nOK\\r\\n';
const start = (reason: string): string => `ets Jul 29 2019 12:21:46\r\n\r\nrst:0x${reason}\r\n`;

const join = (lines: readonly string[], changes: Partial<AskedBoard> = {}): Evidence =>
  failed('WIFI_JOIN_FAILED', '', {
    transcript: said('AT+CWJAP="bench","***"', ...lines.map((line) => `< ${line}`)),
    asked: asked({ station: { ssid: null, ip: '0.0.0.0' }, ...changes }),
  });

const air = (ssid: string, security = 3) => ({ ssid, rssi: -42, channel: 6, security });

const clock = (changes: Partial<AskedBoard>): Evidence =>
  failed(
    'CLOCK_NOT_SET',
    `the board's clock still shows "Thu Jan  1 00:00:09 1970" after a while`,
    {
      asked: asked({ clockMs: 9_000, ...changes }),
    },
  );

const CASES: readonly (readonly [name: string, evidence: Evidence])[] = [
  ['PORT_MISSING', failed('PORT_MISSING')],
  ['PORT_HELD', failed('PORT_LOCKED')],
  ['PORT_HELD', failed('PORT_HELD')],
  ['PORT_DENIED', failed('PORT_DENIED')],
  ['PORT_UNREACHABLE', failed('PORT_TIMEOUT')],
  ['PORT_UNUSABLE', failed('PORT_UNSUPPORTED')],
  ['PORT_LOST', failed('PORT_LOST')],
  ['BAUD_RATE_WRONG', silent([heard(''), heard(OK, { baud: 9600 })])],
  ['BAUD_RATE_WRONG', silent([heard('\\xf8\\x00\\x9e\\xff\\x80')])],
  [
    'AT_ON_OTHER_UART',
    silent([heard(''), heard(OK, LOG)], { log: start('1 (POWERON_RESET),boot:0x13') }),
  ],
  ['PORTS_SWAPPED', silent([heard(''), heard(OK, LOG)])],
  [
    'PORTS_SWAPPED',
    silent([heard(''), heard(OK, LOG), heard('rst:0x1 (POWERON_RESET),boot:0x13\\r\\n')]),
  ],
  ['FLOW_CONTROL_HOLDS_LINE', silent([heard('\\r\\nAT\\r\\n')])],
  ['PORTS_SWAPPED', silent([heard('module_name:WROOM-32\\r\\nmax tx power=78, ret=0\\r\\n')])],
  ['PORTS_SWAPPED', silent([heard('\\x1b[0;32mI (312) wifi:mode : sta\\x1b[0m\\r\\n')])],
  ['OTHER_DEVICE_ON_PORT', silent([heard('$GPGGA,123519,4807.038,N\\r\\n')])],
  ['OTHER_DEVICE_ON_PORT', silent([heard('box login: <4077 times \\xff>\\xff\\r\\nAT\\r\\n')])],
  [
    'OTHER_DEVICE_ON_PORT',
    failed('AT_UNEXPECTED', '', {
      asked: asked({ release: null }),
      transcript: said('AT+GMR', '< SIM7000E 1529B05', '< OK'),
    }),
  ],
  ['POWER_INTERRUPTED', failed('AT_RESTARTED', '', { log: start('1 (POWERON_RESET),boot:0x13') })],
  ['POWER_INTERRUPTED', failed('POWER_INTERRUPTED')],
  [
    'POWER_INTERRUPTED',
    failed('AT_RESTARTED', '', { log: start('15 (USB_UART_CHIP_RESET),boot:0xd') }),
  ],
  ['FIRMWARE_RESTARTED', failed('AT_RESTARTED', '', { log: start('c (SW_CPU_RESET),boot:0x13') })],
  ['BROWN_OUT', failed('AT_RESTARTED', '', { log: start('f (RTCWDT_BROWN_OUT_RESET),boot:0x1') })],
  ['BOARD_BUSY', failed('AT_BUSY', '', { transcript: said('AT+MQTTSUB=0,"a",2') })],
  ['BOARD_FELL_SILENT', silent([heard('')], { transcript: said('AT+CWMODE=1', '< OK') })],
  ['WIFI_COMES_AND_GOES', join(['+CWJAP:3', 'ERROR'], { heard: [air('bench')] })],
  ['FLOW_CONTROL_HOLDS_LINE', failed('PORT_WRITE_TIMEOUT', '', { asked: NOBODY })],
  [
    'FLOW_CONTROL_HOLDS_LINE',
    silent([heard('')], {
      log: 'AT cmd port:uart1 tx:17 rx:16\r\n',
      bench: {
        ...healthy().bench,
        board: { ...healthy().bench.board, flowControl: 'rts-cts' },
      },
    }),
  ],
  ['BOARD_WITHOUT_POWER', silent([heard(''), heard('', LOG)])],
  [
    'DOWNLOAD_MODE',
    silent([heard('')], {
      log: `${start('1 (POWERON_RESET),boot:0x3 (DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))')}waiting for download\r\n`,
    }),
  ],
  [
    'BROWN_OUT',
    silent([heard('')], { log: start('f (RTCWDT_BROWN_OUT_RESET),boot:0x13').repeat(4) }),
  ],
  ['BROWN_OUT', failed('AT_RESTARTED', '', { log: 'Brownout detector was triggered\r\n' })],
  ['BOOT_LOOP', silent([heard('')], { log: start('10 (RTCWDT_RTC_RESET),boot:0x13').repeat(5) })],
  ['NO_FIRMWARE', silent([heard('')], { log: 'invalid header: 0xffffffff\r\n'.repeat(9) })],
  [
    'FIRMWARE_CRASHED',
    failed('AT_RESTARTED', '', {
      log: "Guru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was unhandled.\r\n",
    }),
  ],
  ['WIFI_NOT_FOUND', join(['+CWJAP:3', 'ERROR'])],
  ['WIFI_NOT_FOUND', join(['+CWJAP:1', 'ERROR'], { heard: [air('Bench')] })],
  ['WIFI_IS_OPEN', join(['+CWJAP:3', 'ERROR'], { heard: [air('bench', 0)] })],
  ['WIFI_PASSWORD_WRONG', join(['+CWJAP:2', 'ERROR'])],
  ['WIFI_PASSWORD_WRONG', join(['+CWJAP:4', 'ERROR'], { heard: [air('bench')] })],
  ['WIFI_NO_ADDRESS', join(['WIFI CONNECTED', '+CWJAP:1', 'ERROR'])],
  [
    'WIFI_NO_ADDRESS',
    failed('AT_TIMEOUT', 'waited 5000 ms for WIFI GOT IP; heard nothing', {
      asked: asked({ station: { ssid: 'bench', ip: '0.0.0.0' } }),
    }),
  ],
  ['TIME_SERVER_UNKNOWN', clock({ timeServerResolves: false })],
  ['TIME_SERVER_SILENT', clock({ timeServerResolves: true })],
  ['TIME_SERVER_SILENT', clock({})],
  [
    'NO_TIME',
    unconnected({
      asked: asked({ clockMs: 9_000 }),
      cloud: [refusedTls('device', 'CERTIFICATE_UNKNOWN')],
    }),
  ],
  ['CLOCK_WRONG', unconnected({ asked: asked({ clockMs: Date.UTC(2019, 0) }), cloud: [] })],
  [
    'CLOCK_WRONG',
    unconnected({
      asked: asked({ clockMs: Date.UTC(2037, 0) }),
      cloud: [refusedTls('device', 'CERTIFICATE_EXPIRED')],
    }),
  ],
  ['NOT_ON_WIFI', unconnected({ asked: asked({ station: { ssid: null, ip: '0.0.0.0' } }) })],
  ['SERVER_NAME_UNKNOWN', unconnected({ asked: asked({ serverAddress: null, resolves: false }) })],
  ['REACH_PORT_WRONG', unconnected({ asked: asked({ opens: 'refused' }) })],
  ['BROKER_UNREACHABLE', unconnected({ asked: asked({ opens: 'silent' }) })],
  ['BROKER_UNREACHABLE', unconnected({ asked: asked({ pings: false }) })],
];

/** A bench with things missing, and with others as they never were seen. */
const anyEvidence = fc
  .tuple(
    fc.constantFrom(...CASES.map(([, evidence]) => evidence), healthy(), healthy('2.2.0.0')),
    fc.record(
      {
        failure: fc.constant(null),
        transcript: fc.array(
          fc.record({
            ms: fc.nat(),
            from: fc.constantFrom('host' as const, 'board' as const),
            text: fc.string(),
          }),
        ),
        log: fc.oneof(fc.constant(null), fc.string()),
        stored: fc.constant(null),
        asked: fc.oneof(fc.constant(null), fc.constant(NOBODY)),
        trials: fc.array(fc.string().map((text) => heard(text))),
        cloud: fc.constant([]),
        root: fc.constant(null),
        certificates: fc.constant([]),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([evidence, missing]): Evidence => ({ ...evidence, ...missing }));

describe('Causes on a bench', () => {
  for (const [i, [name, evidence]] of CASES.entries()) {
    it(`has ${name} for case ${i + 1}`, () => {
      expect(named(evidence)).to.equal(name);
    });
  }

  it('blames no firmware that started anew for want of power', () => {
    const log = start('f (RTCWDT_BROWN_OUT_RESET),boot:0x13');
    const found = diagnose(failed('AT_RESTARTED', '', { log }), BENCH_CAUSES);

    expect(found.map(({ name }) => name)).to.deep.equal(['BROWN_OUT']);
  });

  it('takes no refusal of AT+GMR, nor what ESP-AT says by itself, for another device', () => {
    for (const answer of ['< ERR CODE:0x01090000', '< WIFI CONNECTED', '< busy p...']) {
      const transcript = said('AT+GMR', answer, '< ERROR');
      const evidence = failed('AT_REFUSED', '', { asked: asked({ release: null }), transcript });

      expect(named(evidence)).not.to.equal('OTHER_DEVICE_ON_PORT');
    }
  });

  it('finds nothing where nothing failed', () => {
    for (const [, evidence] of CASES)
      expect(diagnose({ ...evidence, failure: null }, BENCH_CAUSES)).to.deep.equal([]);
    expect(diagnose(healthy('2.2.0.0'), BENCH_CAUSES)).to.deep.equal([]);
  });

  it('finds nothing where a spec failed for a reason of its own', () => {
    const failure = { ...FAILURE, code: 'EXPECTATION_FAILED', message: 'expected 1 to equal 2' };
    expect(diagnose({ ...healthy(), failure }, BENCH_CAUSES)).to.deep.equal([]);
  });

  it('says why and what next in sentences, whatever is missing, and never throws', () => {
    fc.assert(
      fc.property(anyEvidence, (evidence) => {
        for (const { confidence, because, next } of diagnose(evidence, BENCH_CAUSES)) {
          expect(confidence).to.be.within(0, 1);
          expect(because).to.not.be.empty;
          expect(next).to.match(/\.$/);
        }
      }),
    );
  });

  it('has each name once', () => {
    const names = BENCH_CAUSES.map(({ name }) => name);
    expect(new Set(names).size).to.equal(names.length);
  });

  it('gives the surest first', () => {
    const diagnoses: readonly Diagnosis[] = diagnose(
      silent([heard(''), heard(OK, LOG), heard('rst:0x1 (POWERON_RESET)\\r\\n')]),
      BENCH_CAUSES,
    );
    expect(diagnoses.map(({ name }) => name)).to.deep.equal(['PORTS_SWAPPED', 'AT_ON_OTHER_UART']);
  });
});
