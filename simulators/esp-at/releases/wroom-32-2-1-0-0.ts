import { ESP32 } from '../chips.ts';
import { ESP32_4MB_PARTITIONS } from '../flash/layouts.ts';
import { MBEDTLS_2 } from '../tls/profile.ts';
import { commandForms } from './command-forms.ts';
import { LINKS_2 } from './link-profile.ts';
import type { ReleaseProfile } from './profile.ts';

/**
 * ESP32-WROOM-32, AT 2.1.0.0 (IDF 4.0): the first release with MQTT. A build that calls itself 2.1.0.0-dev was run, and
 * what is marked so was seen on it; the rest is from its core library and documentation, and where those are silent as
 * seen on 3.4.0.0.
 */
export const WROOM_32_2_1_0_0: ReleaseProfile = {
  name: '2.1.0.0',
  release: '2.1.0.0',
  module: 'WROOM-32',
  chip: ESP32,
  // As boards in the field print it: no chip field yet. Nothing may depend on hashes and dates.
  version: {
    at: '2.1.0.0(883f7f2 - Jul 24 2020 11:50:07)',
    sdk: 'v4.0.1-193-ge7ac221',
    projectHash: '0ad6331',
    compiled: 'Jul 28 2020 02:47:21',
    bin: '2.1.0(WROOM-32)',
  },
  layout: ESP32_4MB_PARTITIONS,
  factory: {
    module: 'WROOM-32',
    platform: ESP32.platform,
    maxTxPower: 78,
    port: 1,
    baud: 115_200,
    pins: { tx: 17, rx: 16, cts: 15, rts: 14 },
  },
  mountsManufacturing: false,
  credentialSets: [],
  // What 3.4.0.0 lists (seen), without what later releases brought. In the order in which the sources of 2.x register
  // them, and within each group as another build with the core library of 2.2 lists them; the place of HTTP and
  // Bluetooth among themselves is that of 3.4.0.0. This release cannot be asked: AT+CMD came with 2.2.
  commands: commandForms(`
    AT x; ATE0 x; ATE1 x; AT+RST x; AT+GMR x; AT+GSLP s; AT+SYSTIMESTAMP qs; AT+SLEEP qs; AT+RESTORE x; AT+SYSRAM q
    AT+SYSFLASH qs; AT+RFPOWER qs; AT+SYSMSG qs; AT+SYSROLLBACK x; AT+SYSLOG qs; AT+SYSLSPCFG s; AT+SYSLSP x
    AT+SYSSTORE qs; AT+SLEEPWKCFG s

    AT+CWMODE qs; AT+CWJAP qs; AT+CWLAP sx; AT+CWLAPOPT s; AT+CWQAP x; AT+CWSAP qs; AT+CWLIF x; AT+CWQIF sx
    AT+CWDHCP qs; AT+CWDHCPS qs; AT+CWSTAPROTO qs; AT+CWAPPROTO qs; AT+CWAUTOCONN qs; AT+CWHOSTNAME qs
    AT+CWCOUNTRY qs

    AT+CIFSR x; AT+CIPSTAMAC qs; AT+CIPAPMAC qs; AT+CIPSTA qs; AT+CIPAP qs; AT+CIPDNS qs; AT+CIPDOMAIN s
    AT+CIPSTATUS x; AT+CIPSTART s; AT+CIPSTARTEX s; AT+CIPTCPOPT qs; AT+CIPCLOSE sx; AT+CIPSEND sx; AT+CIPSENDEX s
    AT+CIPDINFO qs; AT+CIPMUX qs; AT+CIPRECVMODE qs; AT+CIPRECVDATA s; AT+CIPRECVLEN q; AT+CIPSERVER qs
    AT+CIPSERVERMAXCONN qs; AT+CIPSSLCCONF qs; AT+CIPSSLCCN qs; AT+CIPSSLCSNI qs; AT+CIPSSLCALPN qs; AT+CIPMODE qs
    AT+CIPSTO qs; AT+SAVETRANSLINK s; AT+CIPSNTPCFG qs; AT+CIPSNTPTIME q; AT+CIPRECONNINTV qs

    AT+MQTTUSERCFG qs; AT+MQTTCLIENTID s; AT+MQTTUSERNAME s; AT+MQTTPASSWORD s; AT+MQTTCONNCFG qs; AT+MQTTCONN qs
    AT+MQTTPUB s; AT+MQTTPUBRAW s; AT+MQTTSUB qs; AT+MQTTUNSUB s; AT+MQTTCLEAN s

    AT+HTTPCLIENT s; AT+HTTPGETSIZE s

    AT+BLEINIT qs; AT+BLEADDR qs; AT+BLENAME qs; AT+BLEADVPARAM qs; AT+BLEADVDATA qs; AT+BLEADVDATAEX qs
    AT+BLEADVSTART x; AT+BLEADVSTOP x; AT+BLESCANRSPDATA qs; AT+BLEGATTSSRVCRE x; AT+BLEGATTSSRVSTART sx
    AT+BLEGATTSSRVSTOP sx; AT+BLEGATTSSRV q; AT+BLEGATTSCHAR q; AT+BLEGATTSNTFY s; AT+BLEGATTSIND s
    AT+BLEGATTSSETATTR s; AT+BLESCANPARAM qs; AT+BLESCAN s; AT+BLECONNPARAM qs; AT+BLECONN qs; AT+BLEDISCONN sx
    AT+BLEDATALEN s; AT+BLECFGMTU qs; AT+BLEGATTCPRIMSRV s; AT+BLEGATTCINCLSRV s; AT+BLEGATTCCHAR s; AT+BLEGATTCRD s
    AT+BLEGATTCWR s; AT+BLESPPCFG qs; AT+BLESPP x; AT+BLESECPARAM qs; AT+BLEENC s; AT+BLEENCRSP s; AT+BLEKEYREPLY s
    AT+BLECONFREPLY s; AT+BLESETKEY qs; AT+BLEENCDEV q; AT+BLEENCCLEAR sx; AT+BLEHIDINIT qs; AT+BLEHIDKB s
    AT+BLEHIDMUS s; AT+BLEHIDCONSUMER s; AT+BLUFINAME qs; AT+BLUFI qs

    AT+MDNS s; AT+WPS s; AT+CWSTARTSMART sx; AT+CWSTOPSMART x; AT+PING s; AT+CIUPDATE qsx; AT+CIPFWVER q
    AT+FACTPLCP s; AT+UART qs; AT+UART_CUR qs; AT+UART_DEF qs
  `),
  // The same strings in every core library from 2.2 to 4.1; some of them were seen on 3.4.0.0.
  openLines: new Set([
    '+CIPSNTPTIME',
    '+SYSRAM',
    '+SYSMSG',
    '+SYSTIMESTAMP',
    '+SYSROLLBACK',
    '+SYSTEMP',
    '+CWDHCPS',
    '+CWSTAPROTO',
    '+CWAPPROTO',
    '+CWDHCP',
    '+CWAUTOCONN',
  ]),
  // Seen on 2.1.0.0-dev.
  memory: { free: 169_700, lowest: null },
  willMessageBytes: 64,
  publishPrompt: ['\r\nOK\r\n', '\r\n>'],
  alreadySubscribed: 'ALREADY SUBSCRIBE',
  highestWifiMode: 3,
  // Seen on 2.1.0.0-dev: no PMF, and `...,0,0,0,0` behind the signal strength.
  pmf: null,
  joinDefaults: { reconnectSeconds: 0, listenInterval: 0 },
  // Seen on 2.1.0.0-dev: the five classic fields only.
  scanFields: { open: [], wpa2: [] },
  // The release note of 3.4.0.0 calls the ERROR that comes then spurious, and mended.
  scansWhileJoining: false,
  // By the reasons that ESP-IDF gives, read in the core library of 2.2.
  joinCodes: {
    'no-access-point': 3,
    'handshake-timeout': 2,
    'handshake-ended': 1,
    'authentication-expired': 4,
    'authentication-failed': 4,
    'no-address': 1,
  },
  // These, up to the DNS servers, were seen on 2.1.0.0-dev.
  dhcpInterfaces: 7,
  zones: 'hours',
  zoneIsOptional: false,
  // 32 on the development branch of 2026; UNCONFIRMED for any release.
  timeServerBytes: Number.POSITIVE_INFINITY,
  tellsZoneWhileOff: false,
  nameServers: ['208.67.222.222'],
  resolveTakesTimeout: false,
  defaultTimeServers: ['cn.ntp.org.cn', 'ntp.sjtu.edu.cn', 'us.pool.ntp.org'],
  announcesTime: false,
  tls: MBEDTLS_2,
  links: LINKS_2,
  bootloaderVersion: 'v4.0.1-193-ge7ac221',
  // Seen on 2.1.0.0-dev.
  applicationLog: ({ parameters: { module, maxTxPower } }, number) => [
    `module_name:${module}`,
    `max tx power=${maxTxPower},ret=0`,
    number,
  ],
  logLineEnd: '\r\r\n',
  waits: {
    boot: 400,
    // 7 to 27 ms were seen on 3.4.0.0.
    radioBeforeReady: 20,
    restart: 40,
    association: 300,
    addressCheck: 1_000,
    joinOverrun: 800,
    joinOverrunWhenJoined: 2_000,
    scan: 1_600,
    // 2.1.0.0-dev answered as soon as the host did, and put the two lines of a failed connect together.
    ping: 0,
    connectFailure: 0,
    timeRequest: 450,
    promptRace: 0,
  },
};
