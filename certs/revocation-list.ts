import { sign, X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import type { Issuer } from './issuer.ts';

const { asn1 } = forge;
const { Type } = asn1;

/** What a revocation list says, apart from who says it. */
export interface Revocation {
  /** PEM; certificates of the issuer that sign nothing and open nothing any more. */
  readonly certificates: readonly string[];
  /** Of two lists the one with the later date counts; whole seconds. */
  readonly issuedAt: Date;
}

/** How long a list counts. Servers refuse everybody once it is over. */
const VALID_MS = 365 * 24 * 60 * 60 * 1000;

const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';

type Node = forge.asn1.Asn1;

const universal = (type: forge.asn1.Type, value: string | Node[]): Node =>
  asn1.create(asn1.Class.UNIVERSAL, type, Array.isArray(value), value);

const sequence = (...nodes: Node[]): Node => universal(Type.SEQUENCE, nodes);

const utcTime = (date: Date): Node => universal(Type.UTCTIME, asn1.dateToUtcTime(date));

const algorithm = (): Node =>
  sequence(
    universal(Type.OID, asn1.oidToDer(SHA256_WITH_RSA).getBytes()),
    universal(Type.NULL, ''),
  );

const parse = (bytes: Uint8Array): Node =>
  asn1.fromDer(forge.util.createBuffer(Buffer.from(bytes).toString('latin1')));

const der = (node: Node): Buffer => Buffer.from(asn1.toDer(node).getBytes(), 'latin1');

/** The fields of a certificate's signed part, from the serial number on (RFC 5280, 4.1). */
const fieldsOf = (pem: string): readonly Node[] => {
  const [signed] = parse(new X509Certificate(pem).raw).value as [Node];
  return (signed.value as Node[]).slice(1);
};

const serialOf = (pem: string): Node => fieldsOf(pem)[0] as Node;

/** Serial, algorithm, issuer, validity: behind them the subject, taken over byte for byte. */
const nameOf = (pem: string): Node => fieldsOf(pem)[4] as Node;

/** A certificate revocation list (RFC 5280, 5.1; version 1, which has no extensions) as PEM with LF. */
export const signRevocationList = (
  { certificates, issuedAt }: Revocation,
  issuer: Issuer,
): string => {
  const entries = certificates.map((pem) => sequence(serialOf(pem), utcTime(issuedAt)));
  const signed = sequence(
    algorithm(),
    nameOf(issuer.certificatePem),
    utcTime(issuedAt),
    utcTime(new Date(issuedAt.getTime() + VALID_MS)),
    // RFC 5280, 5.1.2.6: a list without entries has no empty sequence.
    ...(entries.length > 0 ? [sequence(...entries)] : []),
  );
  const signature = sign('sha256', der(signed), issuer.key).toString('latin1');
  const list = sequence(signed, algorithm(), universal(Type.BITSTRING, `\0${signature}`));
  const body = der(list)
    .toString('base64')
    .replace(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN X509 CRL-----\n${body}\n-----END X509 CRL-----\n`;
};
