import 'reflect-metadata'; // @peculiar/x509 looks for it, and must find it first
import { webcrypto } from 'node:crypto';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import { type Authority, createAuthority } from './authority.ts';
import type { DeviceCredentials } from './credentials.ts';
import { type KeyPair, type KeySource, newKeyPair } from './keys.ts';

const P_256 = { name: 'ECDSA', namedCurve: 'P-256' };

/** A few keys that come round again: making one takes longer than most tests. */
const recycled = (count: number): KeySource => {
  const keys: Promise<KeyPair>[] = [];
  let turn = 0;
  return () => {
    const place = turn++ % count;
    const key = keys[place] ?? newKeyPair();
    keys[place] = key;
    return key;
  };
};

const create = async (name: string): Promise<Authority> => {
  const made = await createAuthority({ name, keys: recycled(5) });
  await made.deviceIssuerPem(); // while keys are new, so that the root and the device issuer differ
  return made;
};

let authority: Promise<Authority> | undefined;
let stranger: Promise<Authority> | undefined;
let device: Promise<DeviceCredentials> | undefined;

/**
 * One authority a process, for tests that need a good one and do not care which. Its certificates are all different,
 * their keys come round again after five.
 */
export const sampleAuthority = (): Promise<Authority> => {
  authority ??= create('sample root');
  return authority;
};

/** Another one, which the sample authority's devices and servers have nothing to do with. */
export const strangeAuthority = (): Promise<Authority> => {
  stranger ??= create('strange root');
  return stranger;
};

/** One good device of the sample authority a process. */
export const sampleDevice = (): Promise<DeviceCredentials> => {
  device ??= sampleAuthority().then((sample) => sample.issueDevice());
  return device;
};

/** A request (PEM) of a device that makes its own keys; default: one on the curve P-256. */
export const sampleRequest = async (
  algorithm: webcrypto.EcKeyGenParams | webcrypto.RsaHashedKeyGenParams = P_256,
): Promise<string> => {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: 'CN=a device of its own, O=its maker',
    keys,
    signingAlgorithm: { ...algorithm, hash: 'SHA-256' },
  });
  return request.toString('pem');
};
