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
  | 'issued-by-leaf'
  | 'issued-by-namesake'
  | 'issued-by-expired'
  | 'short-key'
  | 'broken-hash'
  | 'long-key'
  | 'until-2060'
  | 'bigger-chain'
  | 'full-records'
  | 'tls-1.1-only'
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

/** What a TLS server shows: its certificate, followed by those between it and the root, and its key. */
interface ServerIdentity {
  readonly chainPem: string;
  readonly keyPem: string;
}

/**
 * What a TLS server is to be: a personality or an identity until something else is said, several personalities for that
 * many connections one after the other, or undefined for the right one.
 */
export type ServerAppearance =
  | PersonalityName
  | readonly PersonalityName[]
  | ServerIdentity
  | undefined;
