/**
 * What a release does with links to other hosts. Little of it was seen (v3.4.0.0: connecting, refusals, sending, the
 * peer's close); the rest is its documentation, and where that is silent too, UNCONFIRMED.
 */
export interface LinkProfile {
  /** The most that one `AT+CIPSEND` takes, in bytes (documented). */
  readonly sendBytes: number;
  /** The most that one `+IPD` carries, in bytes: what lwIP puts into a segment (UNCONFIRMED). */
  readonly packetBytes: number;
  /** What a link keeps until it is fetched, in bytes; beyond it the peer has to wait (documented). */
  readonly keptBytes: number;
  /** The largest packet that passthrough makes of what comes on the AT port, in bytes (documented). */
  readonly passedBytes: number;
  /** What is said when the link has gone before all was sent; the documentation says ERROR, the library has both. */
  readonly unsent: 'SEND FAIL' | 'ERROR';
  /** Until a host that does not answer is given up, in milliseconds (15 s in the field, UNCONFIRMED). */
  readonly connectMs: number;
  /** `AT+CIPSTART` takes that time, in milliseconds, behind the local address of TCP and SSL (documented). */
  readonly connectTakesTimeout: boolean;
}

/** ESP-AT 2.0 to 2.2. */
export const LINKS_2: LinkProfile = {
  sendBytes: 2_048,
  packetBytes: 1_440,
  keptBytes: 5_744,
  passedBytes: 2_048,
  unsent: 'SEND FAIL',
  connectMs: 15_000,
  connectTakesTimeout: false,
};

/** ESP-AT 2.4 to 3.4. */
export const LINKS_3: LinkProfile = {
  ...LINKS_2,
  sendBytes: 8_192,
  passedBytes: 2_920,
};

/** ESP-AT 4.1. */
export const LINKS_4: LinkProfile = { ...LINKS_3, connectTakesTimeout: true };
