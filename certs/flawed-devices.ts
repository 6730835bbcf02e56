import type { Authority } from './authority.ts';
import type { DeviceCredentials } from './credentials.ts';

/** What can be wrong with a device's credentials. A revoked or inactive certificate is no flaw: the cloud decides that. */
export type Flaw = 'expired' | 'notYetValid' | 'otherAuthority' | 'otherKey' | 'otherRoot';

const DAY_MS = 24 * 60 * 60 * 1000;

interface Makers {
  readonly authority: Authority;
  readonly other: Authority;
  readonly now: Date;
}

const daysFrom = (now: Date, days: number): Date => new Date(now.getTime() + days * DAY_MS);

const FLAWS: Readonly<Record<Flaw, (makers: Makers) => Promise<DeviceCredentials>>> = {
  expired: ({ authority, now }) =>
    authority.issueDevice({ notBefore: daysFrom(now, -30), notAfter: daysFrom(now, -1) }),
  notYetValid: ({ authority, now }) =>
    authority.issueDevice({ notBefore: daysFrom(now, 1), notAfter: daysFrom(now, 30) }),
  // It still trusts the right servers: what is refused is the device, not the server.
  otherAuthority: async ({ authority, other }) => ({
    ...(await other.issueDevice()),
    caPem: authority.certificatePem,
  }),
  otherKey: async ({ authority }) => {
    const [device, stranger] = await Promise.all([
      authority.issueDevice(),
      authority.issueDevice(),
    ]);
    return { ...device, keyPem: stranger.keyPem };
  },
  otherRoot: async ({ authority, other }) => ({
    ...(await authority.issueDevice()),
    caPem: other.certificatePem,
  }),
};

/**
 * Credentials of `authority` with exactly one flaw, for specs on refusals: expired yesterday, valid from tomorrow,
 * the certificate of another authority, the key of another certificate, the root of another authority.
 */
export const issueFlawedDevice = (
  flaw: Flaw,
  { authority, other, now = new Date() }: { authority: Authority; other: Authority; now?: Date },
): Promise<DeviceCredentials> => FLAWS[flaw]({ authority, other, now });
