import { sampleAuthority } from '../../certs/sample-credentials.ts';
import type { CloudEvent, EventOf } from '../../harness/clouds/events.ts';
import { type StandIn, startStandIn } from './stand-in.ts';
import type { CreatedThing, StandInOptions } from './stand-in-options.ts';

const PATIENCE_MS = 25_000;

/** A stand-in that does not wait for new keys. */
export const startCloud = async (options: StandInOptions = {}): Promise<StandIn> =>
  startStandIn({ authority: await sampleAuthority(), ...options });

/** The same with a first thing, with the console's policy or another. */
export const startWithThing = async (
  options: StandInOptions = {},
  policy?: object,
): Promise<{ cloud: StandIn; thing: CreatedThing }> => {
  const cloud = await startCloud(options);
  return { cloud, thing: await cloud.createThing(policy ? { policy } : {}) };
};

/** Waits for an event with these facts, from a position in the record on. */
export const seen = <K extends CloudEvent['kind']>(
  { events, onEvent }: StandIn,
  facts: { readonly kind: K } & Readonly<Record<string, unknown>>,
  from = 0,
): Promise<EventOf<K>> => {
  const fits = (event: CloudEvent): event is EventOf<K> => holds(event, facts);
  const past = events.slice(from).find(fits);
  if (past) return Promise.resolve(past);
  return new Promise((resolve, reject) => {
    const forget = onEvent((event) => {
      if (!fits(event)) return;
      clearTimeout(timer);
      forget();
      resolve(event);
    });
    const timer = setTimeout(() => {
      forget();
      const kinds = events.slice(from).map(({ kind }) => kind);
      reject(
        new Error(`no ${JSON.stringify(facts)} in ${PATIENCE_MS} ms, but ${kinds.join(', ')}`),
      );
    }, PATIENCE_MS);
  });
};

const holds = (value: unknown, facts: unknown): boolean => {
  if (value instanceof Uint8Array) return Buffer.from(value).toString() === facts;
  if (typeof facts !== 'object' || facts === null) return value === facts;
  if (typeof value !== 'object' || value === null) return false;
  const known = new Map<string, unknown>(Object.entries(value));
  return Object.entries(facts).every(([name, fact]) => holds(known.get(name), fact));
};

/** A policy that allows some things with all of one account. */
export const policyOf = (
  ...statements: readonly [effect: string, action: string, what: string][]
) => ({
  Version: '2012-10-17',
  Statement: statements.map(([Effect, action, what]) => ({
    Effect,
    Action: `iot:${action}`,
    Resource: `arn:aws:iot:eu-west-1:123456789012:${what}`,
  })),
});

/** Allows everything. */
export const OPEN_POLICY = policyOf(['Allow', '*', '*']);
