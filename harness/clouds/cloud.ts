import type { EventPattern } from './event-pattern.ts';
import type { Expectation } from './event-record.ts';
import type { CloudEvent, EventOf } from './events.ts';
import type { PacketFault } from './packet-fault.ts';
import type { ServerAppearance } from './personality.ts';

/**
 * What only some clouds can do. A spec that needs more than its bench's cloud has is skipped, and the report says
 * which capability was missing.
 */
export type Capability =
  /** Sees TLS handshakes, all of them: `tls-refused`, `tls-accepted`. What it did not see has not been. */
  | 'tls-events'
  /** Sees `tls-refused` where a device refuses the server, with the alert that it sent. */
  | 'device-alerts'
  /** Sees MQTT packets: `connect`, `publish`, `puback` and so on. */
  | 'mqtt-events'
  /** Keeps a registry: certificates have a status that can be changed. */
  | 'registry'
  /** Evaluates policies. */
  | 'policies'
  /** Can present another server certificate. */
  | 'server-identity'
  /** Its TLS server has personalities. */
  | 'server-personalities'
  /** Publishes AWS's lifecycle events under `$aws/events/`. */
  | 'lifecycle-events'
  /** Can be restarted under its devices. */
  | 'restart'
  /** Has AWS's own interface at `http` and `httpData`, for its SDKs. */
  | 'sdk'
  /** Can drop, withhold, delay or repeat what it sends, packet by packet. */
  | 'packet-faults'
  /** Keeps AWS's shadows of things: what is published to their reserved topics is answered. */
  | 'shadows'
  /** Gives jobs to things, which ask for them by reserved topics. */
  | 'jobs'
  /** Can end the connection of a device that it names. */
  | 'device-disconnect';

export type CertificateStatus = 'ACTIVE' | 'INACTIVE' | 'REVOKED';

export interface ThingOptions {
  /** Default: a name of its own. */
  readonly name?: string;
  /** An AWS IoT policy document; default: the one that AWS's console used to make (see the cloud's documentation). */
  readonly policy?: object;
  /** Credentials made elsewhere, for example an expired certificate; default: new ones. */
  readonly credentials?: { readonly certificatePem: string; readonly keyPem: string };
  /** Default ACTIVE. */
  readonly status?: CertificateStatus;
}

/** A device as the cloud knows it, with what has to get into its flash. */
export interface Thing {
  readonly name: string;
  readonly certificatePem: string;
  /** A secret: never logged, never in an event. */
  readonly keyPem: string;
  /** SHA-256 of the certificate's DER in lower-case hex. */
  readonly certificateId: string;
  readonly policyName: string;
  /** The policy document. */
  readonly policy: object;
}

/** What a cloud's registry says of a certificate. */
export interface KnownCertificate {
  readonly certificateId: string;
  /** AWS's word for it: mostly a CertificateStatus. */
  readonly status: string;
  /** Names of the things that it is attached to. */
  readonly things: readonly string[];
  readonly policies: readonly { readonly name: string; readonly document: unknown }[];
}

export interface PublishOptions {
  /** Default 0. */
  readonly qos?: 0 | 1;
  /** Default false. */
  readonly retain?: boolean;
}

export interface JobOptions {
  /** Unique in the cloud. */
  readonly id: string;
  /** What survives JSON. */
  readonly document: Readonly<Record<string, unknown>>;
}

export interface DisconnectOptions {
  /** Forgets the device's persistent session too. Default false. */
  readonly cleanSession?: boolean;
}

/** What a person does with a cloud. It ends with its scope. */
export interface Cloud extends AsyncDisposable {
  /** For reports: `AWS IoT stand-in`. */
  readonly name: string;
  readonly capabilities: ReadonlySet<Capability>;
  /** Where devices connect, as seen from this host. */
  readonly endpoint: { readonly host: string; readonly port: number };
  /** The root certificate that a board must trust. */
  readonly rootCaPem: string;
  /** Where AWS's SDKs find its control plane: `http://127.0.0.1:PORT`. Capability `sdk`. */
  readonly http?: string;
  /** Likewise its data plane, which publishes. */
  readonly httpData?: string;

  createThing(options?: ThingOptions): Promise<Thing>;
  /** Makes a certificate known; gives its id. Throws BadInput CERTIFICATE_ALREADY_REGISTERED. */
  registerCertificate(pem: string, status?: CertificateStatus): Promise<string>;
  /** Looks a certificate up; null where it is not known, or the cloud keeps no registry that can be read. Changes nothing. */
  lookUpCertificate(certificateId: string): Promise<KnownCertificate | null>;
  /** Throws BadInput CERTIFICATE_NOT_REGISTERED. */
  setCertificateStatus(certificateId: string, status: CertificateStatus): Promise<void>;
  /** Creates a policy, or a new default version of it. Throws BadInput POLICY_MALFORMED. */
  putPolicy(policyName: string, document: object): Promise<void>;
  attachPolicy(policyName: string, certificateId: string): Promise<void>;
  detachPolicy(policyName: string, certificateId: string): Promise<void>;
  /**
   * Lets its TLS server be another one to connections from now on, running ones stay: an identity (capability
   * `server-identity`), a personality (`server-personalities`), or several, one for each attempt to come, whereupon it
   * is again what it was. Undefined puts the right one back, the end of the scope what was before.
   */
  serveAs(appearance: ServerAppearance): Promise<AsyncDisposable>;
  /** Ends every connection, is away for a moment, and comes back. What it knows, it keeps. Capability `restart`. */
  restart(): Promise<void>;

  /** Ends the connection of a device; false if no such client is connected. Capability `device-disconnect`. */
  disconnect(clientId: string, options?: DisconnectOptions): Promise<boolean>;
  /**
   * Lays faults on what the cloud sends, until the scope ends; what they did is an event. Throws BadInput FAULT_INVALID.
   * Capability `packet-faults`.
   */
  interfere(...faults: readonly PacketFault[]): Promise<AsyncDisposable>;

  /**
   * Gives a thing a job, whose document says what to do in words of the device's own. Throws BadInput JOB_EXISTS,
   * JOB_ID_INVALID, JOB_DOCUMENT_TOO_LARGE or JOB_TARGET_UNKNOWN. Capability `jobs`.
   */
  giveJob(thingName: string, job: JobOptions): Promise<void>;

  /** Publishes from the cloud's side, past all policies. */
  publish(topic: string, payload: Uint8Array | string, options?: PublishOptions): Promise<void>;

  /** Where the record of events stands now: note it, act, then look from there. */
  position(): number;
  /** What was seen from a position on, up to now. */
  seen(from?: number): readonly CloudEvent[];
  /** What was seen from a position on and what will be, until the signal aborts. */
  events(from: number, signal: AbortSignal): AsyncIterable<CloudEvent>;
  /** The first event from a position on that fits. Throws CloudSilent with what was heard instead. */
  expect<K extends CloudEvent['kind']>(
    pattern: EventPattern<K>,
    expectation: Expectation,
  ): Promise<EventOf<K>>;
}
