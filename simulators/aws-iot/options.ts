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
  /** Milliseconds that a session outlives its connection. */
  readonly sessionExpiryMs: number;
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
  sessionExpiryMs: 3600_000,
};

export const AWS_BEHAVIOUR: Behaviour = {
  certCheck: 'connect',
  noCertificate: 'connect',
  denySubscribe: 'close',
  qos2: 'silent',
  publishRetain: 'nothing',
  emptyClientId: 'refuse',
  connectTimeoutMs: 30_000,
  handshakeTimeoutMs: 30_000,
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.3',
  ciphers: AWS_CIPHERS.join(':'),
  alpnProtocols: ['x-amzn-mqtt-ca', 'mqtt'],
  limits: AWS_LIMITS,
};
