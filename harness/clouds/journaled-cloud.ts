import type { Journal } from '../../reports/journal.ts';
import type { Cloud } from './cloud.ts';
import { describePattern } from './event-pattern.ts';
import type { CloudEvent } from './events.ts';
import type { PacketFault } from './packet-fault.ts';
import type { ServerAppearance } from './personality.ts';

/** Where in the record an event stands, but not what it says. */
const CIRCUMSTANCES = new Set(['kind', 'at', 'connection', 'remote']);

/** Longer lists than this, such as the cipher suites that a device offers, are only counted. */
const MAX_LIST = 400;

type Fact = readonly [name: string, value: string | number | boolean];

const listed = (list: readonly unknown[]): string => {
  const text = JSON.stringify(list);
  return text.length > MAX_LIST ? `${list.length} entries` : text;
};

const factOf = (name: string, value: unknown): Fact[] => {
  if (value instanceof Uint8Array) return [[`${name} bytes`, value.length]];
  if (Array.isArray(value)) return [[name, listed(value)]];
  if (typeof value !== 'object') return [[name, value as Fact[1]]];
  if (value === null) return [[name, 'none']];
  return Object.entries(value).flatMap(([inner, its]) => factOf(`${name}: ${inner}`, its));
};

/** What an event says, fact by fact. */
const factsOf = (event: CloudEvent): Fact[] =>
  Object.entries(event)
    .filter(([name]) => !CIRCUMSTANCES.has(name))
    .flatMap(([name, value]) => factOf(name, value));

const nameOf = (appearance: ServerAppearance): string => {
  if (appearance === undefined) return 'right';
  if (typeof appearance === 'string') return appearance;
  return 'chainPem' in appearance ? 'one with another certificate' : appearance.join(', then ');
};

/** `drop connack {"to":5}` */
const describeFault = ({ packet, does, ...which }: PacketFault): string => {
  const how = typeof does === 'string' ? does : `delay by ${does.delayMs} ms`;
  return `${how} ${packet} ${JSON.stringify(which)}`;
};

/** A cloud that writes into the lab notebook what it is made to do, and what it sees of what is expected of it. */
export const journaledCloud = (cloud: Cloud, journal: Journal): Cloud => ({
  ...cloud,
  createThing: (options) =>
    journal.step('make a thing with certificate and policy', {}, async (note) => {
      const thing = await cloud.createThing(options);
      note('thing', thing.name);
      note('certificate id', thing.certificateId);
      note('policy', thing.policyName);
      return thing;
    }),
  setCertificateStatus: (certificateId, status) =>
    journal.step(`make the certificate ${status}`, { 'certificate id': certificateId }, () =>
      cloud.setCertificateStatus(certificateId, status),
    ),
  serveAs: async (appearance) => {
    const scope = await journal.step(`let the server be ${nameOf(appearance)}`, {}, () =>
      cloud.serveAs(appearance),
    );
    return {
      [Symbol.asyncDispose]: async () => {
        await journal.step('let the server be what it was', {}, async () => {
          await scope[Symbol.asyncDispose]();
        });
      },
    };
  },
  restart: () => journal.step('restart the cloud', {}, () => cloud.restart()),
  disconnect: (clientId, options = {}) =>
    journal.step(`end the connection of ${clientId}`, { ...options }, () =>
      cloud.disconnect(clientId, options),
    ),
  interfere: async (...faults) => {
    const told = faults.map(describeFault).join('; ');
    const laid = await journal.step('lay faults on what the cloud sends', { faults: told }, () =>
      cloud.interfere(...faults),
    );
    return {
      [Symbol.asyncDispose]: () =>
        journal.step('lift the faults', { faults: told }, async () => laid[Symbol.asyncDispose]()),
    };
  },
  giveJob: (thing, job) =>
    journal.step(
      `give ${thing} the job ${job.id}`,
      { document: JSON.stringify(job.document) },
      () => cloud.giveJob(thing, job),
    ),
  publish: (topic, payload, options = {}) => {
    const { qos = 0, retain = false } = options;
    const parameters = { topic, bytes: Buffer.byteLength(payload), qos, retain };
    return journal.step(`publish to ${topic} from the cloud`, parameters, () =>
      cloud.publish(topic, payload, options),
    );
  },
  expect: (pattern, expectation) =>
    journal.step(
      `look for ${pattern.kind} at the cloud`,
      { expected: describePattern(pattern), within: `${expectation.withinMs} ms` },
      async (note) => {
        const event = await cloud.expect(pattern, expectation);
        for (const [name, value] of factsOf(event)) note(name, value);
        return event;
      },
    ),
});
