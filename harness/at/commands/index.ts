import { addresses, stationAddress } from './addresses.ts';
import { attention } from './attention.ts';
import { commandList } from './command-list.ts';
import { echoOff, echoOn } from './echo.ts';
import { files } from './files.ts';
import {
  closeLink,
  fetchReceived,
  openLink,
  receivedLengths,
  sendOverLink,
} from './link-traffic.ts';
import {
  linkNumbers,
  linkState,
  linkStatus,
  passthrough,
  receivedFrom,
  receiveMode,
} from './links.ts';
import { manufacturing } from './manufacturing.ts';
import { messageFilter, messageFilters, systemMessages } from './messages.ts';
import {
  mqttClean,
  mqttConnect,
  mqttPublish,
  mqttPublishRaw,
  mqttSubscribe,
  mqttUnsubscribe,
} from './mqtt.ts';
import {
  mqttClientId,
  mqttLongClientId,
  mqttLongPassword,
  mqttLongUsername,
  mqttPassword,
  mqttProtocols,
  mqttServerName,
  mqttSession,
  mqttUser,
  mqttUsername,
} from './mqtt-settings.ts';
import { ownAccessPoint, ownAddress, ownMac } from './own-access-point.ts';
import { deepSleep, transmitPower } from './power.ts';
import { ping, resolveName } from './reach.ts';
import { restart, restore } from './restart.ts';
import { rollback } from './rollback.ts';
import { scan, scanOptions } from './scan.ts';
import { errorCodes, freeMemory, sleepMode, storeSettings, timestamp } from './settings.ts';
import { sslClient, sslCommonName, sslProtocols, sslServerName } from './ssl-clients.ts';
import { autoConnect, country, dhcp, hostname, nameServers, stationMac } from './station.ts';
import { systemFlash } from './system-flash.ts';
import { localTime, networkTime, timeInterval } from './time.ts';
import { uart, uartNow, uartStored } from './uart.ts';
import { version } from './version.ts';
import { joinAccessPoint, leaveAccessPoint, rejoin, wifiMode, wifiState } from './wifi.ts';

/** Every command that the harness sends and the simulated modem answers. */
export const commands = {
  attention,
  echoOff,
  echoOn,
  restart,
  version,
  commandList,
  restore,
  freeMemory,
  systemFlash,
  manufacturing,
  files,
  errorCodes,
  storeSettings,
  rollback,
  timestamp,
  systemMessages,
  messageFilter,
  messageFilters,
  sleepMode,
  deepSleep,
  transmitPower,
  uart,
  uartNow,
  uartStored,
  wifiMode,
  wifiState,
  joinAccessPoint,
  rejoin,
  scan,
  scanOptions,
  leaveAccessPoint,
  addresses,
  stationAddress,
  stationMac,
  hostname,
  autoConnect,
  dhcp,
  country,
  nameServers,
  ownAccessPoint,
  ownAddress,
  ownMac,
  linkStatus,
  linkState,
  linkNumbers,
  passthrough,
  receiveMode,
  receivedFrom,
  openLink,
  closeLink,
  sendOverLink,
  fetchReceived,
  receivedLengths,
  sslClient,
  sslCommonName,
  sslServerName,
  sslProtocols,
  resolveName,
  ping,
  networkTime,
  timeInterval,
  localTime,
  mqttUser,
  mqttClientId,
  mqttUsername,
  mqttPassword,
  mqttLongClientId,
  mqttLongUsername,
  mqttLongPassword,
  mqttServerName,
  mqttProtocols,
  mqttSession,
  mqttConnect,
  mqttPublish,
  mqttPublishRaw,
  mqttSubscribe,
  mqttUnsubscribe,
  mqttClean,
} as const;
