import { commandsOf } from './command-forms.ts';
import type { ReleaseProfile } from './profile.ts';
import { WROOM_32_3_2_0_0 } from './wroom-32-3-2-0-0.ts';

/**
 * ESP32-WROOM-32, AT 3.4.0.0 (IDF 5.0). This is the release that was run and recorded: what its profile says, here and in
 * those that it is made from, was seen on it unless a comment tells otherwise. Commands that it lists and this modem does
 * not simulate answer ERROR without a code; most of them are Bluetooth, HTTP, servers and sleep.
 */
export const WROOM_32_3_4_0_0: ReleaseProfile = {
  ...WROOM_32_3_2_0_0,
  name: '3.4.0.0',
  release: '3.4.0.0',
  version: {
    at: '3.4.0.0(s-c31b833 - ESP32 - Jun  7 2024 03:48:17)',
    sdk: 'v5.0.6-dirty',
    projectHash: '70ff5889',
    compiled: 'Jun  7 2024 04:46:00',
    bin: 'v3.4.0.0(WROOM-32)',
  },
  // With what the releases before it have, exactly the list of the recording, in its order.
  commands: commandsOf(WROOM_32_3_2_0_0, {
    behind: {
      'AT+CIPRECVMODE': 'AT+CIPRECVTYPE qs',
      'AT+MQTTCONNCFG': 'AT+MQTTSNI s',
    },
  }),
  willMessageBytes: 128,
  // Read in its core library, but for the first two codes, which were seen; 3.2 may have them too.
  joinCodes: {
    ...WROOM_32_3_2_0_0.joinCodes,
    'handshake-ended': 2,
    'authentication-expired': 1,
  },
  pmf: 1,
  scansWhileJoining: true,
  zoneIsOptional: true,
  bootloaderVersion: 'v5.0.6-dirty',
};
