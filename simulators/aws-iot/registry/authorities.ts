import { randomBytes, type X509Certificate } from 'node:crypto';
import { parseCertificate } from '../../../certs/credentials.ts';
import { certificateId } from '../../../certs/describe-certificate.ts';
import type { CertificateMode } from './certificates.ts';
import { RegistryRefusal } from './refusal.ts';

export interface RegisteredAuthority {
  readonly id: string;
  readonly certificate: X509Certificate;
  readonly isActive: boolean;
  readonly mode: CertificateMode;
}

export interface AuthorityRegistration {
  readonly isActive: boolean;
  readonly mode: CertificateMode;
  /** Proves that whoever registers a CA in DEFAULT mode has its key: a certificate for the registration code. */
  readonly verificationPem?: string;
}

/** The certificate authorities that an account has registered, whose device certificates may be registered then. */
export class Authorities {
  /** What a verification certificate has for its common name. */
  readonly registrationCode = randomBytes(32).toString('hex');
  readonly #authorities = new Map<string, RegisteredAuthority>();

  /**
   * Throws RegistryRefusal NOT_AN_AUTHORITY, VERIFICATION_FAILED or AUTHORITY_ALREADY_REGISTERED, or what
   * parseCertificate throws.
   */
  register(pem: string, registration: AuthorityRegistration): RegisteredAuthority {
    const certificate = parseCertificate(pem, 'the CA certificate');
    const id = certificateId(certificate.raw);
    if (!certificate.ca) {
      throw new RegistryRefusal('NOT_AN_AUTHORITY', 'The CA certificate is not one of a CA.');
    }
    if (registration.mode === 'DEFAULT') this.#verify(certificate, registration.verificationPem);
    if (this.#authorities.has(id)) {
      throw new RegistryRefusal(
        'AUTHORITY_ALREADY_REGISTERED',
        `The CA certificate ${id} is registered already.`,
        { kind: 'cacert', id },
      );
    }
    const { isActive, mode } = registration;
    const registered = { id, certificate, isActive, mode };
    this.#authorities.set(id, registered);
    return registered;
  }

  /**
   * The registered and active CA that signed a certificate; the one that is named, or any.
   * Throws RegistryRefusal NOT_SIGNED_BY_AUTHORITY or what parseCertificate throws.
   */
  requireSigner(pem: string, authorityPem?: string): RegisteredAuthority {
    const certificate = parseCertificate(pem);
    const named = authorityPem === undefined ? undefined : parseCertificate(authorityPem);
    for (const authority of this.#authorities.values()) {
      if (!authority.isActive) continue;
      if (named && !named.raw.equals(authority.certificate.raw)) continue;
      if (certificate.verify(authority.certificate.publicKey)) return authority;
    }
    throw new RegistryRefusal(
      'NOT_SIGNED_BY_AUTHORITY',
      'The certificate is not signed by a CA that is registered in this account and active.',
    );
  }

  #verify({ publicKey }: X509Certificate, verificationPem?: string): void {
    const proof =
      verificationPem === undefined
        ? undefined
        : parseCertificate(verificationPem, 'the verification certificate');
    const isFor = proof?.subject.split('\n').includes(`CN=${this.registrationCode}`);
    if (isFor && proof?.verify(publicKey)) return;
    throw new RegistryRefusal(
      'VERIFICATION_FAILED',
      'The verification certificate should be signed by the CA and have the registration code for its common name.',
    );
  }
}
