import { expect } from 'chai';
import { readFirmware } from './at-version.ts';

const rest = { sdk: 'v5.0.6-dirty', projectHash: '70ff5889', compiled: 'Jun  7 2024 04:46:00' };

describe('A firmware version', () => {
  const cases = [
    [
      '3.4.0.0(s-c31b833 - ESP32 - Jun  7 2024 03:48:17)',
      'v3.4.0.0(WROOM-32)',
      { release: '3.4.0.0', chip: 'ESP32', module: 'WROOM-32', coreHash: 'c31b833' },
    ],
    [
      '4.1.1.0(ba4dd0e - ESP32C3 - Jul 31 2025 08:38:07)',
      'v4.1.1.0(MINI-1)',
      { release: '4.1.1.0', chip: 'ESP32C3', module: 'MINI-1', coreHash: 'ba4dd0e' },
    ],
    [
      '2.1.0.0-dev(4f6b92c - Jun 10 2020 10:36:54)',
      '2.0.0(WROOM-32)',
      { release: '2.1.0.0', isDevelopment: true, chip: null, coreHash: '4f6b92c' },
    ],
    ['home made', '', { release: 'home made', chip: null, module: null, coreHash: null }],
  ] as const;

  for (const [at, bin, expected] of cases) {
    it(`is read from ${at}`, () => {
      expect(readFirmware({ ...rest, at, bin })).to.include(expected);
    });
  }
});
