/** A line for the log port: `E (12345) esp-tls: Failed to open new connection` without the time. */
export interface LogLine {
  readonly level: 'E' | 'W' | 'I';
  readonly tag: string;
  readonly text: string;
}

/**
 * Why the modem could not connect. Its AT port shows none of this; a debug build logs `log`, a release build nothing.
 */
export interface ConnectFailure {
  /** How far it came. `setup`: its own credentials could not be loaded. `unsupported`: not simulated. */
  readonly stage:
    | 'network'
    | 'dns'
    | 'tcp-refused'
    | 'tcp-timeout'
    | 'setup'
    | 'tls'
    | 'mqtt'
    | 'unsupported';
  /** What happened, as a sentence without its full stop. */
  readonly text: string;
  /** The TLS alert that the modem sent, and the one that it got. */
  readonly alertSent?: number;
  readonly alertReceived?: number;
  /** mbedTLS' error number without its sign: 0x2700 is logged as `-0x2700`. */
  readonly mbedtls?: number;
  /** The return code of a refusing CONNACK. */
  readonly connack?: number;
  readonly log: readonly LogLine[];
}

/** What every failed connection logs at last, layer by layer (ESP-IDF's esp-tls, tcp_transport). */
export const FAILED_TO_OPEN: readonly LogLine[] = [
  { level: 'E', tag: 'esp-tls', text: 'Failed to open new connection' },
  { level: 'E', tag: 'transport_base', text: 'Failed to open a new connection' },
];
