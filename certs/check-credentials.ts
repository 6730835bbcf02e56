import type { KeyObject, X509Certificate } from 'node:crypto';
import { BadInput } from '../errors/bench-error.ts';
import {
  type CredentialPart,
  type DeviceCredentials,
  PART_NAMES,
  parseCertificate,
  parseCertificates,
  parsePrivateKey,
} from './credentials.ts';
import { pkiImageSize } from './pki/pki-image.ts';

/** One thing that is wrong with credentials. */
export interface CredentialFinding {
  /** `KEY_MISMATCH`, `CERTIFICATE_EXPIRED`, ... ; the same as the `code` of the error it can become. */
  readonly code: string;
  readonly part: CredentialPart;
  /** A warning may be intended (a self-signed device certificate); an error cannot work. */
  readonly severity: 'error' | 'warning';
  readonly sentence: string;
}

export interface CheckOptions {
  /** Dates are compared with this; default: the host's clock. */
  readonly now?: Date;
  /** Bytes of the partition that each part must fit into as a PKI image; left out: sizes are not looked at. */
  readonly partitionSize?: number;
  /** What the parts are called in sentences, such as the files they came from. */
  readonly names?: Partial<Record<CredentialPart, string>>;
}

/**
 * All that is wrong with credentials, in the order in which it should be mended; empty for good ones. Never throws.
 * It does not look for the issuer of the device certificate: AWS does not publish its own.
 */
export const checkCredentials = (
  credentials: DeviceCredentials,
  { now = new Date(), partitionSize, names }: CheckOptions = {},
): CredentialFinding[] => {
  const called = { ...PART_NAMES, ...names };
  const certificate = attempt('certificate', () =>
    parseCertificate(credentials.certificatePem, called.certificate),
  );
  const key = attempt('key', () => parsePrivateKey(credentials.keyPem, called.key));
  const roots = attempt('ca', () => parseCertificates(credentials.caPem, called.ca));
  return [
    ...[certificate, key, roots].flatMap(({ findings }) => findings),
    ...(certificate.value && key.value ? pair(certificate.value, key.value, called) : []),
    ...(certificate.value ? dates('certificate', certificate.value, now, called) : []),
    ...(certificate.value ? role(certificate.value, called) : []),
    ...(roots.value ?? []).flatMap((root) => [
      ...dates('ca', root, now, called),
      ...rootRole(root, called),
    ]),
    ...(partitionSize === undefined ? [] : sizes(credentials, partitionSize, called)),
  ];
};

/**
 * Throws the first error among the findings as BadInput; warnings pass. A spec that writes bad credentials on
 * purpose lists the codes that it means in `except`.
 */
export const requireSoundCredentials = (
  credentials: DeviceCredentials,
  { except = [], ...options }: CheckOptions & { except?: readonly string[] } = {},
): void => {
  const error = checkCredentials(credentials, options).find(
    ({ code, severity }) => severity === 'error' && !except.includes(code),
  );
  if (error) throw new BadInput(error.code, error.sentence);
};

type Called = Readonly<Record<CredentialPart, string>>;

const attempt = <T>(part: CredentialPart, read: () => T) => {
  try {
    return { value: read(), findings: [] };
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return { findings: [finding(error.code, part, error.message)] };
  }
};

const finding = (
  code: string,
  part: CredentialPart,
  sentence: string,
  severity: CredentialFinding['severity'] = 'error',
): CredentialFinding => ({
  code,
  part,
  severity,
  // A file name at the beginning stays as it is.
  sentence: sentence.replace(/^the /, 'The '),
});

const pair = (
  certificate: X509Certificate,
  key: KeyObject,
  called: Called,
): CredentialFinding[] => {
  const found: CredentialFinding[] = [];
  if (!certificate.checkPrivateKey(key)) {
    found.push(
      finding(
        'KEY_MISMATCH',
        'key',
        `${called.key} is not the key of ${called.certificate}: it belongs to another certificate. Take both from the same download.`,
      ),
    );
  }
  const bits = key.asymmetricKeyDetails?.modulusLength;
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (bits !== undefined ? bits < 2048 : !['prime256v1', 'secp384r1'].includes(curve ?? '')) {
    found.push(
      finding(
        'KEY_UNSUITABLE',
        'key',
        `${called.key} is ${key.asymmetricKeyType} ${bits ?? curve ?? ''}, which AWS IoT does not register. Use RSA of 2048 bits or more, P-256 or P-384.`,
      ),
    );
  }
  return found;
};

const dates = (
  part: 'certificate' | 'ca',
  x509: X509Certificate,
  now: Date,
  called: Called,
): CredentialFinding[] => {
  const prefix = part === 'ca' ? 'CA' : 'CERTIFICATE';
  const from = new Date(x509.validFrom);
  const until = new Date(x509.validTo);
  if (now < from) {
    return [
      finding(
        `${prefix}_NOT_YET_VALID`,
        part,
        `${called[part]} is valid from ${from.toISOString()} on, and it is ${now.toISOString()}. Check this machine's clock, or take another certificate.`,
      ),
    ];
  }
  if (now <= until) return [];
  return [
    finding(
      `${prefix}_EXPIRED`,
      part,
      `${called[part]} expired on ${until.toISOString()}, and it is ${now.toISOString()}. Take a new certificate, or check this machine's clock.`,
    ),
  ];
};

const role = (certificate: X509Certificate, called: Called): CredentialFinding[] =>
  certificate.ca
    ? [
        finding(
          'CERTIFICATE_IS_A_CA',
          'certificate',
          `${called.certificate} is the certificate of an authority. Fine if it is self-signed and registered as it is; otherwise put the device's own here.`,
          'warning',
        ),
      ]
    : [];

const rootRole = (root: X509Certificate, called: Called): CredentialFinding[] =>
  root.ca
    ? []
    : [
        finding(
          'NOT_A_CA',
          'ca',
          `${called.ca} does not belong to an authority (it says CA:FALSE), so no server certificate can be checked with it. Put the server's root here, at AWS AmazonRootCA1.pem.`,
        ),
      ];

const sizes = (
  credentials: DeviceCredentials,
  partitionSize: number,
  called: Called,
): CredentialFinding[] =>
  (
    [
      ['certificate', credentials.certificatePem],
      ['key', credentials.keyPem],
      ['ca', credentials.caPem],
    ] as const
  )
    .map(([part, pem]) => ({ part, size: pkiImageSize([Buffer.byteLength(pem)]) }))
    .filter(({ size }) => size > partitionSize)
    .map(({ part, size }) =>
      finding(
        'PARTITION_TOO_SMALL',
        part,
        `${called[part]} takes ${size} bytes as a PKI image and its partition holds ${partitionSize}. Leave out the certificates and texts that the board does not need.`,
      ),
    );
