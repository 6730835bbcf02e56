/**
 * The parts of the firmware: what a spec is about, and where a bug sits. A failed test names the area of its spec, so that
 * somebody who reads of the failure knows where to look.
 */
export const AREAS = [
  'flash',
  'uart',
  'shell',
  'nvs',
  'wifi',
  'clock',
  'tls',
  'mqtt',
  'reconnect',
] as const;

export type Area = (typeof AREAS)[number];
