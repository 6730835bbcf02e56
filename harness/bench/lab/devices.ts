import { createPrivateKey } from 'node:crypto';
import { type Authority, createAuthority } from '../../../certs/authority.ts';
import type { DeviceCredentials } from '../../../certs/credentials.ts';
import { type Flaw, issueFlawedDevice } from '../../../certs/flawed-devices.ts';
import { runRedactor } from '../../../reports/stage.ts';
import type { Cloud, Thing, ThingOptions } from '../../clouds/cloud.ts';
import { kitThing } from '../kits/kit-thing.ts';
import type { OpenBench } from '../open-bench.ts';

/** Lets a device do all that the cloud can. */
const EVERYTHING = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }],
};

/** A key that was made here is a secret of the run from then on. */
const kept = <T extends { readonly keyPem: string }>(device: T): T => {
  runRedactor().addSecret(device.keyPem);
  return device;
};

/** Makes a thing whose key no report will show. */
export const createSecretly = async (cloud: Cloud, options?: ThingOptions): Promise<Thing> =>
  kept(await cloud.createThing(options));

/** Whose credentials a board may be given: things of the cloud, and devices with something wrong. */
export class Devices {
  readonly #bench: Pick<OpenBench, 'cloud' | 'authority' | 'file'>;
  #thing: Promise<Thing> | undefined;
  #stranger: Promise<Authority> | undefined;

  constructor(bench: Pick<OpenBench, 'cloud' | 'authority' | 'file'>) {
    this.#bench = bench;
  }

  thing(): Promise<Thing> {
    this.#thing ??= this.#ownThing();
    return this.#thing;
  }

  async #ownThing(): Promise<Thing> {
    const { cloud, file } = this.#bench;
    if (!file.kit) return this.createThing();
    return kept(await kitThing(file.kit, { cloud, kind: file.cloud.kind }));
  }

  createThing(options?: ThingOptions): Promise<Thing> {
    return createSecretly(this.#bench.cloud, options);
  }

  freeThing(): Promise<Thing> {
    return this.createThing({ policy: EVERYTHING });
  }

  /** An authority that the cloud and its devices have nothing to do with. Made once. */
  stranger(): Promise<Authority> {
    this.#stranger ??= createAuthority({ name: 'a stranger' });
    return this.#stranger;
  }

  async flawed(flaw: Flaw): Promise<DeviceCredentials> {
    const { authority } = this.#bench;
    return kept(await issueFlawedDevice(flaw, { authority, other: await this.stranger() }));
  }

  async onCurve(): Promise<DeviceCredentials> {
    return kept(await this.#bench.authority.issueDevice({ key: 'p-256' }));
  }

  /** The same, with the certificate of the authority that issued them behind the device's own. */
  async withIssuer(credentials: DeviceCredentials): Promise<DeviceCredentials> {
    const issuer = await this.#bench.authority.deviceIssuerPem();
    return { ...credentials, certificatePem: credentials.certificatePem + issuer };
  }

  /** The same, with the key in the form that OpenSSL writes by itself: AWS's is PKCS#1. */
  inPkcs8(credentials: DeviceCredentials): DeviceCredentials {
    const key = createPrivateKey(credentials.keyPem);
    return kept({ ...credentials, keyPem: `${key.export({ type: 'pkcs8', format: 'pem' })}` });
  }
}
