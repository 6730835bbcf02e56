import 'reflect-metadata'; // @peculiar/x509 looks for it, and must find it first
import type { KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
} from '@peculiar/x509';
import { BadInput } from '../errors/bench-error.ts';
import { keyIdentifier } from './certificate.ts';

const authorityKey = (issuer: KeyObject): Extension =>
  new AuthorityKeyIdentifierExtension(keyIdentifier(issuer));
const subjectKey = (subject: KeyObject): Extension =>
  new SubjectKeyIdentifierExtension(keyIdentifier(subject));
const leaf = (): Extension => new BasicConstraintsExtension(false, undefined, true);
const usage = (...flags: KeyUsageFlags[]): Extension =>
  new KeyUsagesExtension(
    flags.reduce((all, flag) => all | flag, 0),
    true,
  );

/** What a certificate that signs others carries. A root is its own issuer and needs no pointer to it. */
export const authorityExtensions = (subject: KeyObject, issuer?: KeyObject): Extension[] => [
  ...(issuer ? [authorityKey(issuer)] : []),
  subjectKey(subject),
  new BasicConstraintsExtension(true, undefined, true),
  usage(KeyUsageFlags.digitalSignature, KeyUsageFlags.keyCertSign, KeyUsageFlags.cRLSign),
];

/**
 * What a certificate carries that signs no others: exactly what AWS's device certificates do, four extensions in this
 * order, neither extended key usage nor alternative names.
 */
export const leafExtensions = (subject: KeyObject, issuer: KeyObject = subject): Extension[] => [
  authorityKey(issuer),
  subjectKey(subject),
  leaf(),
  usage(KeyUsageFlags.digitalSignature),
];

/** Which hosts a server certificate speaks for. */
export interface Hosts {
  /** DNS names; `*.example.com` stands for one label. */
  readonly names?: readonly string[];
  /** IPv4 or IPv6 addresses. */
  readonly addresses?: readonly string[];
}

/** Uses that a server's certificate does not allow, though a server shows it: those of a client, those of an authority. */
export type ServerFlaw = 'for clients' | 'for signing certificates';

/** A TLS server's, RSA key exchange included: AWS still offers the plain RSA suites. A curve's key cannot encipher. */
export const serverExtensions = (
  subject: KeyObject,
  issuer: KeyObject,
  flaw?: ServerFlaw,
): Extension[] => [
  authorityKey(issuer),
  subjectKey(subject),
  leaf(),
  flaw === 'for signing certificates'
    ? usage(KeyUsageFlags.keyCertSign)
    : usage(
        KeyUsageFlags.digitalSignature,
        ...(subject.asymmetricKeyType === 'rsa' ? [KeyUsageFlags.keyEncipherment] : []),
      ),
  new ExtendedKeyUsageExtension([
    flaw === 'for clients' ? ExtendedKeyUsage.clientAuth : ExtendedKeyUsage.serverAuth,
  ]),
];

/** `padding` writes lengths in three bytes, which DER allows from here on. */
export const SMALLEST_PADDING = 0x100;

/** A harmless extension (Netscape comment, which TLS stacks skip) with a text of `bytes`, at most 65535. */
export const padding = (bytes: number): Extension =>
  new Extension(
    NETSCAPE_COMMENT,
    false,
    Buffer.from([0x16, 0x82, bytes >> 8, bytes & 0xff, ...Buffer.alloc(bytes, '.')]),
  );

const NETSCAPE_COMMENT = '2.16.840.1.113730.1.13';

/** The hosts as an extension, none for none. Throws BadInput NOT_A_HOST_NAME or NOT_AN_ADDRESS. */
export const alternativeNames = ({ names = [], addresses = [] }: Hosts): Extension[] => {
  const hosts = [
    ...names.map((name) => ({ type: 'dns' as const, value: dnsName(name) })),
    ...addresses.map((ip) => ({ type: 'ip' as const, value: address(ip) })),
  ];
  return hosts.length === 0 ? [] : [new SubjectAlternativeNameExtension(hosts)];
};

const dnsName = (name: string): string => {
  if (/^(\*\.)?([\w-]{1,63}\.)*[\w-]{1,63}$/.test(name) && isIP(name) === 0) return name;
  throw new BadInput(
    'NOT_A_HOST_NAME',
    `A server certificate was asked for the name "${name}", which is not a DNS name. Give addresses as addresses, international names in punycode.`,
  );
};

const address = (ip: string): string => {
  if (isIP(ip) !== 0) return ip;
  throw new BadInput(
    'NOT_AN_ADDRESS',
    `A server certificate was asked for the address "${ip}", which is neither IPv4 nor IPv6. Give host names as names.`,
  );
};
