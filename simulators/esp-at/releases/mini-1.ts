import { ESP32_C3 } from '../chips.ts';

/** What an ESP32-C3-MINI-1 is, whatever release runs on it. */
export const MINI_1 = { module: 'MINI-1', chip: ESP32_C3 } as const;

/** It can be told to restart into the loader of its ROM; documented from 3.2 on. */
export const MINI_1_COMMANDS = 'AT+RST sx';

/** Its factory parameters, where they differ from an ESP32-WROOM-32's (factory_param_data.csv). */
export const MINI_1_FACTORY = {
  module: MINI_1.module,
  platform: ESP32_C3.platform,
  pins: { tx: 7, rx: 6, cts: 5, rts: 4 },
} as const;
