import { type Authority, createAuthority } from './authority.ts';
import type { DeviceCredentials } from './credentials.ts';

let authority: Promise<Authority> | undefined;
let stranger: Promise<Authority> | undefined;
let device: Promise<DeviceCredentials> | undefined;

/** One authority a process, for tests that need a good one and do not care which: keys are what takes time. */
export const sampleAuthority = (): Promise<Authority> => {
  authority ??= createAuthority({ name: 'sample root' });
  return authority;
};

/** Another one, which the sample authority's devices and servers have nothing to do with. */
export const strangeAuthority = (): Promise<Authority> => {
  stranger ??= createAuthority({ name: 'strange root' });
  return stranger;
};

/** One good device of the sample authority a process. */
export const sampleDevice = (): Promise<DeviceCredentials> => {
  device ??= sampleAuthority().then((sample) => sample.issueDevice());
  return device;
};
