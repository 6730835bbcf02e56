import type { ClientHello } from './client-hello.ts';
import type { FaultyPacket } from './packet-fault.ts';
import type { PersonalityName } from './personality.ts';

/**
 * What a cloud can see of a device, in words that every kind of cloud shares. Plain data: payloads are bytes, all
 * else survives JSON (see event-json.ts). No event ever holds a private key or a password.
 */
export type CloudEvent =
  | TlsRefused
  | TlsAccepted
  | Connect
  | Subscribe
  | Unsubscribe
  | Publish
  | Deliver
  | Undelivered
  | PubAck
  | Ping
  | Interfered
  | Shadow
  | JobExecution
  | Disconnect;

/** The event of one kind. */
export type EventOf<K extends CloudEvent['kind']> = Extract<CloudEvent, { kind: K }>;

/** What every event says. */
interface Seen {
  /** When, in milliseconds since 1970. */
  readonly at: number;
  /** 1, 2, 3 and so on: the one total order, also of events within the same millisecond. */
  readonly sequence: number;
  /** Counts TCP connections from 1. 0 stands for the cloud's own doing. */
  readonly connection: number;
  /** The other end, `address:port`; empty for the cloud's own doing. */
  readonly remote: string;
}

/** AWS's words for why a connection ended or a CONNECT failed (AWS IoT lifecycle events). */
export type AwsReason =
  | 'API_INITIATED_DISCONNECT'
  | 'AUTH_ERROR'
  | 'AUTHORIZATION_FAILED'
  | 'CLIENT_ERROR'
  | 'CLIENT_INITIATED_DISCONNECT'
  | 'CONNECTION_LOST'
  | 'DUPLICATE_CLIENTID'
  | 'FORBIDDEN_ACCESS'
  | 'MQTT_KEEP_ALIVE_TIMEOUT'
  | 'NONE'
  | 'SERVER_ERROR'
  | 'SERVER_INITIATED_DISCONNECT'
  | 'THROTTLED';

/** The exact cause of a refusal: stable, for specs to compare. AWS tells its customers less than this. */
export type RefusalCause =
  | 'CERTIFICATE_MISSING'
  | 'CERTIFICATE_UNKNOWN'
  | 'CERTIFICATE_INACTIVE'
  | 'CERTIFICATE_REVOKED'
  | 'CERTIFICATE_EXPIRED'
  | 'CERTIFICATE_NOT_YET_VALID'
  | 'NO_POLICY'
  | 'POLICY_DOES_NOT_ALLOW'
  | 'POLICY_DENIES'
  | 'CLIENT_ID_INVALID'
  | 'PROTOCOL_LEVEL_UNSUPPORTED'
  | 'QOS_2_UNSUPPORTED'
  | 'TOPIC_INVALID'
  | 'TOPIC_RESERVED'
  | 'TOO_MANY_FILTERS'
  | 'TOO_MANY_SUBSCRIPTIONS'
  | 'SHARED_SUBSCRIPTION_UNSUPPORTED'
  | 'PAYLOAD_TOO_LARGE'
  | 'PUBLISH_RATE_EXCEEDED'
  | 'CONNECT_RATE_EXCEEDED'
  | 'TOO_MANY_UNACKNOWLEDGED'
  | 'TOO_MANY_RETAINED'
  | 'TOO_MANY_SESSIONS';

export interface Refusal {
  readonly accepted: false;
  readonly reason: AwsReason;
  readonly cause: RefusalCause;
  /** A sentence for the person at the bench. */
  readonly detail: string;
}

export type Outcome = { readonly accepted: true } | Refusal;

export interface TlsAlert {
  readonly level: 'warning' | 'fatal';
  /** RFC 8446, 6: 46 for `certificate_unknown`. */
  readonly number: number;
  readonly name: string;
}

/** No secured connection came about. */
export interface TlsRefused extends Seen {
  readonly kind: 'tls-refused';
  /** Who ended it. A connection that just broke counts as the device's doing. */
  readonly by: 'device' | 'cloud';
  /**
   * The alert's name in capitals (`UNKNOWN_CA`) where there was one; else `NOT_TLS`, `HANDSHAKE_TIMEOUT`,
   * `CONNECTION_CLOSED`, `CONNECTION_RESET` (by either side), `TLS_ERROR`, `TOO_MANY_CONNECTIONS` or, where the cloud
   * closed without an alert, a RefusalCause.
   */
  readonly code: string;
  readonly alert: TlsAlert | null;
  readonly detail: string;
  /** What the device offered; null if it did not come to that, or the cloud cannot see it. */
  readonly hello: ClientHello | null;
  readonly personality: PersonalityName | null;
}

/** The client's certificate as it was presented, whether anybody knows it or not. */
export interface PeerCertificate {
  readonly subject: string;
  readonly issuer: string;
  /** AWS's certificate id: SHA-256 of the DER in lower-case hex. */
  readonly certificateId: string;
  /** The ids of those that were presented behind it, such as the authority that issued it; left out: none are known of. */
  readonly behind?: readonly string[];
}

/** The handshake is complete. Whether the certificate is worth anything shows at CONNECT. */
interface TlsAccepted extends Seen {
  readonly kind: 'tls-accepted';
  readonly peer: PeerCertificate | null;
  /** Server name indication; null if the device sent none. */
  readonly sni: string | null;
  readonly alpn: string | null;
  /** `TLSv1.2` or `TLSv1.3`. */
  readonly version: string;
  /** OpenSSL's name of the cipher suite. */
  readonly cipher: string;
  /** What the device offered; null if the cloud cannot see it. */
  readonly hello: ClientHello | null;
  /** What the cloud's server was to this connection; null for one that has no such name, or is what it is. */
  readonly personality: PersonalityName | null;
}

interface LastWill {
  readonly topic: string;
  readonly qos: number;
  readonly retain: boolean;
  readonly bytes: number;
}

/** A CONNECT was answered by CONNACK, or refused by closing. */
export interface Connect extends Seen {
  readonly kind: 'connect';
  readonly clientId: string;
  readonly certificateId: string | null;
  /** 4 stands for MQTT 3.1.1. */
  readonly protocolLevel: number;
  /** Seconds. AWS silently uses another value where the asked one is out of its range. */
  readonly keepAlive: { readonly asked: number; readonly used: number };
  readonly cleanSession: boolean;
  readonly will: LastWill | null;
  /** Null where the cloud cannot tell. */
  readonly hasUserName: boolean | null;
  readonly outcome: { readonly accepted: true; readonly sessionPresent: boolean } | Refusal;
}

export interface FilterRequest {
  readonly filter: string;
  /** The QoS asked for, which is also the one that is granted. */
  readonly qos: number;
  readonly outcome: Outcome;
}

export interface Subscribe extends Seen {
  readonly kind: 'subscribe';
  readonly clientId: string;
  /** Null where the cloud cannot tell. */
  readonly packetId: number | null;
  readonly filters: readonly FilterRequest[];
  /** What the device got: an answer, nothing at all, or a closed connection. */
  readonly answer: 'suback' | 'none' | 'closed';
}

interface Unsubscribe extends Seen {
  readonly kind: 'unsubscribe';
  readonly clientId: string;
  /** Null where the cloud cannot tell. */
  readonly packetId: number | null;
  readonly filters: readonly string[];
  readonly outcome: Outcome;
}

interface Message {
  readonly topic: string;
  readonly qos: number;
  readonly retain: boolean;
  /** Null for QoS 0. */
  readonly packetId: number | null;
  readonly payload: Uint8Array;
}

/** A device published, or the cloud itself did (`clientId` null). */
export interface Publish extends Seen, Message {
  readonly kind: 'publish';
  readonly clientId: string | null;
  readonly dup: boolean;
  readonly outcome: Outcome;
}

/** A message was sent to a device. */
interface Deliver extends Seen, Message {
  readonly kind: 'deliver';
  readonly clientId: string;
  readonly dup: boolean;
}

/** A device subscribed to a message and does not get it. */
interface Undelivered extends Seen {
  readonly kind: 'undelivered';
  readonly clientId: string;
  readonly topic: string;
  readonly qos: number;
  readonly cause: UndeliveredCause;
  /** A sentence for the person at the bench. */
  readonly detail: string;
}

/** The policy's, as for what a device does itself, or one of these. */
export type UndeliveredCause =
  | RefusalCause
  | 'DELIVERY_RATE_EXCEEDED'
  | 'DEVICE_TOO_SLOW'
  | 'SESSION_FULL'
  | 'NEVER_ACKNOWLEDGED';

/** A packet of the cloud's met a fault that somebody had asked for. */
interface Interfered extends Seen {
  readonly kind: 'interfered';
  /** Null if CONNECT did not arrive. */
  readonly clientId: string | null;
  readonly packet: FaultyPacket;
  /** Null for packets without one. */
  readonly packetId: number | null;
  /** The how manieth packet it was of those that the fault speaks of. */
  readonly occurrence: number;
  readonly did: 'dropped' | 'withheld' | 'released' | 'delayed' | 'duplicated' | 'closed';
}

/** A device acknowledged a delivery. */
interface PubAck extends Seen {
  readonly kind: 'puback';
  readonly clientId: string;
  readonly packetId: number;
  /** The topic of the delivery; null if nothing was delivered under this packet id. */
  readonly topic: string | null;
}

interface Ping extends Seen {
  readonly kind: 'ping';
  readonly clientId: string;
}

/** The cloud dealt with a request to a thing's shadow, whether it came over MQTT or over HTTP. */
interface Shadow extends Seen {
  readonly kind: 'shadow';
  /** Who asked over MQTT; null if it was over HTTP or the cloud itself. */
  readonly clientId: string | null;
  readonly thing: string;
  /** Null for the thing's classic shadow. */
  readonly shadow: string | null;
  readonly action: 'get' | 'update' | 'delete';
  readonly outcome:
    | { readonly accepted: true; readonly version: number }
    /** AWS's code, 404 for one, and its message. */
    | { readonly accepted: false; readonly code: number; readonly detail: string };
}

/** AWS's words for how far a job has got on one thing. */
export type JobStatus = 'QUEUED' | 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED' | 'REJECTED';

/** A job was given to a thing, or got on there. */
interface JobExecution extends Seen {
  readonly kind: 'job';
  /** The device that told; null where the cloud itself did it. */
  readonly clientId: string | null;
  readonly thing: string;
  readonly jobId: string;
  readonly status: JobStatus;
  readonly statusDetails: Readonly<Record<string, string>>;
  /** 1, and one more with each change. */
  readonly version: number;
}

/** A secured connection is over. Exactly one for each `tls-accepted`. */
export interface Disconnect extends Seen {
  readonly kind: 'disconnect';
  /** Null if no CONNECT arrived. */
  readonly clientId: string | null;
  readonly reason: AwsReason;
  readonly detail: string;
}

/** An event as its witness tells it; time and order are added where it is recorded. */
export type Draft<E extends CloudEvent = CloudEvent> = E extends CloudEvent
  ? Omit<E, 'at' | 'sequence'>
  : never;

/** Everything seen from the first moment on, and word of what comes. */
export interface EventSource {
  /** Grows at its end, and in a very long record loses its oldest: the first one's sequence is `dropped` + 1. */
  readonly events: readonly CloudEvent[];
  /** How many events were there once and are no longer kept. */
  readonly dropped: number;
  /** Calls back for each event to come, until the returned function is called. */
  onEvent(listener: (event: CloudEvent) => void): () => void;
}
