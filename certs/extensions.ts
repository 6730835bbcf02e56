import type { KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import { BadInput } from '../errors/bench-error.ts';
import { type Extension, keyIdentifier } from './certificate.ts';

const authorityKey = (issuer: KeyObject): Extension => ({
  name: 'authorityKeyIdentifier',
  keyIdentifier: keyIdentifier(issuer),
});
const subjectKey: Extension = { name: 'subjectKeyIdentifier' };
const leaf: Extension = { name: 'basicConstraints', critical: true, cA: false };

/** What a certificate that signs others carries. A root is its own issuer and needs no pointer to it. */
export const authorityExtensions = (issuer?: KeyObject): Extension[] => [
  ...(issuer ? [authorityKey(issuer)] : []),
  subjectKey,
  { name: 'basicConstraints', critical: true, cA: true },
  { name: 'keyUsage', critical: true, digitalSignature: true, keyCertSign: true, cRLSign: true },
];

/** Exactly AWS's: four extensions in this order, neither extended key usage nor alternative names. */
export const deviceExtensions = (issuer: KeyObject): Extension[] => [
  authorityKey(issuer),
  subjectKey,
  leaf,
  { name: 'keyUsage', critical: true, digitalSignature: true },
];

/** Which hosts a server certificate speaks for. */
export interface Hosts {
  /** DNS names; `*.example.com` stands for one label. */
  readonly names?: readonly string[];
  /** IPv4 or IPv6 addresses. */
  readonly addresses?: readonly string[];
}

/** A TLS server's, RSA key exchange included: AWS still offers the plain RSA suites. */
export const serverExtensions = (issuer: KeyObject): Extension[] => [
  authorityKey(issuer),
  subjectKey,
  leaf,
  { name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: true },
  { name: 'extKeyUsage', serverAuth: true },
];

/** `padding` writes lengths in three bytes, which DER allows from here on. */
export const SMALLEST_PADDING = 0x100;

/** A harmless extension (Netscape comment, which TLS stacks skip) with a text of `bytes`, at most 65535. */
export const padding = (bytes: number): Extension => ({
  name: 'nsComment',
  value: String.fromCharCode(0x16, 0x82, bytes >> 8, bytes & 0xff) + '.'.repeat(bytes),
});

/** The hosts as an extension, none for none. Throws BadInput NOT_A_HOST_NAME or NOT_AN_ADDRESS. */
export const alternativeNames = ({ names = [], addresses = [] }: Hosts): Extension[] => {
  const altNames = [
    ...names.map((value) => ({ type: 2, value: dnsName(value) })),
    ...addresses.map((ip) => ({ type: 7, ip: address(ip) })),
  ];
  return altNames.length === 0 ? [] : [{ name: 'subjectAltName', altNames }];
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
