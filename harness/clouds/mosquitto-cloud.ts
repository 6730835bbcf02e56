import { isIP } from 'node:net';
import type { Authority } from '../../certs/authority.ts';
import { BadInput } from '../../errors/bench-error.ts';
import type { Capability, Cloud, ThingOptions } from './cloud.ts';
import { EventLog } from './event-log.ts';
import { eventsFrom, expectEvent, positionOf, since } from './event-record.ts';
import { type BrokerFiles, type BrokerStarter, type Place, RELOAD_MS } from './mosquitto/broker.ts';
import { FILES } from './mosquitto/broker-config.ts';
import { KnownCertificates } from './mosquitto/known-certificates.ts';
import { LogWitness } from './mosquitto/log-witness.ts';
import { openMonitor } from './mosquitto/monitor.ts';
import type { ServerAppearance } from './personality.ts';

export interface MosquittoOptions {
  /** As a program or in a container. */
  readonly starter: BrokerStarter;
  readonly place: Place;
  /** Makes the certificates of server and devices. */
  readonly authority: Authority;
  /** Names and addresses in the server certificate, beside those of this computer. */
  readonly hosts?: readonly string[];
}

/** Not `tls-events`: its log tells of some handshakes that fail, but not what was agreed in those that succeed. */
const CAPABILITIES: readonly Capability[] = [
  'device-alerts',
  'mqtt-events',
  'registry',
  'server-identity',
];

/** What a Mosquitto without access lists allows, in AWS's words. */
const ALL_ALLOWED = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }],
};

/** A message for everybody has to come back to the monitor by then. */
const OWN_MESSAGE_MS = 10_000;

/** Stands for all addresses, and is none. */
const ANY_ADDRESS = '0.0.0.0';

const VERSION = /^mosquitto version (\S+) starting$/;

const lacking = (capability: Capability, why: string): never => {
  const sentence = `Mosquitto ${why}; let the spec need the capability ${capability}.`;
  throw new BadInput('CAPABILITY_MISSING', sentence);
};

const withoutPolicies = (): never =>
  lacking(
    'policies',
    'evaluates no AWS IoT policies: everybody whom it lets in may publish and subscribe',
  );

/**
 * Starts a Mosquitto as a cloud that owes nothing to this project's own broker. What it sees is what Mosquitto logs, and
 * what a client sees that subscribes to everything. A certificate that is not ACTIVE is refused in the handshake, by a
 * revocation list; connections that stand are not ended by it. Throws MosquittoFailed.
 */
export const startMosquittoCloud = async ({
  starter,
  place,
  authority,
  hosts = [],
}: MosquittoOptions): Promise<Cloud> => {
  const certificates = new KnownCertificates(authority);
  const all = [...new Set(['localhost', '127.0.0.1', await starter.reachedAt(place), ...hosts])];
  const own = await authority.issueServer({
    names: all.filter((host) => isIP(host) === 0),
    addresses: all.filter((host) => isIP(host) !== 0 && host !== ANY_ADDRESS),
  });
  const monitorId = `esp-at-bench-${crypto.randomUUID()}`;
  const watching = await authority.issueDevice({ commonName: monitorId });
  const broker = await starter.start(
    {
      ...shown(own),
      [FILES.deviceIssuer]: await authority.deviceIssuerPem(),
      [FILES.revoked]: await certificates.refused(),
    },
    place,
  );
  const { log, endpoint } = broker;
  const events = new EventLog();
  const gone = new AbortController();
  const monitor = await openMonitor(monitorId, endpoint, watching).catch(async (error: unknown) => {
    await broker[Symbol.asyncDispose]();
    throw error;
  });
  const witness = new LogWitness((event) => events.append(event), {
    monitor: monitorId,
    payload: (topic, bytes) => monitor.payload(topic, bytes),
    certificateId: (commonName) => certificates.idOf(commonName),
  });
  let read = Promise.resolve();
  log.onLine((line) => {
    read = read.then(() => witness.take(line)).catch((error: unknown) => gone.abort(error));
  });
  log.onEnd(() => gone.abort(log.failure('Mosquitto has ended in the middle of the run')));

  const replace = async (files: BrokerFiles): Promise<void> => {
    const from = log.position();
    await broker.replace(files);
    await monitor.roundTrip();
    if (log.has(/^Error: /, from)) throw log.failure('Mosquitto does not take its new files');
  };
  let served = shown(own);
  const cloud: Cloud = {
    name: `Mosquitto ${VERSION.exec(await log.waitFor(VERSION, { withinMs: RELOAD_MS }))?.[1]} (${broker.how})`,
    capabilities: new Set(CAPABILITIES),
    endpoint,
    rootCaPem: own.caPem,
    createThing: async ({
      name = `thing-${crypto.randomUUID()}`,
      ...options
    }: ThingOptions = {}) => {
      if (options.policy) withoutPolicies();
      const { certificatePem, keyPem } =
        options.credentials ?? (await authority.issueDevice({ commonName: name }));
      const certificateId = await cloud.registerCertificate(certificatePem, options.status);
      const policyName = 'all-allowed';
      return { name, certificatePem, keyPem, certificateId, policyName, policy: ALL_ALLOWED };
    },
    registerCertificate: async (pem, status = 'ACTIVE') => {
      const id = await certificates.register(pem, status);
      if (status !== 'ACTIVE') await replace({ [FILES.revoked]: await certificates.refused() });
      return id;
    },
    lookUpCertificate: async () => null,
    setCertificateStatus: async (id, status) => {
      certificates.setStatus(id, status);
      await replace({ [FILES.revoked]: await certificates.refused() });
    },
    putPolicy: async () => withoutPolicies(),
    attachPolicy: async () => withoutPolicies(),
    detachPolicy: async () => withoutPolicies(),
    disconnect: async () => lacking('device-disconnect', 'ends no connection by a name'),
    interfere: async () => lacking('packet-faults', 'sends what it sends'),
    giveJob: async () => lacking('jobs', 'knows no jobs'),
    restart: async () => lacking('restart', 'is not started again in the middle of a run'),
    serveAs: async (appearance) => {
      const before = served;
      served = shown(identityIn(appearance) ?? own);
      await replace(served);
      return {
        [Symbol.asyncDispose]: () => {
          served = before;
          return replace(before);
        },
      };
    },
    publish: async (topic, payload, options) => {
      const from = positionOf(events);
      await monitor.publish(topic, payload, options);
      await cloud.expect(
        { kind: 'publish', clientId: null, topic, payload },
        { from, withinMs: OWN_MESSAGE_MS, colour: 'bench' },
      );
    },
    position: () => positionOf(events),
    seen: (from = 0) => since(events, from),
    events: (from, signal) => eventsFrom(events, from, signal),
    expect: async (pattern, expectation) => {
      const signals = expectation.signal ? [expectation.signal, gone.signal] : [gone.signal];
      const signal = AbortSignal.any(signals);
      return expectEvent(events, pattern, { ...expectation, signal }).catch((error: unknown) => {
        throw gone.signal.aborted ? gone.signal.reason : error;
      });
    },
    [Symbol.asyncDispose]: async () => {
      await monitor[Symbol.asyncDispose]();
      await broker[Symbol.asyncDispose]();
      await read;
    },
  };
  return cloud;
};

type Identity = Extract<ServerAppearance, { readonly chainPem: string }>;

const identityIn = (appearance: ServerAppearance): Identity | undefined =>
  appearance === undefined || (typeof appearance === 'object' && 'chainPem' in appearance)
    ? appearance
    : lacking('server-personalities', 'has no personalities');

const shown = ({ chainPem, keyPem }: Identity): BrokerFiles => ({
  [FILES.chain]: chainPem,
  [FILES.key]: keyPem,
});
