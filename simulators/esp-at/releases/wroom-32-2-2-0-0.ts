import { ESP32_4MB_PARTITIONS } from '../flash/layouts.ts';
import { MBEDTLS_2 } from '../tls/profile.ts';
import { LINKS_2 } from './link-profile.ts';
import { commandForms, type ReleaseProfile } from './profile.ts';

/**
 * ESP32-WROOM-32, AT 2.2.0.0 (IDF 4.2): the last generation but one with a flash partition for each credential.
 * It was never run by us: what is here rests on its core library's strings, its documentation and its sources, and where
 * those are silent on v3.4.0.0 as seen.
 */
export const WROOM_32_2_2_0_0: ReleaseProfile = {
  release: '2.2.0.0',
  module: 'WROOM-32',
  chip: 'ESP32',
  // Hashes and dates belong to one build; nothing may depend on them.
  version: {
    at: '2.2.0.0(c6fa6bf - ESP32 - Jul  2 2021 06:44:05)',
    sdk: 'v4.2.2-76-gefa6eca',
    projectHash: '3a696ba',
    compiled: 'Jul  2 2021 11:54:43',
    bin: '2.2.0(WROOM-32)',
  },
  layout: ESP32_4MB_PARTITIONS,
  commands: commandForms(`
    AT x
    ATE0 x
    ATE1 x
    AT+RST x
    AT+GMR x
    AT+CMD q
    AT+SYSTIMESTAMP qs
    AT+RESTORE x
    AT+SYSRAM q
    AT+SYSFLASH qs
    AT+SYSLOG qs
    AT+SYSSTORE qs
    AT+CWMODE qs
    AT+CWSTATE q
    AT+CWJAP qsx
    AT+CWRECONNCFG qs
    AT+CWLAP x
    AT+CWQAP x
    AT+CIFSR x
    AT+CIPSTA q
    AT+CIPSTATUS x
    AT+CIPSTART s
    AT+CIPCLOSE sx
    AT+CIPSEND sx
    AT+CIPDINFO qs
    AT+CIPMUX qs
    AT+CIPRECVMODE qs
    AT+CIPRECVDATA s
    AT+CIPRECVLEN q
    AT+CIPSSLCCONF qs
    AT+CIPSSLCCN qs
    AT+CIPSSLCSNI qs
    AT+CIPSSLCALPN qs
    AT+CIPMODE qs
    AT+CIPSNTPCFG qs
    AT+CIPSNTPTIME q
    AT+MQTTUSERCFG s
    AT+MQTTCLIENTID s
    AT+MQTTUSERNAME s
    AT+MQTTPASSWORD s
    AT+MQTTCONNCFG s
    AT+MQTTCONN qs
    AT+MQTTPUB s
    AT+MQTTPUBRAW s
    AT+MQTTSUB qs
    AT+MQTTUNSUB s
    AT+MQTTCLEAN s
    AT+UART qs
    AT+UART_CUR qs
    AT+UART_DEF qs
  `),
  openLines: new Set(['+CIPSNTPTIME', '+SYSRAM', '+SYSTIMESTAMP']),
  willMessageBytes: 64,
  pmf: 0,
  scanFields: { open: [-1, -1, 0, 0, 3, 0], wpa2: [-1, -1, 4, 4, 3, 0] },
  joinCodes: { 'no-access-point': 3, 'handshake-timeout': 2 },
  // Free zones are between 2.1 and 3.4, in which release is not known: UNCONFIRMED here.
  zones: 'hours',
  zoneIsOptional: false,
  tellsZoneWhileOff: false,
  // A build of 2.1 knew the first alone: UNCONFIRMED for this release.
  nameServers: ['208.67.222.222', '8.8.8.8'],
  defaultTimeServers: ['cn.ntp.org.cn', 'ntp.sjtu.edu.cn', 'us.pool.ntp.org'],
  announcesTime: false,
  tls: MBEDTLS_2,
  links: LINKS_2,
  bootloaderVersion: 'v4.2.2-76-gefa6eca',
  applicationLog: ['module_name:WROOM-32', 'max tx power=78,ret=0', '2.2.0'],
  waits: {
    boot: 400,
    restart: 40,
    association: 300,
    addressCheck: 1_000,
    joinOverrun: 800,
    joinOverrunWhenJoined: 2_000,
    scan: 1_600,
    ping: 1_000,
    timeRequest: 450,
    // Seen on v3.4.0.0 and 4.1-dev; a build of 2.1 does not wait. UNCONFIRMED for this release.
    connectFailure: 5_000,
  },
};
