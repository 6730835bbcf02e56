import type { KeyObject, X509Certificate } from 'node:crypto';
import { factsOf } from './certificate-facts.ts';
import type { CertificateFault } from './certificate-fault.ts';

/** The key usage that the key exchange needs of the server's certificate. */
export const DIGITAL_SIGNATURE = 0x80;
export const KEY_ENCIPHERMENT = 0x20;

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const ANY_PURPOSE = '2.5.29.37.0';

/** mbedTLS' default profile: RSA from 2048 bits on, and the curves from 256 bits on. */
const LEAST_RSA_BITS = 2048;
const WEAK_CURVES = new Set(['prime192v1', 'secp192k1', 'secp224r1', 'secp224k1']);

/**
 * What mbedTLS holds against the certificates that a server presents, own certificate first. It walks up from there:
 * a trusted issuer is preferred over a presented one, the first trusted certificate ends the walk, and everybody's
 * dates count, the root's too (mbedTLS, x509_crt_verify_chain).
 */
export const chainFaults = (
  presented: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
  now: Date,
): Set<CertificateFault> => {
  const faults = new Set<CertificateFault>();
  let [child] = presented;
  let above = presented.slice(1);
  let isTrusted = false;
  let intermediates = 0;
  if (child && isWeak(child.publicKey)) faults.add('weak-key');
  while (child) {
    if (new Date(child.validTo) < now) faults.add('expired');
    if (new Date(child.validFrom) > now) faults.add('not-yet-valid');
    if (isTrusted) return faults;
    if (factsOf(child).hasWeakHash) faults.add('weak-hash');
    if (isSameSelfSigned(child, presented, trusted)) return faults;

    const root = findIssuer(child, trusted, { isTrusted: true, intermediates, now });
    const parent = root ?? findIssuer(child, above, { isTrusted: false, intermediates, now });
    if (!parent) {
      faults.add('not-trusted');
      return faults;
    }
    if (!child.verify(parent.publicKey)) faults.add('not-trusted');
    if (isWeak(parent.publicKey)) faults.add('weak-key');
    isTrusted = root !== undefined;
    above = isTrusted ? above : above.slice(above.indexOf(parent) + 1);
    intermediates += 1;
    child = parent;
  }
  faults.add('not-trusted');
  return faults;
};

/** What is held against the use of a server's own certificate (mbedTLS, ssl_check_cert_usage). */
export const usageFaults = (server: X509Certificate, usage: number): Set<CertificateFault> => {
  const faults = new Set<CertificateFault>();
  const { keyUsage } = factsOf(server);
  if (keyUsage !== undefined && (keyUsage & usage) !== usage) faults.add('key-usage');
  // Node calls the extended key usages "keyUsage".
  const purposes = server.keyUsage as readonly string[] | undefined;
  if (purposes && !purposes.some((oid) => oid === SERVER_AUTH || oid === ANY_PURPOSE)) {
    faults.add('extended-key-usage');
  }
  return faults;
};

/** A server whose own, self-signed certificate is trusted as it is. */
const isSameSelfSigned = (
  child: X509Certificate,
  presented: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
): boolean =>
  child === presented[0] &&
  child.issuer === child.subject &&
  trusted.some(({ raw }) => raw.equals(child.raw));

/** An issuer whose dates are right is preferred; of the others the first is taken. */
const findIssuer = (
  child: X509Certificate,
  candidates: readonly X509Certificate[],
  { isTrusted, intermediates, now }: { isTrusted: boolean; intermediates: number; now: Date },
): X509Certificate | undefined => {
  const fitting = candidates.filter(
    (candidate) =>
      candidate.subject === child.issuer &&
      mayIssue(candidate, isTrusted, intermediates) &&
      // Among presented certificates a bad signature is held against the chain, not against the choice.
      (!isTrusted || child.verify(candidate.publicKey)),
  );
  const isCurrent = ({ validFrom, validTo }: X509Certificate): boolean =>
    new Date(validFrom) <= now && now <= new Date(validTo);
  return fitting.find(isCurrent) ?? fitting[0];
};

const mayIssue = (
  candidate: X509Certificate,
  isTrusted: boolean,
  intermediates: number,
): boolean => {
  const { version, pathLength } = factsOf(candidate);
  if (pathLength !== undefined && intermediates > pathLength) return false;
  // Old roots without extensions are still roots.
  return candidate.ca || (isTrusted && version < 3);
};

const isWeak = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean =>
  asymmetricKeyType === 'rsa'
    ? (asymmetricKeyDetails?.modulusLength ?? 0) < LEAST_RSA_BITS
    : WEAK_CURVES.has(asymmetricKeyDetails?.namedCurve ?? '');
