import type { X509Certificate } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { parseCertificate } from '../../../certs/credentials.ts';
import { certificateId } from '../../../certs/describe-certificate.ts';
import { RegistryRefusal } from './refusal.ts';

export type CertificateStatus =
  | 'ACTIVE'
  | 'INACTIVE'
  | 'REVOKED'
  | 'PENDING_TRANSFER'
  | 'PENDING_ACTIVATION';

/** How a certificate came to be known: by AWS or by a registered CA, or by itself alone. */
export type CertificateMode = 'DEFAULT' | 'SNI_ONLY';

export interface Registration {
  /** Default ACTIVE. */
  readonly status?: CertificateStatus;
  /** Default SNI_ONLY, for a certificate that is registered by itself. */
  readonly mode?: CertificateMode;
  /** The id of the registered CA that signed it. */
  readonly caId?: string;
}

export interface RegisteredCertificate {
  /** SHA-256 of the DER in lower-case hex. */
  readonly id: string;
  readonly certificate: X509Certificate;
  readonly status: CertificateStatus;
  readonly mode: CertificateMode;
  readonly caId: string | null;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  /** 1, and one more with each change of its status. */
  readonly customerVersion: number;
  readonly generationId: string;
}

/** The certificates of an account. Knows no private keys. */
export class Certificates {
  readonly #certificates = new Map<string, RegisteredCertificate>();
  readonly #news = new EventEmitter<{ status: [RegisteredCertificate] }>().setMaxListeners(0);

  /** Throws RegistryRefusal CERTIFICATE_ALREADY_REGISTERED or what parseCertificate throws. */
  register(
    pem: string,
    { status = 'ACTIVE', mode = 'SNI_ONLY', caId }: Registration = {},
  ): RegisteredCertificate {
    const certificate = parseCertificate(pem);
    const id = certificateId(certificate.raw);
    if (this.#certificates.has(id)) {
      throw new RegistryRefusal(
        'CERTIFICATE_ALREADY_REGISTERED',
        `The certificate ${id} is registered already; set its status instead.`,
        { kind: 'cert', id },
      );
    }
    const now = new Date();
    const registered = {
      id,
      certificate,
      status,
      mode,
      caId: caId ?? null,
      createdAt: now,
      modifiedAt: now,
      customerVersion: 1,
      generationId: crypto.randomUUID(),
    };
    this.#certificates.set(id, registered);
    return registered;
  }

  get(id: string): RegisteredCertificate | undefined {
    return this.#certificates.get(id);
  }

  /** Throws RegistryRefusal CERTIFICATE_NOT_REGISTERED. */
  require(id: string): RegisteredCertificate {
    const registered = this.#certificates.get(id);
    if (registered) return registered;
    throw new RegistryRefusal(
      'CERTIFICATE_NOT_REGISTERED',
      `There is no certificate ${id}; register it first.`,
    );
  }

  /** In the order of their registration. */
  all(): RegisteredCertificate[] {
    return [...this.#certificates.values()];
  }

  /** Throws RegistryRefusal CERTIFICATE_NOT_REGISTERED. */
  setStatus(id: string, status: CertificateStatus): void {
    const before = this.require(id);
    const { customerVersion } = before;
    const registered = {
      ...before,
      status,
      modifiedAt: new Date(),
      customerVersion: customerVersion + 1,
    };
    this.#certificates.set(id, registered);
    this.#news.emit('status', registered);
  }

  /** Calls back for each change of a status, until the returned function is called. */
  onStatus(listener: (certificate: RegisteredCertificate) => void): () => void {
    this.#news.on('status', listener);
    return () => this.#news.off('status', listener);
  }

  /** Throws RegistryRefusal CERTIFICATE_NOT_REGISTERED or CERTIFICATE_ACTIVE. */
  delete(id: string): void {
    this.requireInactive(id);
    this.#certificates.delete(id);
  }

  /** Throws RegistryRefusal CERTIFICATE_NOT_REGISTERED or CERTIFICATE_ACTIVE. */
  requireInactive(id: string): void {
    if (this.require(id).status !== 'ACTIVE') return;
    throw new RegistryRefusal(
      'CERTIFICATE_ACTIVE',
      `Certificate must be deactivated (not ACTIVE) before deletion. Id: ${id}`,
    );
  }
}
