import { promisify } from 'node:util';
import { createAuthority } from '../../certs/authority.ts';
import { lazily } from '../../certs/lazily.ts';
import { BadInput } from '../../errors/bench-error.ts';
import { EventLog } from '../../harness/clouds/event-log.ts';
import type { EventSource } from '../../harness/clouds/events.ts';
import type { PacketFault } from '../../harness/clouds/packet-fault.ts';
import type { ServerAppearance } from '../../harness/clouds/personality.ts';
import { type Account, arnsOf } from './arns.ts';
import { calledHost, isAddress } from './called-host.ts';
import { consolePolicy } from './console-policy.ts';
import { openDeviceServices } from './device-services.ts';
import type { Jobs } from './jobs/jobs.ts';
import { listen } from './listen.ts';
import { createBroker, forgetSubscriptions } from './mqtt/broker.ts';
import { ConnectRates } from './mqtt/connect-rates.ts';
import { Conversation, type DisconnectOptions } from './mqtt/conversation.ts';
import { DeviceLink } from './mqtt/device-link.ts';
import { Interference } from './mqtt/interference.ts';
import { Lifecycle } from './mqtt/lifecycle.ts';
import { Outlet } from './mqtt/outlet.ts';
import { RetainedTopics } from './mqtt/retained-topics.ts';
import { Sessions } from './mqtt/sessions.ts';
import { StoredMessages } from './mqtt/stored-messages.ts';
import { Registry } from './registry.ts';
import { type RunningInterfaces, startInterfaces } from './rest/interfaces.ts';
import type { RunningRest } from './rest/listener.ts';
import { RetainedMessages } from './retained-messages.ts';
import { requireUsable } from './shown-identity.ts';
import {
  behaviourOf,
  type CreatedThing,
  type CreateThingOptions,
  DEFAULT_ACCOUNT,
  type StandInOptions,
} from './stand-in-options.ts';
import { unfit } from './standing.ts';
import { TlsListener } from './tls/listener.ts';
import { Stage } from './tls/stage.ts';

/** A running stand-in of AWS IoT Core. There is none before it listens, and none after it is closed. */
export interface StandIn extends EventSource, AsyncDisposable {
  readonly endpoint: { readonly host: string; readonly port: number };
  /** AWS IoT's control plane, for its SDKs: `AWS_ENDPOINT_URL_IOT` is its `url`. */
  readonly http: Pick<RunningRest, 'url' | 'fault'>;
  /** AWS IoT's data plane, for its SDKs: `AWS_ENDPOINT_URL_IOT_DATA_PLANE` is its `url`. */
  readonly httpData: Pick<RunningRest, 'url' | 'fault'>;
  /** The root that devices must trust. */
  readonly rootCaPem: string;
  readonly account: Account;
  readonly registry: Registry;
  readonly jobs: Jobs;
  /** A thing with a certificate and a policy attached, as the console's quick connect makes it. */
  createThing(options?: CreateThingOptions): Promise<CreatedThing>;
  /**
   * Publishes from the cloud's side, past all policies; done when the subscribers' queues have it. Throws BadInput
   * TOO_MANY_RETAINED.
   */
  publish(
    topic: string,
    payload: Uint8Array | string,
    options?: { readonly qos?: 0 | 1; readonly retain?: boolean },
  ): Promise<void>;
  /** Lets its server be another one to connections from now on. Throws as `Stage.serveAs`. */
  serveAs(appearance: ServerAppearance): Promise<AsyncDisposable>;
  /** Ends every connection, is away for a moment, and comes back at its address, with its registry and its sessions. */
  restart(): Promise<void>;
  /** Ends a device's connection as AWS's DeleteConnection does; false if no such client is connected. */
  disconnect(clientId: string, options?: DisconnectOptions): boolean;
  /** Lays faults on the wires to the devices, until the scope ends. Throws BadInput FAULT_INVALID. */
  interfere(...faults: readonly PacketFault[]): Disposable;
}

/**
 * Starts a stand-in of AWS IoT Core. Throws BadInput ADDRESS_UNUSABLE where it cannot listen, and what `requireUsable`
 * throws for an identity that it was given.
 */
export const startStandIn = async (options: StandInOptions = {}): Promise<StandIn> => {
  const { host = '127.0.0.1', port = 0, registry = new Registry() } = options;
  const { region = DEFAULT_ACCOUNT.region, account = DEFAULT_ACCOUNT.account } = options;
  const behaviour = behaviourOf(options);
  const authority = lazily(async () => options.authority ?? (await createAuthority()));
  const hosts = {
    names: [...new Set(['localhost', ...(options.names ?? [])])],
    addresses: [...new Set(['127.0.0.1', host, ...(options.addresses ?? [])])].filter(isAddress),
  };
  const own = options.identity ?? (await (await authority()).issueServer(hosts));
  requireUsable(own);
  const stage = new Stage(own, hosts, authority);

  const log = new EventLog(options.record);
  const report = log.append.bind(log);
  const { limits, connectTimeoutMs } = behaviour;
  const retained = new RetainedTopics(limits.maxRetained);
  const retainedMessages = new RetainedMessages();
  const stored = new StoredMessages(limits.maxStoredMessages, (clientId, { topic, qos }) => {
    const detail = `The session of ${clientId} has ${limits.maxStoredMessages} messages to wait for already.`;
    const who = { connection: 0, remote: '', clientId };
    report({ kind: 'undelivered', ...who, topic, qos, cause: 'SESSION_FULL', detail });
  });
  const broker = await createBroker({ connectTimeoutMs, stored, retained, retainedMessages });
  const send = promisify(broker.publish.bind(broker));
  const sessions = new Sessions(limits, (id) => {
    stored.forget(id);
    forgetSubscriptions(broker, id).catch((error: unknown) => broker.emit('error', error));
  });
  const interference = new Interference();
  const lifecycle = new Lifecycle((topic, payload) => {
    if (broker.closed) return;
    broker.publish({ cmd: 'publish', topic, payload, qos: 0, retain: false, dup: false }, () => {});
  });
  const arns = arnsOf({ region, account });
  const connects = new ConnectRates(behaviour);
  const live = new Map<string, Conversation>();
  const shared = { registry, arns, behaviour, report, lifecycle, sessions, connects, retained };
  const cloud = { ...shared, live };

  const links = new Set<DeviceLink>();
  const listener = new TlsListener({
    maxConnections: limits.maxConnections,
    options: behaviour,
    role: () => stage.next(),
    check: (certificate) => {
      const when = certificate ? behaviour.certCheck : behaviour.noCertificate;
      return when === 'handshake' ? unfit(registry, certificate) : undefined;
    },
    report,
    accept: (secured) => {
      const outlet = new Outlet({ ...secured, interference, report });
      const conversation = new Conversation(cloud, secured, outlet);
      const link = new DeviceLink(secured.socket, conversation, outlet, limits);
      links.add(link);
      link.once('close', () => links.delete(link));
      broker.handle(link);
    },
  });
  const disconnect: StandIn['disconnect'] = (clientId, options = {}) => {
    const conversation = live.get(clientId);
    conversation?.disconnect(options);
    return conversation !== undefined;
  };

  const publish: StandIn['publish'] = async (topic, payload, { qos = 0, retain = false } = {}) => {
    const bytes = Buffer.from(payload);
    const unkept = retain && bytes.length > 0 ? retained.fault(topic) : undefined;
    if (unkept) throw new BadInput(unkept.cause, unkept.detail);
    report({
      kind: 'publish',
      connection: 0,
      remote: '',
      clientId: null,
      topic,
      qos,
      retain,
      dup: false,
      packetId: null,
      payload: new Uint8Array(bytes),
      outcome: { accepted: true },
    });
    await send({ cmd: 'publish', topic, payload: bytes, qos, retain, dup: false });
  };

  const { shadows, jobs } = openDeviceServices(broker, { registry, limits, report });
  const endpoint = { host, port };
  let http: RunningInterfaces;
  try {
    endpoint.port = await listen(listener.server, host, port);
    const address = calledHost(host, options);
    const events = () => log.events;
    const identity = { account: { region, account }, arns };
    http = await startInterfaces(
      {
        control: { registry, jobs, authority, address, events, ...identity },
        data: { shadows, retained: retainedMessages, limits, disconnect, publish },
      },
      options.http,
    );
  } catch (error) {
    await promisify(broker.close.bind(broker))();
    if (listener.server.listening) await listener.close();
    throw error;
  }

  // AWS disconnects whoever used a certificate that is no longer ACTIVE, within minutes (UpdateCertificate); with which
  // reason is not known.
  const forgetStatus = registry.onStatus(({ id, status }) => {
    if (status === 'ACTIVE') return;
    for (const link of links) {
      if (link.conversation.certificateId !== id) continue;
      link.hangUp({ reason: 'AUTH_ERROR', detail: `The certificate ${id} became ${status}.` });
    }
  });

  const endAll = (detail: string): void => {
    for (const link of links) {
      link.conversation.endsBy({ reason: 'SERVER_INITIATED_DISCONNECT', detail });
    }
  };

  const close = lazily(async () => {
    forgetStatus();
    endAll('The stand-in was closed.');
    await promisify(broker.close.bind(broker))();
    for (const link of links) link.destroy();
    sessions[Symbol.dispose]();
    await http[Symbol.asyncDispose]();
    await listener.close();
  });

  return {
    endpoint,
    http: http.control,
    httpData: http.data,
    rootCaPem: own.caPem,
    account: { region, account },
    registry,
    jobs,
    get events() {
      return log.events;
    },
    get dropped() {
      return log.dropped;
    },
    onEvent: (heard) => log.onEvent(heard),
    createThing: async ({ name = `thing-${crypto.randomUUID()}`, ...thing } = {}) => {
      const { certificatePem, keyPem } =
        thing.credentials ?? (await (await authority()).issueDevice());
      const policyName = `${name}-Policy`;
      const policy = thing.policy ?? options.policy ?? consolePolicy({ region, account });
      const { attributes = {} } = thing;
      registry.createThing(name, { attributes });
      registry.putPolicy(policyName, policy);
      const { id: certificateId } = registry.registerCertificate(certificatePem, thing.status);
      registry.attachPolicy(policyName, certificateId);
      registry.attachThing(name, certificateId);
      return { name, certificatePem, keyPem, certificateId, policyName, policy };
    },
    publish,
    serveAs: (appearance) => stage.serveAs(appearance),
    restart: async () => {
      endAll('The stand-in was restarted.');
      for (const link of links) link.destroy();
      await listener.close();
      await listen(listener.server, host, endpoint.port);
    },
    disconnect,
    interfere: (...faults) => interference.lay(faults),
    [Symbol.asyncDispose]: close,
  };
};
