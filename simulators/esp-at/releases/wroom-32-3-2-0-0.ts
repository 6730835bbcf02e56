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
  // As the documentation and boards in the field have it.
  version: {
    at: '3.2.0.0(s-ec2dec2 - ESP32 - Jul 28 2023 07:05:28)',
    sdk: 'v5.0.2-376-g24b9d38a24-dirty',
    projectHash: '6118fc22',
    compiled: 'Jul 28 2023 09:47:28',
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
  // The order is that of 3.4.0.0 (seen) from here on, and moves some. BLERDRSSI, BLUFISEND and the user's commands are in
  // the list of 3.4.0.0 and in none before it: UNCONFIRMED here.
  commands: commandsOf(WROOM_32_2_4_0_0, {
    without:
      'AT+SAVETRANSLINK AT+CWSTARTSMART AT+CWSTOPSMART AT+WPS AT+MDNS AT+PING AT+FACTPLCP AT+CIUPDATE AT+CIPFWVER',
    behind: {
      'AT+GSLP': 'AT+SAVETRANSLINK s; AT+TRANSINTVL qs',
      'AT+SYSFLASH': 'AT+SYSMFG qs; AT+SYSMSGFILTER qs; AT+SYSMSGFILTERCFG qs',
      'AT+SYSREG': 'AT+CWINIT qs',
      'AT+CWCOUNTRY': 'AT+CWSTARTSMART sx; AT+CWSTOPSMART x; AT+WPS s; AT+MDNS s',
      'AT+CIPRECONNINTV': 'AT+PING s',
      'AT+CIPSSLCPSK': 'AT+CIPSSLCPSKHEX qs',
      'AT+MQTTPASSWORD': 'AT+MQTTLONGCLIENTID s; AT+MQTTLONGUSERNAME s; AT+MQTTLONGPASSWORD s',
      'AT+HTTPURLCFG': 'AT+HTTPCHEAD qs',
      'AT+HTTPCPOST': 'AT+HTTPCPUT s',
      'AT+BLESPP': 'AT+BLEWL s; AT+BLERDRSSI s',
      'AT+BLUFI': 'AT+BLUFISEND s; AT+FACTPLCP s; AT+CIUPDATE qsx; AT+CIPFWVER q',
      'AT+UART_DEF':
        'AT+USERRAM qs; AT+USEROTA s; AT+USERDOCS q; AT+USERWKMCUCFG s; AT+USERMCUSLEEP s',
    },
  }),
  tellsZoneWhileOff: true,
  announcesTime: true,
  tls: MBEDTLS_3,
  bootloaderVersion: 'v5.0.2-376-g24b9d38a24-dirty',
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
