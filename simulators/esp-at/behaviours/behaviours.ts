import { addresses } from './addresses.ts';
import { air } from './air.ts';
import { basic } from './basic.ts';
import type { Behaviours } from './behaviour.ts';
import { fileBehaviours } from './files.ts';
import { linkTraffic } from './link-traffic.ts';
import { links } from './links.ts';
import { manufacturingBehaviours } from './manufacturing.ts';
import { messages } from './messages.ts';
import { mqttLink } from './mqtt-link.ts';
import { mqttMessages } from './mqtt-messages.ts';
import { mqttNames } from './mqtt-names.ts';
import { mqttSettings } from './mqtt-settings.ts';
import { ownAccessPoint } from './own-access-point.ts';
import { power } from './power.ts';
import { reach } from './reach.ts';
import { rollbackBehaviours } from './rollback.ts';
import { sslClients } from './ssl-clients.ts';
import { station } from './station.ts';
import { system } from './system.ts';
import { systemFlashBehaviours } from './system-flash.ts';
import { time } from './time.ts';
import { uartBehaviours } from './uart.ts';
import { wifi } from './wifi.ts';

/** What this modem does for each operation of the command table. */
export const behaviours: Behaviours = {
  ...basic,
  ...system,
  ...messages,
  ...power,
  ...systemFlashBehaviours,
  ...manufacturingBehaviours,
  ...rollbackBehaviours,
  ...fileBehaviours,
  ...uartBehaviours,
  ...wifi,
  ...air,
  ...station,
  ...addresses,
  ...ownAccessPoint,
  ...links,
  ...linkTraffic,
  ...sslClients,
  ...reach,
  ...time,
  ...mqttSettings,
  ...mqttNames,
  ...mqttLink,
  ...mqttMessages,
};
