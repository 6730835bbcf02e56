import { expect } from 'chai';
import { parseWorld } from '../../network/world.ts';
import { bytesOf, type JoinRequest, tryJoin } from './join.ts';

const { accessPoints } = parseWorld(`
accessPoints:
  - {ssid: open, bssid: "02:00:00:00:00:0a", security: open}
  - {ssid: safe, bssid: "02:00:00:00:00:0b", password: correct-horse}
  - {ssid: safe, bssid: "02:00:00:00:00:0c", password: correct-horse}
  - {ssid: strict, bssid: "02:00:00:00:00:0e", password: correct-horse, refusal: authentication-failed}
  - {ssid: Café, bssid: "02:00:00:00:00:0d", security: open}
`);

const OUTCOMES: readonly (readonly [what: string, request: JoinRequest, outcome: string])[] = [
  ['an open one', { ssid: 'open', password: '' }, '02:00:00:00:00:0a'],
  ['a protected one', { ssid: 'safe', password: 'correct-horse' }, '02:00:00:00:00:0b'],
  [
    'the one that is named by its address',
    { ssid: 'safe', password: 'correct-horse', bssid: '02:00:00:00:00:0C' },
    '02:00:00:00:00:0c',
  ],
  ['a name beyond ASCII', { ssid: bytesOf('Café'), password: '' }, '02:00:00:00:00:0d'],
  ['an unknown name', { ssid: 'none', password: '' }, 'no-access-point'],
  ['a name in other case', { ssid: 'OPEN', password: '' }, 'no-access-point'],
  ['an open one with a password', { ssid: 'open', password: '12345678' }, 'no-access-point'],
  [
    'an address that is not there',
    { ssid: 'open', password: '', bssid: '02:00:00:00:00:0b' },
    'no-access-point',
  ],
  ['a wrong password', { ssid: 'safe', password: 'wrong-horse' }, 'handshake-timeout'],
  [
    'a wrong password where it is told at once',
    { ssid: 'strict', password: 'wrong-horse' },
    'authentication-failed',
  ],
  ['no password', { ssid: 'safe', password: '' }, 'handshake-timeout'],
];

describe('tryJoin', () => {
  for (const [what, request, outcome] of OUTCOMES) {
    it(`ends with ${outcome} for ${what}`, () => {
      const { accessPoint, failure } = tryJoin(accessPoints, request);

      expect(accessPoint?.bssid ?? failure).to.equal(outcome);
    });
  }
});
