import { ESP32_4MB_NVS } from '../flash/layouts.ts';
import { MBEDTLS_3 } from '../tls/profile.ts';
import { LINKS_3 } from './link-profile.ts';
import { commandForms, type ReleaseProfile } from './profile.ts';
import { WROOM_32_2_2_0_0 } from './wroom-32-2-2-0-0.ts';

/**
 * ESP32-WROOM-32, AT 3.4.0.0 (IDF 5.0): credentials in `mfg_nvs`. What is here was seen on that firmware, in the
 * recordings beside this folder. Commands that it lists and this modem does not simulate answer ERROR without a code;
 * most of them are Bluetooth, HTTP, servers and sleep.
 */
export const WROOM_32_3_4_0_0: ReleaseProfile = {
  ...WROOM_32_2_2_0_0,
  release: '3.4.0.0',
  version: {
    at: '3.4.0.0(s-c31b833 - ESP32 - Jun  7 2024 03:48:17)',
    sdk: 'v5.0.6-dirty',
    projectHash: '70ff5889',
    compiled: 'Jun  7 2024 04:46:00',
    bin: 'v3.4.0.0(WROOM-32)',
  },
  layout: ESP32_4MB_NVS,
  commands: commandForms(`
    AT x; ATE0 x; ATE1 x; AT+RST x; AT+GMR x; AT+CMD q; AT+GSLP s; AT+SAVETRANSLINK s; AT+TRANSINTVL qs
    AT+SYSTIMESTAMP qs; AT+SLEEP qs; AT+RESTORE x; AT+SYSRAM q; AT+SYSFLASH qs; AT+SYSMFG qs; AT+SYSMSGFILTER qs
    AT+SYSMSGFILTERCFG qs; AT+RFPOWER qs; AT+SYSMSG qs; AT+SYSROLLBACK x; AT+SYSLOG qs; AT+SYSLSPCFG s; AT+SYSLSP x
    AT+SYSSTORE qs; AT+SLEEPWKCFG s; AT+SYSREG s

    AT+CWINIT qs; AT+CWMODE qs; AT+CWSTATE q; AT+CWJAP qsx; AT+CWRECONNCFG qs; AT+CWLAP sx; AT+CWLAPOPT s; AT+CWQAP x
    AT+CWSAP qs; AT+CWLIF x; AT+CWQIF sx; AT+CWDHCP qs; AT+CWDHCPS qs; AT+CWSTAPROTO qs; AT+CWAPPROTO qs
    AT+CWAUTOCONN qs; AT+CWHOSTNAME qs; AT+CWCOUNTRY qs; AT+CWSTARTSMART sx; AT+CWSTOPSMART x; AT+WPS s; AT+MDNS s

    AT+CIFSR x; AT+CIPSTAMAC qs; AT+CIPAPMAC qs; AT+CIPSTA qs; AT+CIPAP qs; AT+CIPV6 qs; AT+CIPDNS qs; AT+CIPDOMAIN s
    AT+CIPSTATUS x; AT+CIPSTATE q; AT+CIPSTART s; AT+CIPSTARTEX s; AT+CIPTCPOPT qs; AT+CIPCLOSE sx; AT+CIPSEND sx
    AT+CIPSENDL s; AT+CIPSENDLCFG qs; AT+CIPSENDEX s; AT+CIPDINFO qs; AT+CIPMUX qs; AT+CIPRECVMODE qs
    AT+CIPRECVTYPE qs; AT+CIPRECVDATA s; AT+CIPRECVLEN q; AT+CIPSERVER qs; AT+CIPSERVERMAXCONN qs; AT+CIPSSLCCONF qs
    AT+CIPSSLCCN qs; AT+CIPSSLCSNI qs; AT+CIPSSLCALPN qs; AT+CIPSSLCPSK qs; AT+CIPSSLCPSKHEX qs; AT+CIPMODE qs
    AT+CIPSTO qs; AT+CIPSNTPCFG qs; AT+CIPSNTPINTV qs; AT+CIPSNTPTIME q; AT+CIPRECONNINTV qs; AT+PING s

    AT+MQTTUSERCFG s; AT+MQTTCLIENTID s; AT+MQTTUSERNAME s; AT+MQTTPASSWORD s; AT+MQTTLONGCLIENTID s
    AT+MQTTLONGUSERNAME s; AT+MQTTLONGPASSWORD s; AT+MQTTCONNCFG s; AT+MQTTSNI s; AT+MQTTALPN s; AT+MQTTCONN qs
    AT+MQTTPUB s; AT+MQTTPUBRAW s; AT+MQTTSUB qs; AT+MQTTUNSUB s; AT+MQTTCLEAN s

    AT+HTTPCLIENT s; AT+HTTPGETSIZE s; AT+HTTPURLCFG qs; AT+HTTPCHEAD qs; AT+HTTPCGET s; AT+HTTPCPOST s; AT+HTTPCPUT s

    AT+BLEINIT qs; AT+BLEADDR qs; AT+BLENAME qs; AT+BLEADVPARAM qs; AT+BLEADVDATA qs; AT+BLEADVDATAEX qs
    AT+BLEADVSTART x; AT+BLEADVSTOP x; AT+BLESCANRSPDATA qs; AT+BLEGATTSSRVCRE x; AT+BLEGATTSSRVSTART sx
    AT+BLEGATTSSRVSTOP sx; AT+BLEGATTSSRV q; AT+BLEGATTSCHAR q; AT+BLEGATTSNTFY s; AT+BLEGATTSIND s
    AT+BLEGATTSSETATTR s; AT+BLESCANPARAM qs; AT+BLESCAN s; AT+BLECONNPARAM qs; AT+BLECONN qs; AT+BLEDISCONN sx
    AT+BLEDATALEN s; AT+BLECFGMTU qs; AT+BLEGATTCPRIMSRV s; AT+BLEGATTCINCLSRV s; AT+BLEGATTCCHAR s; AT+BLEGATTCRD s
    AT+BLEGATTCWR s; AT+BLESPPCFG qs; AT+BLESPP x; AT+BLEWL s; AT+BLERDRSSI s; AT+BLESECPARAM qs; AT+BLEENC s
    AT+BLEENCRSP s; AT+BLEKEYREPLY s; AT+BLECONFREPLY s; AT+BLESETKEY qs; AT+BLEENCDEV q; AT+BLEENCCLEAR sx
    AT+BLEHIDNAME qs; AT+BLEHIDINIT qs; AT+BLEHIDKB s; AT+BLEHIDMUS s; AT+BLEHIDCONSUMER s; AT+BLUFINAME qs
    AT+BLUFI qs; AT+BLUFISEND s

    AT+FACTPLCP s; AT+CIUPDATE qsx; AT+CIPFWVER q; AT+UART qs; AT+UART_CUR qs; AT+UART_DEF qs; AT+USERRAM qs
    AT+USEROTA s; AT+USERDOCS q; AT+USERWKMCUCFG s; AT+USERMCUSLEEP s
  `),
  openLines: new Set([
    '+CIPSNTPTIME',
    '+SYSRAM',
    '+SYSTIMESTAMP',
    '+SYSMSG',
    '+CWDHCP',
    '+CWAUTOCONN',
  ]),
  willMessageBytes: 128,
  pmf: 1,
  zones: 'hours-and-minutes',
  zoneIsOptional: true,
  tellsZoneWhileOff: true,
  nameServers: ['208.67.222.222', '8.8.8.8'],
  announcesTime: true,
  tls: MBEDTLS_3,
  links: LINKS_3,
  bootloaderVersion: 'v5.0.6-dirty',
  applicationLog: [
    'external 32k oscillator already started.',
    'at param mode: 1',
    'AT cmd port:uart1 tx:17 rx:16 cts:15 rts:14 baudrate:115200',
    'module_name: WROOM-32',
    'max tx power=78, ret=0',
    'v3.4.0.0',
  ],
};
