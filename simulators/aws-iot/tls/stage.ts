import { type Authority, createAuthority } from '../../../certs/authority.ts';
import type { Hosts } from '../../../certs/extensions.ts';
import { lazily } from '../../../certs/lazily.ts';
import { BadInput } from '../../../errors/bench-error.ts';
import type { PersonalityName, ServerAppearance } from '../../../harness/clouds/personality.ts';
import { requireUsable, type ShownIdentity } from '../shown-identity.ts';
import { personalityNamed } from './personalities.ts';
import type { Makers, Personality } from './personality.ts';

/** A personality with all that it needs for a handshake. */
export interface Role extends Omit<Personality, 'shows'> {
  /** Null where an identity was given that has no name here. */
  readonly name: PersonalityName | null;
  readonly identity: ShownIdentity;
}

/** Whose turn it is: what the server is to the next connection, and how that is changed while it runs. */
export class Stage {
  readonly #own: ShownIdentity & { readonly caPem: string };
  readonly #makers: Makers;
  readonly #roles = new Map<PersonalityName, Promise<Role>>();
  #standing: Role;
  #queue: readonly Role[] = [];

  /** @param authority whose root devices trust, unless `own` was made elsewhere */
  constructor(
    own: ShownIdentity & { readonly caPem: string },
    hosts: Hosts,
    authority: () => Promise<Authority>,
  ) {
    this.#own = own;
    this.#standing = { name: 'right', identity: own };
    this.#makers = {
      hosts,
      authority: async () => withRoot(own.caPem, await authority()),
      stranger: lazily(() => createAuthority({ name: 'a stranger' })),
    };
  }

  /** The role for a connection that has come; one of a queue is used up by it. */
  next(): Role {
    const [first, ...rest] = this.#queue;
    this.#queue = rest;
    return first ?? this.#standing;
  }

  /**
   * Changes what connections from now on meet; certificates are made before it resolves. Its scope puts back what was
   * before. Throws what `personalityNamed` and `requireUsable` throw, and BadInput ROOT_KEY_UNKNOWN.
   */
  async serveAs(appearance: ServerAppearance): Promise<AsyncDisposable> {
    const next = await this.#prepare(appearance);
    const before = { standing: this.#standing, queue: this.#queue };
    this.#standing = next.standing ?? this.#standing;
    this.#queue = next.queue;
    return {
      [Symbol.asyncDispose]: async () => {
        this.#standing = before.standing;
        this.#queue = before.queue;
      },
    };
  }

  async #prepare(
    appearance: ServerAppearance,
  ): Promise<{ standing?: Role; queue: readonly Role[] }> {
    if (appearance === undefined) return this.#prepare('right');
    if (typeof appearance === 'string') {
      return { standing: await this.#role(appearance), queue: [] };
    }
    if ('chainPem' in appearance) {
      requireUsable(appearance);
      return { standing: { name: null, identity: appearance }, queue: [] };
    }
    return { queue: await Promise.all(appearance.map((name) => this.#role(name))) };
  }

  #role(name: PersonalityName): Promise<Role> {
    const role = this.#roles.get(name) ?? this.#make(name);
    this.#roles.set(name, role);
    return role;
  }

  async #make(name: PersonalityName): Promise<Role> {
    const { shows, ...personality } = personalityNamed(name);
    return { ...personality, name, identity: (await shows?.(this.#makers)) ?? this.#own };
  }
}

const withRoot = (caPem: string, authority: Authority): Authority => {
  if (authority.certificatePem === caPem) return authority;
  throw new BadInput(
    'ROOT_KEY_UNKNOWN',
    "This personality shows a new certificate of the cloud's own root, whose key is not kept. Let the cloud make a new root: without a folder, or in an empty one.",
  );
};
