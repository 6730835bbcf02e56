import type { SecureVersion } from 'node:tls';

/** AWS's limits of MQTT (AWS IoT Core quotas), each with AWS's value by default. */
export interface Limits {
  /** Seconds. Keep-alives out of this range are moved into it; 0 asks for the longest. */
  readonly minKeepAlive: number;
  readonly maxKeepAlive: number;
  readonly maxClientIdBytes: number;
  readonly maxTopicBytes: number;
  readonly maxTopicSlashes: number;
  readonly maxPayloadBytes: number;
  readonly maxFiltersPerPacket: number;
  readonly maxSubscriptions: number;
  /** Of one connection, each way. */
  readonly publishesInPerSecond: number;
  readonly publishesOutPerSecond: number;
  /** Of one connection, each way: what is more waits. */
  readonly bytesPerSecond: number;
  /** Messages of QoS 1 that wait for their PUBACK, of one connection, each way. */
  readonly maxUnacknowledgedIn: number;
  readonly maxUnacknowledgedOut: number;
  /** Milliseconds between two deliveries of a message that the device does not acknowledge. Not known of AWS. */
  readonly redeliverEveryMs: number;
  /** Milliseconds after which such a message is given up. */
  readonly redeliverForMs: number;
  /** Of the messages that were stored while the device was away. */
  readonly storedMessagesPerSecond: number;
  /** CONNECTs of all clients together. */
  readonly connectsPerSecond: number;
  readonly connectsPerClientPerSecond: number;
  /** Milliseconds that a session outlives its connection. */
  readonly sessionExpiryMs: number;
  /** Connections open at a time. Not known of AWS, and more than a bench has. */
  readonly maxConnections: number;
  /** Messages stored for one session, sessions, and retained messages. Not known of AWS; a bench needs no more. */
  readonly maxStoredMessages: number;
  readonly maxSessions: number;
  readonly maxRetained: number;
  /** Of the state of one shadow, without its metadata; also of a request to it. */
  readonly maxShadowBytes: number;
  /** Levels within `desired` or `reported`. AWS's message says 6; its tables said 5 before and 8 since. */
  readonly maxShadowLevels: number;
  /** Shadows of all things. AWS counts them by things alone; a bench needs no more. */
  readonly maxShadows: number;
}

/** How the stand-in behaves, most of all where it is not known what AWS does today. */
export interface Behaviour {
  /** When a bad client certificate is noticed. AWS was seen to do it at CONNECT (2024) and in the handshake (2017). */
  readonly certCheck: 'connect' | 'handshake';
  /** When the lack of a client certificate is noticed. Not known. */
  readonly noCertificate: 'connect' | 'handshake';
  /** What a forbidden SUBSCRIBE gets: a closed connection (seen 2017 to 2022) or SUBACK 0x80. */
  readonly denySubscribe: 'close' | 'suback128';
  /** What QoS 2 gets: silence (seen by AWS's own people in 2020) or a closed connection. */
  readonly qos2: 'silent' | 'close';
  /**
   * What `iot:PublishRetain` counts for, which AWS's console writes into policies since 2023; the documented name is
   * iot:RetainPublish. Not known.
   */
  readonly publishRetain: 'nothing' | 'RetainPublish';
  /** What an empty client id gets with MQTT 3.1.1: refused, or one that starts with `$`. Not known. */
  readonly emptyClientId: 'refuse' | 'assign';
  /** What publishes beyond the rate get: no answer and no delivery (documented), or a closed connection besides. */
  readonly tooManyPublishes: 'discard' | 'close';
  /**
   * What CONNECTs of one client id beyond the rate get. That AWS throttles them is documented, how it looks on the wire
   * is not known; a simulated board reconnects faster than any real one and is accepted by default.
   */
  readonly tooManyConnects: 'accept' | 'close';
  /** Whether a message that is delivered again says so. AWS's documentation: DUP is not supported. */
  readonly redeliveryDup: boolean;
  /** How long a device has from its connection to CONNECT. Not known. */
  readonly connectTimeoutMs: number;
  readonly handshakeTimeoutMs: number;
  readonly minVersion: SecureVersion;
  readonly maxVersion: SecureVersion;
  readonly ciphers: string;
  readonly alpnProtocols: readonly string[];
  readonly limits: Limits;
}

/** The TLS 1.2 suites of AWS's policy IoTSecurityPolicy_TLS13_1_2_2022_10; those of TLS 1.3 are OpenSSL's three. */
const AWS_CIPHERS = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES128-SHA256',
  'ECDHE-RSA-AES128-SHA256',
  'ECDHE-ECDSA-AES128-SHA',
  'ECDHE-RSA-AES128-SHA',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-AES256-SHA384',
  'ECDHE-RSA-AES256-SHA384',
  'ECDHE-RSA-AES256-SHA',
  'ECDHE-ECDSA-AES256-SHA',
  'AES128-GCM-SHA256',
  'AES128-SHA256',
  'AES128-SHA',
  'AES256-GCM-SHA384',
  'AES256-SHA256',
  'AES256-SHA',
];

export const AWS_LIMITS: Limits = {
  minKeepAlive: 30,
  maxKeepAlive: 1200,
  maxClientIdBytes: 128,
  maxTopicBytes: 256,
  maxTopicSlashes: 7,
  maxPayloadBytes: 128 * 1024,
  maxFiltersPerPacket: 8,
  maxSubscriptions: 50,
  publishesInPerSecond: 100,
  publishesOutPerSecond: 100,
  bytesPerSecond: 512 * 1024,
  maxUnacknowledgedIn: 100,
  maxUnacknowledgedOut: 100,
  redeliverEveryMs: 30_000,
  redeliverForMs: 3600_000,
  storedMessagesPerSecond: 10,
  connectsPerSecond: 500,
  connectsPerClientPerSecond: 1,
  sessionExpiryMs: 3600_000,
  maxConnections: 2000,
  maxStoredMessages: 1000,
  maxSessions: 10_000,
  maxRetained: 5000,
  maxShadowBytes: 8 * 1024,
  maxShadowLevels: 6,
  maxShadows: 10_000,
};

/**
 * Rates for boards whose wire takes no time, as a simulated one's: in a second of theirs happens what takes a real board
 * many, and AWS's rates would throttle what no real board does.
 */
export const RATES_WITHOUT_WIRE: Partial<Limits> = {
  publishesInPerSecond: 10_000,
  publishesOutPerSecond: 10_000,
  bytesPerSecond: 64 * 1024 * 1024,
};

export const AWS_BEHAVIOUR: Behaviour = {
  certCheck: 'connect',
  noCertificate: 'connect',
  denySubscribe: 'close',
  qos2: 'silent',
  publishRetain: 'nothing',
  emptyClientId: 'refuse',
  tooManyPublishes: 'discard',
  tooManyConnects: 'accept',
  redeliveryDup: false,
  connectTimeoutMs: 30_000,
  handshakeTimeoutMs: 30_000,
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.3',
  ciphers: AWS_CIPHERS.join(':'),
  alpnProtocols: ['x-amzn-mqtt-ca', 'mqtt'],
  limits: AWS_LIMITS,
};
