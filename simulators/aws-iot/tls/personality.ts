import type { Authority } from '../../../certs/authority.ts';
import type { Hosts } from '../../../certs/extensions.ts';
import type { Moment } from '../../../harness/clouds/personality.ts';
import type { Behaviour } from '../options.ts';
import type { ShownIdentity } from '../shown-identity.ts';

/** What identities are made with. */
export interface Makers {
  /** What devices call the server. */
  readonly hosts: Hosts;
  /** The authority whose root devices trust. Throws BadInput ROOT_KEY_UNKNOWN where its key is not there. */
  readonly authority: () => Promise<Authority>;
  /** One that nobody trusts. */
  readonly stranger: () => Promise<Authority>;
}

/** Where a handshake is broken off, and whether by silence or by a TCP reset. */
export interface BreakOff {
  readonly at: Moment;
  readonly by: 'stall' | 'reset';
}

/** How a TLS server takes part in a handshake, where it differs from the right one. */
export interface Personality {
  /** What it shows; left out: the right certificate. */
  readonly shows?: (makers: Makers) => Promise<ShownIdentity>;
  readonly tls?: Partial<
    Pick<Behaviour, 'minVersion' | 'maxVersion' | 'ciphers' | 'alpnProtocols'>
  >;
  /** Refuses a device that offers none of its protocols, or no protocol at all. */
  readonly isAlpnRequired?: boolean;
  readonly breakOff?: BreakOff;
}
