import { expect } from 'chai';
import { type Row, seenOf } from './made-up-events.ts';
import {
  completes,
  offersSuites,
  refuses,
  refusesWithAlert,
  takesFullRecords,
} from './tls-judges.ts';

const offering = (...names: string[]) => ({
  hello: { cipherSuites: names.map((name) => ({ number: 0, name })) },
});
const RECOMMENDED = 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256';
const CAMELLIA = 'TLS_RSA_WITH_CAMELLIA_128_CBC_SHA';

const done = { kind: 'tls-accepted' } as const;
const left = { kind: 'tls-refused' } as const;
const alerted = { ...left, alert: { level: 'fatal', number: 45, name: 'certificate_expired' } };
const thrownOut = { ...left, by: 'cloud', code: 'HANDSHAKE_TIMEOUT' };

const large = { kind: 'deliver', payload: new Uint8Array(20_000) } as const;

const ROWS: readonly Row[] = [
  ['a handshake that was done', completes, [done], 'pass'],
  ['a handshake that the device ended', completes, [left], 'fail'],
  ['no call', completes, [], 'fail'],
  ['a second handshake after one that failed', completes, [left, done], 'fail'],

  ['a bad server that was left', refuses, [left], 'pass'],
  ['a bad server that was accepted', refuses, [done], 'fail'],
  ['a bad server that had to end it itself', refuses, [thrownOut], 'fail'],
  ['a bad server that was not called', refuses, [], 'fail'],

  ['an expired server that was told so', refusesWithAlert, [alerted], 'pass'],
  [
    'an expired server that was left without a word',
    refusesWithAlert,
    [left],
    'pass with warnings',
  ],
  ['an expired server that was accepted', refusesWithAlert, [done], 'fail'],

  ['a recommended suite', offersSuites, [{ ...done, ...offering(RECOMMENDED) }], 'pass'],
  [
    'a recommended suite and one that AWS does not speak',
    offersSuites,
    [{ ...done, ...offering(RECOMMENDED, CAMELLIA) }],
    'pass with warnings',
  ],
  ['suites in vain', offersSuites, [{ ...left, ...offering(CAMELLIA) }], 'fail'],
  ['no hello', offersSuites, [done], 'fail'],

  ['a large message with PUBACK', takesFullRecords, [large, { kind: 'puback' }], 'pass'],
  ['a large message without PUBACK', takesFullRecords, [large], 'fail'],
  [
    'a large message, and PUBACK of another one',
    takesFullRecords,
    [large, { kind: 'puback', packetId: 8 }],
    'fail',
  ],
  [
    'a large message, and PUBACK on another connection',
    takesFullRecords,
    [large, { kind: 'puback', connection: 2 }],
    'fail',
  ],
  ['a small message', takesFullRecords, [{ kind: 'deliver' }, { kind: 'puback' }], 'fail'],
];

describe("Device Advisor's judgement of TLS", () => {
  for (const [what, judge, events, verdict] of ROWS) {
    it(`of ${what} is "${verdict}" (${judge.name})`, () => {
      expect(judge(seenOf(events))).to.include({ verdict });
    });
  }
});
