import type { X509Certificate } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { parseCertificate } from '../../certs/credentials.ts';
import { certificateId } from '../../certs/describe-certificate.ts';
import { BadInput } from '../../errors/bench-error.ts';
import { type Policy, readPolicy } from './policy/document.ts';

export type CertificateStatus =
  | 'ACTIVE'
  | 'INACTIVE'
  | 'REVOKED'
  | 'PENDING_TRANSFER'
  | 'PENDING_ACTIVATION';

export interface RegisteredCertificate {
  /** SHA-256 of the DER in lower-case hex. */
  readonly id: string;
  readonly certificate: X509Certificate;
  readonly status: CertificateStatus;
}

export interface RegisteredThing {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const THING_NAME = /^[a-zA-Z0-9:_-]{1,128}$/;
const POLICY_NAME = /^[\w+=,.@-]{1,128}$/;
const MAX_POLICIES = 10;

/**
 * What the cloud knows of things, certificates and policies, and what is attached to what. Changes apply at once,
 * also to live connections. Knows no private keys.
 */
export class Registry {
  readonly #things = new Map<string, RegisteredThing>();
  readonly #certificates = new Map<string, RegisteredCertificate>();
  readonly #policies = new Map<string, Policy>();
  readonly #thingsOf = new Map<string, Set<string>>();
  readonly #policiesOf = new Map<string, Set<string>>();
  readonly #news = new EventEmitter<{ status: [RegisteredCertificate] }>().setMaxListeners(0);

  /** Creates a thing; doing it again changes nothing but the attributes. Throws BadInput THING_NAME_INVALID. */
  createThing(name: string, attributes: Readonly<Record<string, string>> = {}): RegisteredThing {
    if (!THING_NAME.test(name)) {
      throw new BadInput(
        'THING_NAME_INVALID',
        `The thing name ${JSON.stringify(name)} should be 1 to 128 letters, digits, colons, underscores or hyphens.`,
      );
    }
    const thing = { name, attributes };
    this.#things.set(name, thing);
    return thing;
  }

  /** Makes a certificate of any issuer known. Throws BadInput CERTIFICATE_ALREADY_REGISTERED or what parseCertificate throws. */
  registerCertificate(pem: string, status: CertificateStatus = 'ACTIVE'): RegisteredCertificate {
    const certificate = parseCertificate(pem);
    const id = certificateId(certificate.raw);
    if (this.#certificates.has(id)) {
      throw new BadInput(
        'CERTIFICATE_ALREADY_REGISTERED',
        `The certificate ${id} is registered already; set its status instead.`,
      );
    }
    const registered = { id, certificate, status };
    this.#certificates.set(id, registered);
    return registered;
  }

  certificate(id: string): RegisteredCertificate | undefined {
    return this.#certificates.get(id);
  }

  /** Throws BadInput CERTIFICATE_NOT_REGISTERED. */
  setCertificateStatus(id: string, status: CertificateStatus): void {
    const registered = { ...this.#known(id), status };
    this.#certificates.set(id, registered);
    this.#news.emit('status', registered);
  }

  /** Calls back for each change of a status, until the returned function is called. */
  onStatus(listener: (certificate: RegisteredCertificate) => void): () => void {
    this.#news.on('status', listener);
    return () => this.#news.off('status', listener);
  }

  /** Creates a policy, or a new default version of it. Throws BadInput POLICY_MALFORMED or POLICY_NAME_INVALID. */
  putPolicy(name: string, document: unknown): void {
    if (!POLICY_NAME.test(name)) {
      throw new BadInput(
        'POLICY_NAME_INVALID',
        `The policy name ${JSON.stringify(name)} should be 1 to 128 letters, digits or any of _+=,.@-.`,
      );
    }
    this.#policies.set(name, readPolicy(name, document));
  }

  /** Throws BadInput POLICY_NOT_FOUND, CERTIFICATE_NOT_REGISTERED or TOO_MANY_POLICIES. */
  attachPolicy(name: string, certificateId: string): void {
    this.#known(certificateId);
    if (!this.#policies.has(name)) {
      throw new BadInput('POLICY_NOT_FOUND', `There is no policy ${name}; create it first.`);
    }
    const attached = entry(this.#policiesOf, certificateId);
    if (attached.size >= MAX_POLICIES && !attached.has(name)) {
      throw new BadInput(
        'TOO_MANY_POLICIES',
        `The certificate ${certificateId} has ${MAX_POLICIES} policies, the most that AWS takes; detach one first.`,
      );
    }
    attached.add(name);
  }

  detachPolicy(name: string, certificateId: string): void {
    this.#policiesOf.get(certificateId)?.delete(name);
  }

  /** Throws BadInput THING_NOT_FOUND or CERTIFICATE_NOT_REGISTERED. */
  attachThing(name: string, certificateId: string): void {
    this.#known(certificateId);
    if (!this.#things.has(name)) {
      throw new BadInput('THING_NOT_FOUND', `There is no thing ${name}; create it first.`);
    }
    entry(this.#thingsOf, certificateId).add(name);
  }

  policiesOf(certificateId: string): readonly Policy[] {
    return named(this.#policies, this.#policiesOf.get(certificateId));
  }

  thingsOf(certificateId: string): readonly RegisteredThing[] {
    return named(this.#things, this.#thingsOf.get(certificateId));
  }

  #known(id: string): RegisteredCertificate {
    const registered = this.#certificates.get(id);
    if (registered) return registered;
    throw new BadInput(
      'CERTIFICATE_NOT_REGISTERED',
      `There is no certificate ${id}; register it first.`,
    );
  }
}

const entry = (map: Map<string, Set<string>>, key: string): Set<string> => {
  const existing = map.get(key);
  if (existing) return existing;
  const added = new Set<string>();
  map.set(key, added);
  return added;
};

const named = <T>(map: ReadonlyMap<string, T>, names: ReadonlySet<string> = new Set()): T[] =>
  [...names].flatMap((name) => map.get(name) ?? []);
