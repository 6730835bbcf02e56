import { ESP32_4MB_NVS } from '../flash/layouts.ts';
import { MBEDTLS_3 } from '../tls/profile.ts';
import { commandsOf } from './command-forms.ts';
import type { ReleaseProfile } from './profile.ts';
import { WROOM_32_2_4_0_0 } from './wroom-32-2-4-0-0.ts';

/**
 * ESP32-WROOM-32, AT 3.2.0.0 (IDF 5.0): the great change. Credentials and factory parameters move into `mfg_nvs`, with
 * AT+SYSMFG to write them; the clock tells when it was set; TLS is 1.2 only. It was never run by us: what is here rests
 * on its core library's strings, its documentation and its sources, and where those are silent on v3.4.0.0 as seen.
 */
export const WROOM_32_3_2_0_0: ReleaseProfile = {
  ...WROOM_32_2_4_0_0,
  name: '3.2.0.0',
  release: '3.2.0.0',
  // UNCONFIRMED, the spelling of the last line too: no answer of this build was seen.
  version: {
    at: '3.2.0.0(0320000 - ESP32 - Dec  8 2023 05:15:10)',
    sdk: 'v5.0.4-dirty',
    projectHash: '03200000',
    compiled: 'Dec  8 2023 06:00:00',
    bin: 'v3.2.0.0(WROOM-32)',
  },
  layout: ESP32_4MB_NVS,
  mountsManufacturing: true,
  // The order of 3.4.0.0 (seen); the key of one set is its namespace's name.
  credentialSets: [
    ['server', ['']],
    ['client', ['.0', '.1']],
    ['mqtt', ['']],
  ],
  // BLERDRSSI, BLUFISEND and the user's commands are in the list of 3.4.0.0 and in no list before: UNCONFIRMED here.
  commands: commandsOf(WROOM_32_2_4_0_0, {
    behind: {
      'AT+SAVETRANSLINK': 'AT+TRANSINTVL qs',
      'AT+SYSFLASH': 'AT+SYSMFG qs; AT+SYSMSGFILTER qs; AT+SYSMSGFILTERCFG qs',
      'AT+SYSREG': 'AT+CWINIT qs',
      'AT+CIPSSLCPSK': 'AT+CIPSSLCPSKHEX qs',
      'AT+MQTTPASSWORD': 'AT+MQTTLONGCLIENTID s; AT+MQTTLONGUSERNAME s; AT+MQTTLONGPASSWORD s',
      'AT+HTTPURLCFG': 'AT+HTTPCHEAD qs',
      'AT+HTTPCPOST': 'AT+HTTPCPUT s',
      'AT+BLESPP': 'AT+BLEWL s; AT+BLERDRSSI s',
      'AT+BLUFI': 'AT+BLUFISEND s',
      'AT+UART_DEF':
        'AT+USERRAM qs; AT+USEROTA s; AT+USERDOCS q; AT+USERWKMCUCFG s; AT+USERMCUSLEEP s',
    },
  }),
  tellsZoneWhileOff: true,
  announcesTime: true,
  tls: MBEDTLS_3,
  bootloaderVersion: 'v5.0.4-dirty',
  // The facts of 3.4.0.0, in its words.
  applicationLog: ({ mode, parameters: { port, pins, baud, module, maxTxPower } }, number) => [
    'external 32k oscillator already started.',
    `at param mode: ${mode}`,
    `AT cmd port:uart${port} tx:${pins.tx} rx:${pins.rx} cts:${pins.cts} rts:${pins.rts} baudrate:${baud}`,
    `module_name: ${module}`,
    `max tx power=${maxTxPower}, ret=0`,
    number,
  ],
};
