import { addresses, stationAddress } from './addresses.ts';
import { attention } from './attention.ts';
import { commandList } from './command-list.ts';
import { echoOff, echoOn } from './echo.ts';
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
  mqttPassword,
  mqttSession,
  mqttUser,
  mqttUsername,
} from './mqtt-settings.ts';
import { restart, restore } from './restart.ts';
import { scan } from './scan.ts';
import { errorCodes, freeMemory, storeSettings, timestamp } from './settings.ts';
import { systemFlash } from './system-flash.ts';
import { localTime, networkTime } from './time.ts';
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
  errorCodes,
  storeSettings,
  timestamp,
  uart,
  uartNow,
  uartStored,
  wifiMode,
  wifiState,
  joinAccessPoint,
  rejoin,
  scan,
  leaveAccessPoint,
  addresses,
  stationAddress,
  networkTime,
  localTime,
  mqttUser,
  mqttClientId,
  mqttUsername,
  mqttPassword,
  mqttSession,
  mqttConnect,
  mqttPublish,
  mqttPublishRaw,
  mqttSubscribe,
  mqttUnsubscribe,
  mqttClean,
} as const;
