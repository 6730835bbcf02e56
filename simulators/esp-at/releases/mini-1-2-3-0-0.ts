import { ESP32_C3_4MB_PARTITIONS } from '../flash/layouts.ts';
import { commandsOf } from './command-forms.ts';
import { MINI_1, MINI_1_FACTORY } from './mini-1.ts';
import type { ReleaseProfile } from './profile.ts';
import { WROOM_32_2_2_0_0 } from './wroom-32-2-2-0-0.ts';

/**
 * ESP32-C3-MINI-1, AT 2.3.0.0 (IDF 4.3): there is no such release for ESP32. It was never run by us. Documented is that
 * it has AT+CIPSNTPINTV; which other news of 2.4 it has is UNCONFIRMED, and it has none of them here.
 */
export const MINI_1_2_3_0_0: ReleaseProfile = {
  ...WROOM_32_2_2_0_0,
  ...MINI_1,
  name: '2.3.0.0-MINI-1',
  release: '2.3.0.0',
  // The first line is known from the field; hash and time of the third are UNCONFIRMED.
  version: {
    at: '2.3.0.0(e98993f - ESP32C3 - Dec 23 2021 09:03:35)',
    sdk: 'v4.3.1-354-g98d34e5f6d',
    projectHash: '0230000',
    compiled: 'Dec 24 2021 03:00:00',
    bin: '2.3.0(MINI-1)',
  },
  layout: ESP32_C3_4MB_PARTITIONS,
  factory: { ...WROOM_32_2_2_0_0.factory, ...MINI_1_FACTORY },
  commands: commandsOf(WROOM_32_2_2_0_0, { behind: { 'AT+CIPSNTPCFG': 'AT+CIPSNTPINTV qs' } }),
  // Of a board of that time, in issue 689 of ESP-AT.
  bootloaderVersion: 'v4.3.1-354-g98d34e5f6d',
};
