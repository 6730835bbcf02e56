import { createPublicKey, type KeyObject } from 'node:crypto';
import { sampleAuthority, sampleDevice } from '../../../certs/sample-credentials.ts';
import type { CloudEvent } from '../../../harness/clouds/events.ts';
import { arnsOf } from '../arns.ts';
import { Jobs } from '../jobs/jobs.ts';
import { Registry } from '../registry.ts';
import { DEFAULT_ACCOUNT } from '../stand-in-options.ts';
import { startControlPlane } from './control-operations.ts';
import type { ControlPlane } from './control-plane.ts';
import type { RunningRest } from './listener.ts';
import type { AccessKey } from './signature.ts';

/** An account and its control plane over HTTP, without anything behind it. */
export interface TestAccount extends AsyncDisposable {
  readonly rest: RunningRest;
  readonly cloud: ControlPlane;
  readonly registry: Registry;
  /** What devices did, for operations that speak of it. */
  readonly events: CloudEvent[];
}

export const openAccount = async (
  options: { readonly accessKey?: AccessKey } = {},
): Promise<TestAccount> => {
  const registry = new Registry();
  const arns = arnsOf(DEFAULT_ACCOUNT);
  const events: CloudEvent[] = [];
  const cloud: ControlPlane = {
    registry,
    jobs: new Jobs({
      isThing: (name) => registry.things.get(name) !== undefined,
      publish: () => {},
      report: () => {},
    }),
    account: DEFAULT_ACCOUNT,
    arns,
    authority: sampleAuthority,
    address: 'iot.test',
    events: () => events,
  };
  const rest = await startControlPlane(cloud, options);
  return {
    rest,
    cloud,
    registry,
    events,
    [Symbol.asyncDispose]: () => rest[Symbol.asyncDispose](),
  };
};

/** As many different device certificates as are asked for, all of one key. */
export const certificates = async (count: number): Promise<string[]> => {
  const authority = await sampleAuthority();
  const key: KeyObject = createPublicKey((await sampleDevice()).keyPem);
  return Promise.all(Array.from({ length: count }, () => authority.certifyDevice(key)));
};
