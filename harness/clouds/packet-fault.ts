/** What the cloud sends and a fault may meet. */
export type FaultyPacket = 'connack' | 'publish' | 'puback' | 'suback' | 'unsuback' | 'pingresp';

/**
 * Trouble on the wire, by appointment: which packets of the cloud's it befalls, and what becomes of them. The cloud
 * itself takes them for sent. `{ packet: 'connack', to: 5, does: 'drop' }` loses the first five CONNACKs.
 */
export interface PacketFault {
  readonly packet: FaultyPacket;
  /** Of one device only. */
  readonly clientId?: string;
  /** Of one message's topic only; for `publish`. */
  readonly topic?: string;
  /** The first and the last of these packets that it befalls, from 1 on. Default: all. */
  readonly from?: number;
  readonly to?: number;
  /** Whether packets are counted anew on each connection. Default: all connections count as one. */
  readonly eachConnection?: boolean;
  readonly does: PacketFate;
}

export type PacketFate =
  /** It never arrives. */
  | 'drop'
  /** It waits until the fault is lifted. */
  | 'withhold'
  /** It arrives twice. */
  | 'duplicate'
  /** The connection ends in its place. */
  | 'close'
  /** It arrives later; what follows does not wait for it. */
  | { readonly delayMs: number };
