import type { Area } from '../../errors/area.ts';
import { BadInput } from '../../errors/bench-error.ts';
import { nearestWord } from '../../errors/nearest-word.ts';
import { CLOCK_DEFECTS } from './clock/clock-defects.ts';
import type { Defect } from './defect.ts';
import { FLASH_DEFECTS } from './flash/flash-defects.ts';
import { MQTT_DEFECTS } from './mqtt/mqtt-defects.ts';
import { NVS_DEFECTS } from './nvs/nvs-defects.ts';
import { RECONNECT_DEFECTS } from './reconnect/reconnect-defects.ts';
import { SHELL_DEFECTS } from './shell/shell-defects.ts';
import { TLS_DEFECTS } from './tls/tls-defects.ts';
import { UART_DEFECTS } from './uart/uart-defects.ts';
import { WIFI_DEFECTS } from './wifi/wifi-defects.ts';

const BY_AREA: Readonly<Record<Area, readonly Defect[]>> = {
  flash: FLASH_DEFECTS,
  uart: UART_DEFECTS,
  shell: SHELL_DEFECTS,
  nvs: NVS_DEFECTS,
  wifi: WIFI_DEFECTS,
  clock: CLOCK_DEFECTS,
  tls: TLS_DEFECTS,
  mqtt: MQTT_DEFECTS,
  reconnect: RECONNECT_DEFECTS,
};

/** All that can be planted. */
export const DEFECTS: readonly Defect[] = Object.values(BY_AREA).flat();

/**
 * The defect of a name.
 * @param among what there is to choose from
 * @throws BadInput `UNKNOWN_DEFECT`, with the name that was probably meant
 */
export const findDefect = (name: string, among: readonly Defect[] = DEFECTS): Defect => {
  const found = among.find((defect) => defect.name === name);
  if (found) return found;
  const names = among.map((defect) => defect.name);
  const nearest = nearestWord(name, names);
  const hint = nearest === null ? `there are ${names.join(', ')}` : `did you mean "${nearest}"?`;
  throw new BadInput('UNKNOWN_DEFECT', `There is no defect "${name}"; ${hint}`);
};
