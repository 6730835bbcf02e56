/** Where a server can break a handshake off, seen with TLS 1.2, where its flights can be told apart. */
export type Moment = 'before-server-hello' | 'after-server-flight' | 'before-finished';

/** Personalities of a TLS server that take nothing more to say. */
export type PlainPersonality =
  | 'right'
  | 'unknown-ca'
  | 'wrong-name'
  | 'expired'
  | 'not-yet-valid'
  | 'self-signed'
  | 'bigger-chain'
  | 'full-records'
  | 'tls-1.2-only'
  | 'tls-1.3-only'
  | 'ecdsa'
  | 'port-443'
  | `stall-${Moment}`
  | `reset-${Moment}`;

/**
 * How a TLS server can be, for devices to show what they make of it: `expired`, `cipher:ECDHE-RSA-AES128-GCM-SHA256` (or
 * a suite's name at IANA), `clock-skewed:30` (days, or less than none).
 */
export type PersonalityName = PlainPersonality | `cipher:${string}` | `clock-skewed:${number}`;
