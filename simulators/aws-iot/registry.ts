import type { Policy } from './policy/document.ts';
import { Authorities } from './registry/authorities.ts';
import {
  type CertificateStatus,
  Certificates,
  type RegisteredCertificate,
} from './registry/certificates.ts';
import { Pairs } from './registry/pairs.ts';
import { Policies } from './registry/policies.ts';
import { RegistryRefusal } from './registry/refusal.ts';
import { type RegisteredThing, Things, type ThingTraits } from './registry/things.ts';

export type { CertificateStatus } from './registry/certificates.ts';

/** A thing as one certificate has it. */
export interface AttachedThing extends RegisteredThing {
  /** The certificate belongs to this thing and to no other (AWS: EXCLUSIVE_THING). */
  readonly isExclusive: boolean;
}

/** AWS IoT quotas. */
const MAX_POLICIES = 10;

/**
 * What the cloud knows of things, certificates and policies, and what is attached to what. Changes apply at once,
 * also to live connections. Knows no private keys.
 */
export class Registry {
  readonly things = new Things();
  readonly certificates = new Certificates();
  readonly policies = new Policies();
  readonly authorities = new Authorities();
  /** By certificate. */
  readonly #thingsOf = new Pairs();
  readonly #policiesOf = new Pairs();
  /** The certificates that belong to one thing and no other. */
  readonly #exclusive = new Set<string>();

  /** Creates a thing; doing the same again changes nothing. Throws as `Things.create`. */
  createThing(name: string, traits: ThingTraits = {}): RegisteredThing {
    return this.things.create(name, traits);
  }

  /** Makes a certificate of any issuer known. Throws as `Certificates.register`. */
  registerCertificate(pem: string, status: CertificateStatus = 'ACTIVE'): RegisteredCertificate {
    return this.certificates.register(pem, { status });
  }

  certificate(id: string): RegisteredCertificate | undefined {
    return this.certificates.get(id);
  }

  /** Throws RegistryRefusal CERTIFICATE_NOT_REGISTERED. */
  setCertificateStatus(id: string, status: CertificateStatus): void {
    this.certificates.setStatus(id, status);
  }

  /** Calls back for each change of a status, until the returned function is called. */
  onStatus(listener: (certificate: RegisteredCertificate) => void): () => void {
    return this.certificates.onStatus(listener);
  }

  /** Creates a policy, or a new default version of it. Throws as `Policies.put`. */
  putPolicy(name: string, document: unknown): void {
    this.policies.put(name, document);
  }

  /** Throws RegistryRefusal POLICY_NOT_FOUND, CERTIFICATE_NOT_REGISTERED or TOO_MANY_POLICIES. */
  attachPolicy(name: string, certificateId: string): void {
    this.certificates.require(certificateId);
    this.policies.require(name);
    const attached = this.#policiesOf.membersOf(certificateId);
    if (attached.length >= MAX_POLICIES && !attached.includes(name)) {
      throw new RegistryRefusal(
        'TOO_MANY_POLICIES',
        `The certificate ${certificateId} has ${MAX_POLICIES} policies, the most that AWS takes; detach one first.`,
      );
    }
    this.#policiesOf.add(certificateId, name);
  }

  detachPolicy(name: string, certificateId: string): void {
    this.#policiesOf.remove(certificateId, name);
  }

  /**
   * Attaches a certificate to a thing; `exclusively`, to no other. Throws RegistryRefusal THING_NOT_FOUND,
   * CERTIFICATE_NOT_REGISTERED or CERTIFICATE_EXCLUSIVE.
   */
  attachThing(name: string, certificateId: string, { exclusively = false } = {}): void {
    this.certificates.require(certificateId);
    this.things.require(name);
    const others = this.#thingsOf.membersOf(certificateId).filter((other) => other !== name);
    if (others.length > 0 && (exclusively || this.#exclusive.has(certificateId))) {
      throw new RegistryRefusal(
        'CERTIFICATE_EXCLUSIVE',
        `The certificate ${certificateId} is attached to ${others.join(', ')}, and a certificate that belongs to one thing alone has no other.`,
      );
    }
    this.#thingsOf.add(certificateId, name);
    if (exclusively) this.#exclusive.add(certificateId);
    else this.#exclusive.delete(certificateId);
  }

  /** Says nothing where they were not attached. Throws RegistryRefusal THING_NOT_FOUND or CERTIFICATE_NOT_REGISTERED. */
  detachThing(name: string, certificateId: string): void {
    this.certificates.require(certificateId);
    this.things.require(name);
    if (this.#thingsOf.remove(certificateId, name)) this.#exclusive.delete(certificateId);
  }

  policiesOf(certificateId: string): readonly Policy[] {
    return this.#policiesOf
      .membersOf(certificateId)
      .map((name) => this.policies.require(name).defaultVersion.policy);
  }

  thingsOf(certificateId: string): readonly AttachedThing[] {
    const isExclusive = this.isExclusive(certificateId);
    const names = this.#thingsOf.membersOf(certificateId);
    return names.map((name) => ({ ...this.things.require(name), isExclusive }));
  }

  /** Whether a certificate belongs to one thing and no other. */
  isExclusive(certificateId: string): boolean {
    return this.#exclusive.has(certificateId);
  }

  /** The ids of the certificates that a policy is attached to. */
  targetsOf(policyName: string): readonly string[] {
    return this.#policiesOf.ownersOf(policyName);
  }

  /** The ids of the certificates that are attached to a thing. */
  principalsOf(thingName: string): readonly string[] {
    return this.#thingsOf.ownersOf(thingName);
  }

  /** No thing of this name is no error. Throws RegistryRefusal THING_ATTACHED or THING_VERSION_CONFLICT. */
  deleteThing(name: string, expectedVersion?: number): void {
    if (this.principalsOf(name).length > 0) {
      throw new RegistryRefusal(
        'THING_ATTACHED',
        `Cannot delete. Thing ${name} is still attached to one or more principals`,
      );
    }
    this.things.delete(name, expectedVersion);
  }

  /**
   * `force` detaches policies first, things never. Throws RegistryRefusal CERTIFICATE_NOT_REGISTERED,
   * CERTIFICATE_ACTIVE or CERTIFICATE_IN_USE.
   */
  deleteCertificate(id: string, { force = false } = {}): void {
    this.certificates.requireInactive(id);
    const attached = [
      ...(this.thingsOf(id).length > 0 ? ['Things'] : []),
      ...(!force && this.policiesOf(id).length > 0 ? ['Certificate policies'] : []),
    ];
    if (attached.length > 0) {
      throw new RegistryRefusal(
        'CERTIFICATE_IN_USE',
        `${attached.join(' and ')} must be detached before deletion (id: ${id})`,
      );
    }
    this.certificates.delete(id);
    this.#policiesOf.forgetOwner(id);
  }

  /** Throws RegistryRefusal POLICY_NOT_FOUND, POLICY_IN_USE or POLICY_HAS_VERSIONS. */
  deletePolicy(name: string): void {
    this.policies.require(name);
    if (this.targetsOf(name).length > 0) {
      throw new RegistryRefusal(
        'POLICY_IN_USE',
        `The policy cannot be deleted as the policy is attached to one or more principals (name=${name})`,
      );
    }
    this.policies.delete(name);
  }
}
