import { commandsOf } from './command-forms.ts';
import { LINKS_4 } from './link-profile.ts';
import type { ReleaseProfile } from './profile.ts';
import { WROOM_32_3_4_0_0 } from './wroom-32-3-4-0-0.ts';

/**
 * ESP32-WROOM-32, AT 4.1.1.0 (IDF 5.4). It was never run by us; a build that calls itself 4.1.0.0-dev was, which a
 * company had changed for itself: what is marked so was seen on that one, and is UNCONFIRMED for the release. The rest
 * is from its core library's strings, its documentation and its sources, and where those are silent as seen on 3.4.0.0:
 * its TLS too, although its mbedTLS is a newer 3.x.
 */
export const WROOM_32_4_1_1_0: ReleaseProfile = {
  ...WROOM_32_3_4_0_0,
  name: '4.1.1.0',
  release: '4.1.1.0',
  // The first line as an ESP32-PICO-D4 has it, the rest as an ESP32-C3.
  version: {
    at: '4.1.1.0(ba4dd0e - ESP32 - Jul 31 2025 08:37:48)',
    sdk: 'v5.4.1-643-g8ad0d3d8f2-dirty',
    projectHash: '7c092f9a',
    compiled: 'Aug  1 2025 05:35:19',
    bin: 'v4.1.1.0(WROOM-32)',
  },
  factory: { ...WROOM_32_3_4_0_0.factory, storesSettings: true },
  // The new namespaces are in its images; their place among the others is UNCONFIRMED.
  credentialSets: [
    ...WROOM_32_3_4_0_0.credentialSets,
    ['https', ['.0', '.1']],
    ['wss', ['.0', '.1']],
  ],
  // Names by the strings of both libraries, SYSROLLBACK? as seen on 4.1.0.0-dev; forms and places are UNCONFIRMED.
  commands: commandsOf(WROOM_32_3_4_0_0, {
    changed: 'AT+SYSRAM qs; AT+SYSROLLBACK qx',
    behind: {
      'AT+SYSREG': 'AT+RFCAL x',
      'AT+CWCOUNTRY': 'AT+CWBANDWIDTH qs; AT+CWCONFIG qs',
      'AT+CIPSSLCPSKHEX': 'AT+CIPSSLCCIPHER qs',
      'AT+HTTPCLIENT': 'AT+HTTPCFG s',
    },
  }),
  alreadySubscribed: 'already subscribed',
  // Seen on 4.1.0.0-dev. The documentation knows no mode above 3, and what 4 stands for is not known: no station here.
  highestWifiMode: 4,
  nameServers: ['208.67.222.222', '114.114.114.114', '8.8.8.8'],
  // Documented.
  resolveTakesTimeout: true,
  links: LINKS_4,
  bootloaderVersion: 'v5.4.1-643-g8ad0d3d8f2-dirty',
  // As 4.1.0.0-dev printed it, the last three as 4.2 does.
  applicationLog: ({ mode, parameters: { port, pins, baud, module, maxTxPower } }, number) => [
    `I (913) at-init: at param mode: ${mode}`,
    `I (1030) at-uart: AT cmd port:uart${port} tx:${pins.tx} rx:${pins.rx} cts:${pins.cts} rts:${pins.rts} baudrate:${baud}`,
    `I (1032) at-init: module_name: ${module}`,
    `I (1035) at-init: max tx power=${maxTxPower}, ret=0`,
    `I (1038) at-init: ${number}`,
  ],
  logLineEnd: '\r\n',
};
