import { X509Certificate } from 'node:crypto';
import type { Authority } from '../../../certs/authority.ts';
import { parseCertificate } from '../../../certs/credentials.ts';
import { certificateId } from '../../../certs/describe-certificate.ts';
import { BadInput } from '../../../errors/bench-error.ts';
import type { CertificateStatus } from '../cloud.ts';

interface Known {
  readonly certificate: X509Certificate;
  readonly status: CertificateStatus;
}

const DAY_MS = 24 * 3600_000;
const SECOND_MS = 1000;

const commonNameOf = ({ subject }: X509Certificate): string | undefined =>
  /^CN=(.*)$/m.exec(subject)?.[1];

/**
 * The certificates that a Mosquitto is told of, and which of them it must refuse. It lets in every certificate of the
 * authority that is not on its list, whether anybody made it known or not.
 */
export class KnownCertificates {
  readonly #authority: Authority;
  readonly #known = new Map<string, Known>();
  /** Lists may follow each other within one second, and the later date counts: they get dates of the past. */
  #listedAt = Date.now() - DAY_MS;

  constructor(authority: Authority) {
    this.#authority = authority;
  }

  /** Gives its id. Throws BadInput CERTIFICATE_ALREADY_REGISTERED or CERTIFICATE_OF_ANOTHER_AUTHORITY. */
  async register(pem: string, status: CertificateStatus = 'ACTIVE'): Promise<string> {
    const certificate = parseCertificate(pem);
    const id = certificateId(certificate.raw);
    if (this.#known.has(id)) {
      const sentence = `Mosquitto knows the certificate ${id} already; set its status instead.`;
      throw new BadInput('CERTIFICATE_ALREADY_REGISTERED', sentence);
    }
    const issuer = new X509Certificate(await this.#authority.deviceIssuerPem());
    if (!certificate.verify(issuer.publicKey)) {
      const sentence = `Mosquitto trusts one authority, and the certificate ${id} is of another; take one that this bench issued.`;
      throw new BadInput('CERTIFICATE_OF_ANOTHER_AUTHORITY', sentence);
    }
    this.#known.set(id, { certificate, status });
    return id;
  }

  /** Throws BadInput CERTIFICATE_NOT_REGISTERED. */
  setStatus(id: string, status: CertificateStatus): void {
    const known = this.#known.get(id);
    if (!known) {
      const sentence = `There is no certificate ${id}; register it first.`;
      throw new BadInput('CERTIFICATE_NOT_REGISTERED', sentence);
    }
    this.#known.set(id, { ...known, status });
  }

  /** The one certificate with this common name; null where there is none, or several. */
  idOf(commonName: string): string | null {
    const ids = [...this.#known].flatMap(([id, { certificate }]) =>
      commonNameOf(certificate) === commonName ? [id] : [],
    );
    return ids.length === 1 ? (ids[0] ?? null) : null;
  }

  /** The list of those that are to be refused at this moment: all that are not ACTIVE. */
  refused(): Promise<string> {
    this.#listedAt += SECOND_MS;
    const refused = [...this.#known.values()].filter(({ status }) => status !== 'ACTIVE');
    return this.#authority.revokeDevices({
      certificates: refused.map(({ certificate }) => certificate.toString()),
      issuedAt: new Date(this.#listedAt),
    });
  }
}
