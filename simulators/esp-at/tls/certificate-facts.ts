import { X509Certificate } from 'node:crypto';
import { BIT_STRING, OBJECT_IDENTIFIER, readDer } from './der.ts';

/** What mbedTLS looks at and Node does not tell about a certificate. */
export interface CertificateFacts {
  /** 1 or 3. */
  readonly version: number;
  /** Bits of the key usage extension, digitalSignature (0x80) first; undefined without the extension. */
  readonly keyUsage: number | undefined;
  /** How many intermediates may follow; undefined: any number. */
  readonly pathLength: number | undefined;
  /** Signed with MD5 or SHA-1, which mbedTLS' default profile refuses. */
  readonly hasWeakHash: boolean;
}

const KEY_USAGE = '551d0f';
const BASIC_CONSTRAINTS = '551d13';
/** md5WithRSA, sha1WithRSA, ecdsa-with-SHA1. */
const WEAK_SIGNATURES = new Set(['2a864886f70d010104', '2a864886f70d010105', '2a8648ce3d0401']);
const EXTENSIONS_TAG = 0xa3;
const VERSION_TAG = 0xa0;
const BOOLEAN = 0x01;
const INTEGER = 0x02;

/** Reads them from the DER (RFC 5280, section 4.1). */
export const factsOf = (certificate: X509Certificate): CertificateFacts => {
  const [outer] = readDer(certificate.raw);
  const [body, algorithm] = readDer(outer?.content ?? Buffer.alloc(0));
  const fields = readDer(body?.content ?? Buffer.alloc(0));
  const extensions = extensionsOf(fields.find(({ tag }) => tag === EXTENSIONS_TAG)?.content);
  const usage = extensions.get(KEY_USAGE);
  const constraints = extensions.get(BASIC_CONSTRAINTS);
  const signature = algorithm && readDer(algorithm.content)[0];
  return {
    version: fields[0]?.tag === VERSION_TAG ? (fields[0].content.at(-1) ?? 0) + 1 : 1,
    keyUsage: usage && keyUsageBits(usage),
    pathLength: constraints && pathLengthOf(constraints),
    hasWeakHash: WEAK_SIGNATURES.has(signature?.content.toString('hex') ?? ''),
  };
};

/** A certificate out of DER or PEM; undefined if there is anything in it that mbedTLS could not read. */
export const readCertificate = (encoded: Buffer | string): X509Certificate | undefined => {
  try {
    const certificate = new X509Certificate(encoded);
    factsOf(certificate);
    void certificate.publicKey; // Node reads it only when it is asked for.
    return certificate;
  } catch {
    return undefined;
  }
};

/** Object identifier (hex) to the content of the extension. */
const extensionsOf = (field: Buffer | undefined): Map<string, Buffer> => {
  const found = new Map<string, Buffer>();
  const [list] = field ? readDer(field) : [];
  for (const extension of list ? readDer(list.content) : []) {
    const parts = readDer(extension.content).filter(({ tag }) => tag !== BOOLEAN);
    const [name, value] = parts;
    if (name?.tag === OBJECT_IDENTIFIER && value) {
      found.set(name.content.toString('hex'), value.content);
    }
  }
  return found;
};

const keyUsageBits = (extension: Buffer): number => {
  const [bits] = readDer(extension);
  return bits?.tag === BIT_STRING ? (bits.content[1] ?? 0) : 0;
};

const pathLengthOf = (extension: Buffer): number | undefined => {
  const [sequence] = readDer(extension);
  const length = readDer(sequence?.content ?? Buffer.alloc(0)).find(({ tag }) => tag === INTEGER);
  return length?.content.readUIntBE(0, length.content.length);
};
