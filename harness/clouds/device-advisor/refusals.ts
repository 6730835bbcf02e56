import type { PacketFault } from '../packet-fault.ts';

/** How many CONNECTs in a row are refused before the next one is let in. */
export const REFUSED = 5;

/** The first CONNECTs are refused, as AWS IoT refuses: by closing. */
export const ONE_ROUND: readonly PacketFault[] = [
  { packet: 'connack', to: REFUSED, does: 'close' },
];

/** Twice: whoever is let in loses the connection as soon as it subscribes, and is refused again. */
export const TWO_ROUNDS: readonly PacketFault[] = [
  ...ONE_ROUND,
  { packet: 'suback', to: 1, does: 'close' },
  { packet: 'connack', from: REFUSED + 2, to: 2 * REFUSED + 1, does: 'close' },
];
