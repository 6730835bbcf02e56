import { createPublicKey, type KeyObject, type X509Certificate } from 'node:crypto';
import { BadInput } from '../../errors/bench-error.ts';
import { type AmazonRoot, amazonRootOf } from '../amazon-roots.ts';
import { parseCertificate, parsePrivateKey } from '../credentials.ts';
import { certificateId } from '../describe-certificate.ts';
import { type PemBlock, pemBlocks } from '../pem.ts';
import { pemOfDer, textOfUtf16 } from './other-spelling.ts';
import { recognise } from './recognise.ts';
import { readStartScript, type StartScript } from './start-script.ts';
import type { NamedFile } from './zip.ts';

/** A certificate that was handed out. */
export interface CertificateItem {
  readonly kind: 'certificate';
  readonly file: string;
  readonly pem: string;
  readonly x509: X509Certificate;
  readonly publicKey: KeyObject;
  /** AWS's certificate id: SHA-256 of the DER, in hex. */
  readonly id: string;
  /** Which of Amazon's roots it is, if any. */
  readonly root: AmazonRoot | undefined;
}

/** A private key that was handed out. A secret: neither `pem` nor `key` is for printing. */
export interface KeyItem {
  readonly kind: 'private-key';
  readonly file: string;
  readonly pem: string;
  readonly key: KeyObject;
  readonly publicKey: KeyObject;
  /** How it is written: `PKCS#1`, `PKCS#8` or `SEC 1`. */
  readonly form: string;
}

interface PublicKeyItem {
  readonly kind: 'public-key';
  readonly file: string;
  readonly publicKey: KeyObject;
}

/** The text is JSON with statements; whether it is a good policy has not been looked at. */
export interface PolicyItem {
  readonly kind: 'policy';
  readonly file: string;
  readonly text: string;
}

export interface ScriptItem {
  readonly kind: 'start-script';
  readonly file: string;
  readonly script: StartScript;
}

/** Anything else, in words that quote none of it. */
interface OtherItem {
  readonly kind: 'other';
  readonly file: string;
  readonly words: string;
}

/** What was meant to be one of these, and cannot be read. */
interface RefusedItem {
  readonly kind: 'refused';
  readonly file: string;
  readonly refusal: BadInput;
}

export type KitItem =
  | CertificateItem
  | KeyItem
  | PublicKeyItem
  | PolicyItem
  | ScriptItem
  | OtherItem
  | RefusedItem;

/** Says what a file holds, by its content alone: one item, or one for each block of a PEM file. Never throws. */
export const readItems = ({ name, bytes: raw }: NamedFile): KitItem[] => {
  const bytes = Buffer.from(pemOfDer(raw) ?? textOfUtf16(raw) ?? raw);
  if (bytes.includes('-----BEGIN ')) {
    return orRefused(name, () =>
      pemBlocks(bytes, name)
        .filter(({ label }) => label !== 'EC PARAMETERS')
        .flatMap((block) => orRefused(name, () => [itemOf(block, name)])),
    );
  }
  const text = bytes.toString().replace(/^\uFEFF/, '');
  if (isPolicy(text)) return [{ kind: 'policy', file: name, text }];
  if (LOOKS_LIKE_POLICY.test(text)) return [{ kind: 'refused', file: name, refusal: noJson(name) }];
  const script = readStartScript(text);
  if (script) return [{ kind: 'start-script', file: name, script }];
  return [{ kind: 'other', file: name, words: recognise(bytes).words }];
};

const orRefused = (file: string, read: () => KitItem[]): KitItem[] => {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return [{ kind: 'refused', file, refusal: error }];
  }
};

const KEY_FORMS: Readonly<Record<string, string>> = {
  'RSA PRIVATE KEY': 'PKCS#1',
  'EC PRIVATE KEY': 'SEC 1',
  'PRIVATE KEY': 'PKCS#8',
  'ENCRYPTED PRIVATE KEY': 'PKCS#8',
};

const itemOf = ({ label, pem }: PemBlock, file: string): KitItem => {
  const form = KEY_FORMS[label];
  if (form) {
    const key = parsePrivateKey(pem, file);
    const publicKey = understood(file, () => createPublicKey(key));
    return { kind: 'private-key', file, pem, form, key, publicKey };
  }
  if (label === 'CERTIFICATE') {
    const x509 = parseCertificate(pem, file);
    const publicKey = understood(file, () => x509.publicKey);
    const id = certificateId(x509.raw);
    return { kind: 'certificate', file, pem, x509, publicKey, id, root: amazonRootOf(id) };
  }
  if (label === 'PUBLIC KEY') {
    return {
      kind: 'public-key',
      file,
      publicKey: understood(file, () => createPublicKey(pem)),
    };
  }
  return { kind: 'other', file, words: `a PEM block of the kind ${label}` };
};

const understood = (file: string, read: () => KeyObject): KeyObject => {
  try {
    return read();
  } catch (cause) {
    throw new BadInput(
      'KEY_UNKNOWN',
      `${file} holds a public key that is damaged or of an unknown kind. Take a fresh copy of it.`,
      { cause },
    );
  }
};

/** A policy that somebody has edited, and that lacks a bracket since, or has a comma too many. */
const LOOKS_LIKE_POLICY = /^\s*\{[\s\S]*"Statement"\s*:/;

const noJson = (file: string): BadInput =>
  new BadInput(
    'POLICY_DAMAGED',
    `${file} looks like a policy and is no JSON: look for a bracket or a comma that is missing, or one too many.`,
  );

const isPolicy = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'Statement' in value;
  } catch {
    return false;
  }
};
