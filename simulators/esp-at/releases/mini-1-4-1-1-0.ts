import { ESP32_C3_4MB_NVS } from '../flash/layouts.ts';
import { commandsOf } from './command-forms.ts';
import { MINI_1, MINI_1_COMMANDS, MINI_1_FACTORY } from './mini-1.ts';
import type { ReleaseProfile } from './profile.ts';
import { WROOM_32_4_1_1_0 } from './wroom-32-4-1-1-0.ts';

/**
 * ESP32-C3-MINI-1, AT 4.1.1.0 (IDF 5.4). It was never run by us, but the four lines of its AT+GMR are in an issue of
 * ESP-AT (993). All else is as on an ESP32-WROOM-32 with this release, and as uncertain.
 */
export const MINI_1_4_1_1_0: ReleaseProfile = {
  ...WROOM_32_4_1_1_0,
  ...MINI_1,
  name: '4.1.1.0-MINI-1',
  version: {
    at: '4.1.1.0(ba4dd0e - ESP32C3 - Jul 31 2025 08:38:07)',
    sdk: 'v5.4.1-643-g8ad0d3d8f2-dirty',
    projectHash: '7c092f9a',
    compiled: 'Aug  1 2025 05:35:19',
    bin: 'v4.1.1.0(MINI-1)',
  },
  layout: ESP32_C3_4MB_NVS,
  commands: commandsOf(WROOM_32_4_1_1_0, { changed: MINI_1_COMMANDS }),
  factory: { ...WROOM_32_4_1_1_0.factory, ...MINI_1_FACTORY },
};
