import { basename, join } from 'node:path';
import { BadInput } from '../errors/bench-error.ts';
import { type CheckOptions, requireSoundCredentials } from './check-credentials.ts';
import {
  type DeviceCredentials,
  parseCertificate,
  parseCertificates,
  parsePrivateKey,
} from './credentials.ts';
import { readInputFile } from './read-input-file.ts';
import { writeWhole } from './write-whole.ts';

/** Where the three parts of device credentials are. */
export interface CredentialPaths {
  readonly certificate: string;
  readonly key: string;
  /** The root, at AWS `AmazonRootCA1.pem`. */
  readonly ca: string;
}

export interface ReadOptions extends Omit<CheckOptions, 'names'> {
  /** Codes of findings that are meant (specs on refusals), or `false` for no check beyond well-formed PEM. */
  readonly except?: readonly string[] | false;
  /** Keep the bytes of the files as they are, CRLF and all, instead of LF and one final newline. */
  readonly verbatim?: boolean;
}

/** More than any PEM file a board could hold, less than what could harm: a bundle of all public roots has 200 KB. */
const MOST_BYTES = 1 << 20;

/**
 * Reads device credentials from files and checks them. Throws BadInput with one sentence that names the file: codes
 * FILE_MISSING, IS_A_DIRECTORY, FILE_UNREADABLE, those of the PEM parsers, and those of `checkCredentials`.
 */
export const readCredentials = async (
  paths: CredentialPaths,
  { except = [], verbatim = false, ...check }: ReadOptions = {},
): Promise<DeviceCredentials> => {
  const certificate = await readSmallFile(paths.certificate, 'the device certificate');
  parseCertificate(certificate, paths.certificate);
  const key = await readSmallFile(paths.key, 'the private key');
  parsePrivateKey(key, paths.key);
  const ca = await readSmallFile(paths.ca, 'the root certificate');
  parseCertificates(ca, paths.ca);
  const text = verbatim ? (bytes: Buffer) => bytes.toString() : withLf;
  const credentials = { certificatePem: text(certificate), keyPem: text(key), caPem: text(ca) };
  if (except !== false) {
    requireSoundCredentials(credentials, { ...check, except, names: { ...paths } });
  }
  return credentials;
};

/**
 * Writes credentials into a folder, which is made if need be, each file whole or not at all, with the names that AWS
 * uses in its connection kits; the key is for its owner's eyes only (0600). Gives the paths for `readCredentials`.
 * Throws BadInput BAD_FILE_NAME, NOT_A_DIRECTORY or FILE_UNWRITABLE.
 */
export const writeCredentials = async (
  directory: string,
  credentials: DeviceCredentials,
  { name = 'device' }: { name?: string } = {},
): Promise<CredentialPaths> => {
  if (name === '' || name.startsWith('.') || /[/\\\0]/.test(name) || basename(name) !== name) {
    throw new BadInput(
      'BAD_FILE_NAME',
      `Credentials cannot be stored under the name "${name}". Use a name without slashes that does not begin with a dot.`,
    );
  }
  const paths = {
    certificate: join(directory, `${name}.cert.pem`),
    key: join(directory, `${name}.private.key`),
    ca: join(directory, 'root-CA.crt'),
  };
  await writeWhole(paths.key, credentials.keyPem, { mode: 0o600 });
  await writeWhole(paths.certificate, credentials.certificatePem);
  await writeWhole(paths.ca, credentials.caPem);
  return paths;
};

const readSmallFile = async (path: string, what: string): Promise<Buffer> => {
  const bytes = await readInputFile(path, what, MOST_BYTES);
  if (bytes) return bytes;
  throw new BadInput(
    'NOT_A_PEM',
    `${path} is larger than ${MOST_BYTES} bytes, and ${what} was expected there as PEM. Check whether it is the right file.`,
  );
};

/** LF and one final newline, without a byte order mark: what AWS hands out, and what mbedTLS wants at the end. */
const withLf = (bytes: Buffer): string =>
  `${bytes
    .toString()
    .replace(/^\uFEFF/, '')
    .replace(/\r\n/g, '\n')
    .trimEnd()}\n`;
