import { ESP32_C3_4MB_NVS } from '../flash/layouts.ts';
import { commandsOf } from './command-forms.ts';
import { MINI_1, MINI_1_COMMANDS, MINI_1_FACTORY } from './mini-1.ts';
import type { ReleaseProfile } from './profile.ts';
import { WROOM_32_3_4_0_0 } from './wroom-32-3-4-0-0.ts';

/**
 * ESP32-C3-MINI-1, AT 3.3.0.0 (IDF 5.0): there is no such release for ESP32. It was never run by us. Its core library
 * has AT+MQTTSNI, as that of 3.4.0.0 has; that the rest is as there too is UNCONFIRMED.
 */
export const MINI_1_3_3_0_0: ReleaseProfile = {
  ...WROOM_32_3_4_0_0,
  ...MINI_1,
  name: '3.3.0.0-MINI-1',
  release: '3.3.0.0',
  // As the documentation and boards in the field have it.
  version: {
    at: '3.3.0.0(3b13d04 - ESP32C3 - May  8 2024 08:21:54)',
    sdk: 'v5.0.6-dirty',
    projectHash: 'be332568',
    compiled: 'May  8 2024 08:51:33',
    bin: 'v3.3.0.0(MINI-1)',
  },
  layout: ESP32_C3_4MB_NVS,
  commands: commandsOf(WROOM_32_3_4_0_0, { changed: MINI_1_COMMANDS }),
  factory: { ...WROOM_32_3_4_0_0.factory, ...MINI_1_FACTORY },
  // The module has no second crystal (log in the documentation).
  applicationLog: (storage, number) => [
    'no external 32k oscillator, disable it now.',
    ...WROOM_32_3_4_0_0.applicationLog(storage, number).slice(1),
  ],
};
