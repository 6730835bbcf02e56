import type { Packet } from 'mqtt-packet';
import type { AwsReason } from '../../../harness/clouds/events.ts';
import type { Behaviour } from '../options.ts';

/** How a connection ends. */
export interface Ending {
  readonly reason: AwsReason;
  readonly detail: string;
}

/** What becomes of a packet from a device. */
export type Verdict =
  /** The broker gets it, or another in its place. */
  | { readonly kind: 'pass'; readonly instead?: Packet }
  /** The broker gets it, and nothing that follows. */
  | { readonly kind: 'last' }
  /** The broker never hears of it; the device may get an answer. */
  | { readonly kind: 'swallow'; readonly answer?: Packet }
  /** The connection ends without an answer. */
  | { readonly kind: 'end'; readonly ending: Ending };

export const PASS: Verdict = { kind: 'pass' };
export const LAST: Verdict = { kind: 'last' };
export const SWALLOW: Verdict = { kind: 'swallow' };

export const end = (reason: AwsReason, detail: string): Verdict => ({
  kind: 'end',
  ending: { reason, detail },
});

/** AWS does not have QoS 2: what becomes of a packet that belongs to it. */
export const qos2Verdict = ({ qos2 }: Behaviour, packet: string): Verdict =>
  qos2 === 'silent'
    ? SWALLOW
    : end('CLIENT_ERROR', `AWS does not have QoS 2, to which this ${packet} belongs.`);
