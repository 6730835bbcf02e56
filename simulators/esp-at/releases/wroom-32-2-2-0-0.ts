import { commandsOf } from './command-forms.ts';
import type { ReleaseProfile } from './profile.ts';
import { WROOM_32_2_1_0_0 } from './wroom-32-2-1-0-0.ts';

/**
 * ESP32-WROOM-32, AT 2.2.0.0 (IDF 4.2). It was never run by us: what is here rests on its core library's strings, its
 * documentation and its sources, and where those are silent on v3.4.0.0 as seen.
 */
export const WROOM_32_2_2_0_0: ReleaseProfile = {
  ...WROOM_32_2_1_0_0,
  name: '2.2.0.0',
  release: '2.2.0.0',
  // As boards in the field print it.
  version: {
    at: '2.2.0.0(c6fa6bf - ESP32 - Jul  2 2021 06:44:05)',
    sdk: 'v4.2.2-76-gefa6eca',
    projectHash: '3a696ba',
    compiled: 'Jul  2 2021 11:54:43',
    bin: '2.2.0(WROOM-32)',
  },
  // New names by the strings of both libraries. Another build with this core library lists the join without parameters.
  commands: commandsOf(WROOM_32_2_1_0_0, {
    changed: 'AT+CWJAP qsx; AT+MQTTUSERCFG s; AT+MQTTCONNCFG s',
    behind: {
      'AT+GMR': 'AT+CMD q',
      'AT+SLEEPWKCFG': 'AT+SYSREG s; AT+USERRAM qs',
      'AT+CWMODE': 'AT+CWSTATE q',
      'AT+CWJAP': 'AT+CWRECONNCFG qs',
      'AT+CIPAP': 'AT+CIPV6 qs',
      'AT+CIPSSLCALPN': 'AT+CIPSSLCPSK qs',
      'AT+HTTPGETSIZE': 'AT+HTTPCPOST s',
    },
  }),
  // Two fields from here on; the numbers are those of 3.4.0.0.
  memory: { free: 162_716, lowest: 158_352 },
  pmf: 0,
  // From here on the mask of a scan has six more fields. What stands in them was seen on 3.4.0.0.
  scanFields: { open: [-1, -1, 0, 0, 3, 0], wpa2: [-1, -1, 4, 4, 3, 0] },
  // 2.1.0.0-dev and 3.4.0.0 differ in all that follows, and which release changed it is not known: UNCONFIRMED. Zones
  // stay as they were, the rest is as on 3.4.0.0.
  joinDefaults: { reconnectSeconds: 1, listenInterval: 3 },
  dhcpInterfaces: 3,
  nameServers: ['208.67.222.222', '8.8.8.8'],
  waits: { ...WROOM_32_2_1_0_0.waits, ping: 1_000, connectFailure: 5_000 },
  bootloaderVersion: 'v4.2.2-76-gefa6eca',
};
