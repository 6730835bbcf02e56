import { DescribeEndpointCommand, IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { BadInput } from '../../errors/bench-error.ts';
import { AwsAccount } from './aws/account.ts';
import type { Patience } from './aws/made.ts';
import { awsRefusal } from './aws/refusals.ts';
import type { Capability, Cloud, Thing, ThingOptions } from './cloud.ts';
import { eventsFrom } from './event-record.ts';
import type { EventSource } from './events.ts';

export interface AwsCloudOptions {
  readonly region: string;
  /** The root that boards must trust. */
  readonly rootCaPem: string;
  /** The policy of things that are asked for without one. */
  readonly policyFor: (account: { readonly region: string; readonly account: string }) => object;
  /** Default: those of the AWS environment (variables, profiles, roles). */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Where devices connect; default 8883, as at AWS, which does not tell it. */
  readonly port?: number;
  /** Default: AWS's own, or what `AWS_ENDPOINT_URL_IOT` says. */
  readonly url?: string;
  /** Likewise of the data plane; `AWS_ENDPOINT_URL_IOT_DATA_PLANE`. */
  readonly dataUrl?: string;
  /** How long AWS may be silent to a request, of which the SDK makes three before it gives up. */
  readonly answerMs?: number;
  /** How long to take away what was made. */
  readonly cleaning?: Patience;
}

/** The SDK by itself waits for ever. */
const ANSWER_MS = 20_000;
const CAPABILITIES: readonly Capability[] = ['registry', 'policies', 'shadows'];
/** AWS needs up to minutes until what was detached counts as detached. */
const CLEANING: Patience = { withinMs: 180_000, everyMs: 3_000 };

/** AWS tells a run nothing of what devices do. */
const NOTHING_SEEN: EventSource = { events: [], dropped: 0, onEvent: () => () => undefined };

const missing = (capability: Capability): BadInput =>
  new BadInput(
    'CAPABILITY_MISSING',
    `AWS IoT does not do this for a run; let the spec need the capability ${capability}.`,
  );

/**
 * AWS IoT Core itself, through its SDK. All that a run makes there has a name of its own and is taken away when the cloud
 * ends, also where making it failed half-way; what cannot be taken away is named (CloudNotCleaned). Throws AwsRefused,
 * BadInput AWS_CREDENTIALS_MISSING.
 */
export const openAwsCloud = async (options: AwsCloudOptions): Promise<Cloud> => {
  const { region, rootCaPem, policyFor, port = 8883, cleaning = CLEANING } = options;
  const { answerMs = ANSWER_MS } = options;
  const access = {
    ...(options.credentials ? { credentials: options.credentials } : {}),
    requestHandler: {
      connectionTimeout: answerMs,
      requestTimeout: answerMs,
      throwOnRequestTimeout: true,
    },
  };
  // On Node.js 20 it would print a warning into every run; docs/dependencies.md says what it is about.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const client = new IoTClient({
    region,
    ...access,
    ...(options.url === undefined ? {} : { endpoint: options.url }),
  });
  const messages = new IoTDataPlaneClient({
    region,
    ...access,
    ...(options.dataUrl === undefined ? {} : { endpoint: options.dataUrl }),
  });
  const account = new AwsAccount(client);
  const host = await hostOf(client).catch((error: unknown) => {
    client.destroy();
    messages.destroy();
    throw error;
  });

  const certify = async ({ credentials, status = 'ACTIVE' }: ThingOptions) => {
    const made = credentials
      ? {
          certificateId: await account.registerCertificate(credentials.certificatePem),
          ...credentials,
        }
      : await account.createCertificate();
    if (status !== 'INACTIVE') await account.setCertificateStatus(made.certificateId, status);
    return made;
  };

  return {
    name: `AWS IoT Core in ${region}`,
    capabilities: new Set(CAPABILITIES),
    endpoint: { host, port },
    rootCaPem,
    createThing: async (thing: ThingOptions = {}): Promise<Thing> => {
      const name = thing.name ?? `esp-at-bench-${crypto.randomUUID()}`;
      const arn = await account.createThing(name);
      const { certificateId, certificatePem, keyPem } = await certify(thing);
      const policyName = `${name}-Policy`;
      const policy = thing.policy ?? policyFor({ region, account: arn.split(':')[4] ?? '' });
      await account.putPolicy(policyName, policy);
      await account.attachPolicy(policyName, certificateId);
      await account.attachThing(name, certificateId);
      return { name, certificatePem, keyPem, certificateId, policyName, policy };
    },
    registerCertificate: async (pem, status = 'ACTIVE') => {
      const id = await account.registerCertificate(pem);
      if (status !== 'INACTIVE') await account.setCertificateStatus(id, status);
      return id;
    },
    lookUpCertificate: (id) => account.lookUpCertificate(id),
    setCertificateStatus: (id, status) => account.setCertificateStatus(id, status),
    putPolicy: (name, document) => account.putPolicy(name, document),
    attachPolicy: (name, id) => account.attachPolicy(name, id),
    detachPolicy: (name, id) => account.detachPolicy(name, id),
    serveAs: () => Promise.reject(missing('server-identity')),
    restart: () => Promise.reject(missing('restart')),
    disconnect: () => Promise.reject(missing('device-disconnect')),
    interfere: () => Promise.reject(missing('packet-faults')),
    giveJob: () => Promise.reject(missing('jobs')),
    publish: async (topic, payload, { qos = 0, retain = false } = {}) => {
      const message = { topic, qos, retain, payload: Buffer.from(payload) };
      await messages.send(new PublishCommand(message)).catch((error: unknown) => {
        throw awsRefusal(`publish to ${topic}`, error);
      });
    },
    position: () => 0,
    seen: () => [],
    events: (from, signal) => eventsFrom(NOTHING_SEEN, from, signal),
    expect: () => Promise.reject(missing('mqtt-events')),
    [Symbol.asyncDispose]: async () => {
      try {
        await account.clean(cleaning);
      } finally {
        client.destroy();
        messages.destroy();
      }
    },
  };
};

const hostOf = async (client: IoTClient): Promise<string> => {
  const endpointType = 'iot:Data-ATS';
  const { endpointAddress = '' } = await client
    .send(new DescribeEndpointCommand({ endpointType }))
    .catch((error: unknown) => {
      throw awsRefusal('tell where devices connect', error);
    });
  return endpointAddress;
};
