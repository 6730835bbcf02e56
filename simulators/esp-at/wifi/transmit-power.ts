/** Of Wi-Fi in quarters of a dBm; of Bluetooth's three uses in steps of 3 dBm, from 0, -12 dBm, to 7, 9 dBm. */
export interface TransmitPower {
  readonly wifi: number;
  readonly advertising: number;
  readonly scanning: number;
  readonly connected: number;
}

/** Where the factory tells no other. UNCONFIRMED: Bluetooth's, which ESP-IDF begins with 3 dBm. */
export const FULL_POWER: TransmitPower = { wifi: 78, advertising: 5, scanning: 5, connected: 5 };

/** The powers that an ESP32's radio can, each with the least that is set for it (documented). */
const STEPS: readonly (readonly [from: number, power: number])[] = [
  [78, 78],
  [72, 72],
  [66, 66],
  [60, 60],
  [56, 56],
  [52, 52],
  [44, 44],
  [40, 34],
];

/** What a Wi-Fi power that was set reads as; undefined out of 40 to 84. */
export const achievedPower = (quarters: number): number | undefined =>
  quarters > 84 ? undefined : STEPS.find(([from]) => quarters >= from)?.[1];
