import { type Policy, readPolicy } from '../policy/document.ts';
import { RegistryRefusal } from './refusal.ts';

export interface PolicyVersion {
  /** `1`, `2` and so on; a number is never given twice. */
  readonly id: string;
  /** The text as it was given. */
  readonly document: string;
  readonly policy: Policy;
  readonly createdAt: Date;
}

export interface RegisteredPolicy {
  readonly name: string;
  /** The one that counts. */
  readonly defaultVersion: PolicyVersion;
  /** The newest first. */
  readonly versions: readonly PolicyVersion[];
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  readonly generationId: string;
}

const NAME = /^[\w+=,.@-]{1,128}$/;
/** AWS IoT quotas. */
const MAX_VERSIONS = 5;

/** The policies of an account with their versions. */
export class Policies {
  readonly #policies = new Map<string, RegisteredPolicy>();
  readonly #lastIds = new Map<string, number>();

  /**
   * A policy with its first version. Throws RegistryRefusal POLICY_NAME_INVALID or POLICY_EXISTS, BadInput
   * POLICY_MALFORMED.
   */
  create(name: string, document: unknown): RegisteredPolicy {
    if (!NAME.test(name)) {
      throw new RegistryRefusal(
        'POLICY_NAME_INVALID',
        `The policy name ${JSON.stringify(name)} should be 1 to 128 letters, digits or any of _+=,.@-.`,
      );
    }
    if (this.#policies.has(name)) {
      throw new RegistryRefusal(
        'POLICY_EXISTS',
        `Policy cannot be created - name already exists (name=${name})`,
        { kind: 'policy', id: name },
      );
    }
    const first = version(name, '1', document);
    const { createdAt } = first;
    this.#lastIds.set(name, 1);
    return this.#keep({
      name,
      defaultVersion: first,
      versions: [first],
      createdAt,
      modifiedAt: createdAt,
      generationId: crypto.randomUUID(),
    });
  }

  /** Creates a policy or a new default version of it, in place of the oldest if there are five. Throws as `create`. */
  put(name: string, document: unknown): void {
    const { versions = [], defaultVersion } = this.#policies.get(name) ?? {};
    if (versions.length === 0) {
      this.create(name, document);
      return;
    }
    version(name, '', document);
    const oldest = versions.findLast((one) => one !== defaultVersion);
    if (versions.length >= MAX_VERSIONS && oldest) this.deleteVersion(name, oldest.id);
    this.createVersion(name, document, true);
  }

  /** Throws RegistryRefusal POLICY_NOT_FOUND or TOO_MANY_VERSIONS, BadInput POLICY_MALFORMED. */
  createVersion(name: string, document: unknown, asDefault: boolean): PolicyVersion {
    const policy = this.require(name);
    const number = (this.#lastIds.get(name) ?? 0) + 1;
    const added = version(name, String(number), document);
    if (policy.versions.length >= MAX_VERSIONS) {
      throw new RegistryRefusal(
        'TOO_MANY_VERSIONS',
        `The policy ${name} already has the maximum number of versions (${MAX_VERSIONS})`,
      );
    }
    this.#lastIds.set(name, number);
    this.#change(policy, {
      versions: [added, ...policy.versions],
      ...(asDefault ? { defaultVersion: added } : {}),
    });
    return added;
  }

  get(name: string): RegisteredPolicy | undefined {
    return this.#policies.get(name);
  }

  /** Throws RegistryRefusal POLICY_NOT_FOUND. */
  require(name: string): RegisteredPolicy {
    const policy = this.#policies.get(name);
    if (policy) return policy;
    throw new RegistryRefusal('POLICY_NOT_FOUND', `There is no policy ${name}; create it first.`);
  }

  /** Throws RegistryRefusal POLICY_NOT_FOUND or POLICY_VERSION_NOT_FOUND. */
  requireVersion(name: string, id: string): PolicyVersion {
    const found = this.require(name).versions.find((one) => one.id === id);
    if (found) return found;
    throw new RegistryRefusal(
      'POLICY_VERSION_NOT_FOUND',
      `There is no version ${id} of policy ${name}.`,
    );
  }

  /** In the order of their creation. */
  all(): RegisteredPolicy[] {
    return [...this.#policies.values()];
  }

  /** Throws as `requireVersion`. */
  setDefault(name: string, id: string): void {
    const defaultVersion = this.requireVersion(name, id);
    this.#change(this.require(name), { defaultVersion });
  }

  /** Throws as `requireVersion`, or RegistryRefusal POLICY_VERSION_IS_DEFAULT. */
  deleteVersion(name: string, id: string): void {
    const gone = this.requireVersion(name, id);
    const policy = this.require(name);
    if (policy.defaultVersion === gone) {
      throw new RegistryRefusal(
        'POLICY_VERSION_IS_DEFAULT',
        `Cannot delete the default version of a policy (name=${name}, version=${id})`,
      );
    }
    this.#change(policy, { versions: policy.versions.filter((one) => one !== gone) });
  }

  /** Throws RegistryRefusal POLICY_NOT_FOUND or POLICY_HAS_VERSIONS. */
  delete(name: string): void {
    if (this.require(name).versions.length > 1) {
      throw new RegistryRefusal(
        'POLICY_HAS_VERSIONS',
        `Cannot delete the policy because it has one or more policy versions attached to it (name=${name})`,
      );
    }
    this.#policies.delete(name);
    this.#lastIds.delete(name);
  }

  #change(policy: RegisteredPolicy, what: Partial<RegisteredPolicy>): void {
    this.#keep({ ...policy, ...what, modifiedAt: new Date() });
  }

  #keep(policy: RegisteredPolicy): RegisteredPolicy {
    this.#policies.set(policy.name, policy);
    return policy;
  }
}

const version = (name: string, id: string, document: unknown): PolicyVersion => ({
  id,
  document: typeof document === 'string' ? document : (JSON.stringify(document) ?? ''),
  policy: readPolicy(name, document),
  createdAt: new Date(),
});
