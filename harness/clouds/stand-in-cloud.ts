import type {
  Capability,
  CertificateStatus,
  Cloud,
  DisconnectOptions,
  JobOptions,
  PublishOptions,
  Thing,
  ThingOptions,
} from './cloud.ts';
import { eventsFrom, expectEvent, positionOf, since } from './event-record.ts';
import type { EventSource } from './events.ts';
import type { PacketFault } from './packet-fault.ts';
import type { ServerAppearance } from './personality.ts';

/** What a running stand-in of AWS IoT offers. The bench hands one over; this folder knows no simulator. */
export interface RunningStandIn extends EventSource, AsyncDisposable {
  readonly endpoint: { readonly host: string; readonly port: number };
  readonly rootCaPem: string;
  readonly http: { readonly url: string };
  readonly httpData: { readonly url: string };
  createThing(options?: ThingOptions): Promise<Thing>;
  publish(topic: string, payload: Uint8Array | string, options?: PublishOptions): Promise<void>;
  serveAs(appearance: ServerAppearance): Promise<AsyncDisposable>;
  restart(): Promise<void>;
  disconnect(clientId: string, options?: DisconnectOptions): boolean;
  interfere(...faults: readonly PacketFault[]): Disposable;
  readonly jobs: {
    create(job: {
      readonly id: string;
      readonly things: readonly string[];
      readonly document: JobOptions['document'];
    }): unknown;
  };
  readonly registry: {
    registerCertificate(pem: string, status?: CertificateStatus): { readonly id: string };
    certificate(id: string): { readonly status: string } | undefined;
    thingsOf(certificateId: string): readonly { readonly name: string }[];
    policiesOf(certificateId: string): readonly { readonly name: string }[];
    readonly policies: {
      require(name: string): { readonly defaultVersion: { readonly document: string } };
    };
    setCertificateStatus(certificateId: string, status: CertificateStatus): void;
    putPolicy(policyName: string, document: unknown): void;
    attachPolicy(policyName: string, certificateId: string): void;
    detachPolicy(policyName: string, certificateId: string): void;
  };
}

const CAPABILITIES: readonly Capability[] = [
  'tls-events',
  'device-alerts',
  'mqtt-events',
  'registry',
  'policies',
  'server-identity',
  'server-personalities',
  'lifecycle-events',
  'restart',
  'sdk',
  'packet-faults',
  'shadows',
  'jobs',
  'device-disconnect',
];

/** A stand-in of AWS IoT as the Cloud that specs speak to. Ends the stand-in with its own scope. */
export const standInCloud = (standIn: RunningStandIn): Cloud => {
  const { registry } = standIn;
  return {
    name: 'AWS IoT stand-in',
    capabilities: new Set(CAPABILITIES),
    endpoint: standIn.endpoint,
    rootCaPem: standIn.rootCaPem,
    http: standIn.http.url,
    httpData: standIn.httpData.url,
    createThing: (options) => standIn.createThing(options),
    registerCertificate: async (pem, status) => registry.registerCertificate(pem, status).id,
    lookUpCertificate: async (certificateId) => {
      const certificate = registry.certificate(certificateId);
      if (!certificate) return null;
      const documentOf = (name: string): unknown =>
        JSON.parse(registry.policies.require(name).defaultVersion.document);
      return {
        certificateId,
        status: certificate.status,
        things: registry.thingsOf(certificateId).map(({ name }) => name),
        policies: registry
          .policiesOf(certificateId)
          .map(({ name }) => ({ name, document: documentOf(name) })),
      };
    },
    setCertificateStatus: async (id, status) => registry.setCertificateStatus(id, status),
    putPolicy: async (name, document) => registry.putPolicy(name, document),
    attachPolicy: async (name, id) => registry.attachPolicy(name, id),
    detachPolicy: async (name, id) => registry.detachPolicy(name, id),
    serveAs: (appearance) => standIn.serveAs(appearance),
    restart: () => standIn.restart(),
    disconnect: async (clientId, options) => standIn.disconnect(clientId, options),
    interfere: async (...faults) => {
      const laid = standIn.interfere(...faults);
      return { [Symbol.asyncDispose]: async () => laid[Symbol.dispose]() };
    },
    giveJob: async (thing, job) => {
      standIn.jobs.create({ ...job, things: [thing] });
    },
    publish: (topic, payload, options) => standIn.publish(topic, payload, options),
    position: () => positionOf(standIn),
    seen: (from = 0) => since(standIn, from),
    events: (from, signal) => eventsFrom(standIn, from, signal),
    expect: (pattern, expectation) => expectEvent(standIn, pattern, expectation),
    [Symbol.asyncDispose]: () => standIn[Symbol.asyncDispose](),
  };
};
