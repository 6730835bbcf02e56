import type { Authority } from '../../certs/authority.ts';
import type { RecordLimits } from '../../harness/clouds/event-log.ts';
import type { Account } from './arns.ts';
import { AWS_BEHAVIOUR, type Behaviour, type Limits } from './options.ts';
import type { CertificateStatus, Registry } from './registry.ts';
import type { InterfaceOptions } from './rest/interfaces.ts';
import type { ShownIdentity } from './shown-identity.ts';

export interface StandInOptions extends Partial<Account>, Partial<Omit<Behaviour, 'limits'>> {
  /** Default `127.0.0.1`: nobody outside this machine reaches it. */
  readonly host?: string;
  /** Default 0: the system chooses. */
  readonly port?: number;
  /** Names in the server certificate, beside `localhost`. */
  readonly names?: readonly string[];
  /** Addresses in the server certificate, beside `127.0.0.1` and the host. */
  readonly addresses?: readonly string[];
  /** Makes the certificates of server and devices; default: a throw-away one. */
  readonly authority?: Authority;
  /** Shown in place of a certificate of the authority; its `caPem` is then what devices must trust. */
  readonly identity?: ShownIdentity & { readonly caPem: string };
  /** What things get that bring no policy of their own; default: what AWS's console used to make. */
  readonly policy?: object;
  /** The control plane's listener. */
  readonly http?: InterfaceOptions;
  /** A registry that knows things of an earlier run. */
  readonly registry?: Registry;
  readonly limits?: Partial<Limits>;
  /** How much of the record of events is kept. Default: 100,000 events and 64 MB of messages. */
  readonly record?: Partial<RecordLimits>;
}

export interface CreateThingOptions {
  /** Default: a name of its own. */
  readonly name?: string;
  /** Default: the stand-in's, which is what AWS's console used to make; see console-policy.ts. */
  readonly policy?: object;
  /** Default: new ones. */
  readonly credentials?: { readonly certificatePem: string; readonly keyPem: string };
  /** Default ACTIVE. */
  readonly status?: CertificateStatus;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** A thing with its credentials. */
export interface CreatedThing {
  readonly name: string;
  readonly certificatePem: string;
  /** A secret. */
  readonly keyPem: string;
  readonly certificateId: string;
  readonly policyName: string;
  readonly policy: object;
}

export const DEFAULT_ACCOUNT: Account = { region: 'eu-west-1', account: '123456789012' };

/** AWS's behaviour, except where the options say otherwise. */
export const behaviourOf = (options: StandInOptions): Behaviour => {
  const names = Object.keys(AWS_BEHAVIOUR).filter((name) => name !== 'limits');
  const chosen = Object.entries(options).filter(
    ([name, value]) => names.includes(name) && value !== undefined,
  );
  return {
    ...AWS_BEHAVIOUR,
    ...Object.fromEntries(chosen),
    limits: { ...AWS_BEHAVIOUR.limits, ...options.limits },
  };
};
