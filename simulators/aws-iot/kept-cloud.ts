import { X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { basename, join } from 'node:path';
import { type Authority, createAuthority } from '../../certs/authority.ts';
import {
  type CredentialPaths,
  readCredentials,
  writeCredentials,
} from '../../certs/credential-files.ts';
import { parseCertificates } from '../../certs/credentials.ts';
import { writeWhole } from '../../certs/write-whole.ts';
import { BadInput } from '../../errors/bench-error.ts';
import { requireUsable } from './shown-identity.ts';
import type { CreatedThing, StandInOptions } from './stand-in-options.ts';

/** Ten years: boards that were provisioned with this root shall find it again. */
const VALID_MS = 10 * 365 * 24 * 3600_000;
const CHAIN = 'server-chain.pem';
/** Not `server.private.key`, which is where a thing of the name `server` has its own. */
const KEY = 'server.key';
const ROOT = 'root-CA.crt';
const CERTIFICATE = '.cert.pem';

/** The files of one thing, as in AWS's connection kits. */
export interface ThingFiles extends CredentialPaths {
  readonly policy: string;
}

/** What a folder keeps of a cloud from one run to the next: its server's identity and its things. */
export interface KeptCloud {
  readonly identity: NonNullable<StandInOptions['identity']>;
  /** Who made the identity: only in the run in which it was made, since its key is not kept. */
  readonly authority?: Authority;
  readonly things: readonly KeptThing[];
}

interface KeptThing {
  readonly name: string;
  readonly credentials: { readonly certificatePem: string; readonly keyPem: string };
  readonly policy: object;
  readonly files: ThingFiles;
}

/**
 * Opens the folder of a cloud, and makes a new server identity for these names and addresses where it holds none yet.
 * The root's own key is never stored: so the names of the server certificate stay as they were. Throws BadInput
 * NOT_A_DIRECTORY, NAMES_NOT_COVERED, FILE_UNREADABLE, what `requireUsable` or what reading credentials throws.
 */
export const openKeptCloud = async (
  folder: string,
  hosts: readonly string[],
): Promise<KeptCloud> => {
  const files = await filesOf(folder);
  if (!files.includes(CHAIN)) {
    return { ...(await createIdentity(folder, hosts)), things: [] };
  }
  const [chainPem, keyPem, caPem] = await Promise.all(
    [CHAIN, KEY, ROOT].map((name) => readKept(join(folder, name))),
  );
  const identity = { chainPem: chainPem ?? '', keyPem: keyPem ?? '', caPem: caPem ?? '' };
  requireUsable(identity, { chain: join(folder, CHAIN), key: join(folder, KEY) });
  parseCertificates(identity.caPem, join(folder, ROOT));
  requireHosts(folder, identity.chainPem, hosts);
  const names = files
    .filter((name) => name.endsWith(CERTIFICATE))
    .map((name) => basename(name, CERTIFICATE))
    .sort();
  return { identity, things: await Promise.all(names.map((name) => readThing(folder, name))) };
};

/** Keeps a new thing: credentials and policy as in AWS's connection kits, the key for its owner's eyes only. */
export const keepThing = async (
  folder: string,
  { name, certificatePem, keyPem, policy }: CreatedThing,
  caPem: string,
): Promise<ThingFiles> => {
  const paths = await writeCredentials(folder, { certificatePem, keyPem, caPem }, { name });
  const policyFile = policyPath(folder, name);
  await writeWhole(policyFile, `${JSON.stringify(policy, null, 2)}\n`);
  return { ...paths, policy: policyFile };
};

const policyPath = (folder: string, name: string): string => join(folder, `${name}-Policy`);

const readThing = async (folder: string, name: string): Promise<KeptThing> => {
  const files = {
    certificate: join(folder, `${name}${CERTIFICATE}`),
    key: join(folder, `${name}.private.key`),
    ca: join(folder, ROOT),
    policy: policyPath(folder, name),
  };
  const credentials = await readCredentials(files);
  const text = await readKept(files.policy);
  try {
    return { name, credentials, policy: JSON.parse(text), files };
  } catch (cause) {
    throw new BadInput('POLICY_MALFORMED', `The policy ${files.policy} is not JSON.`, { cause });
  }
};

const createIdentity = async (
  folder: string,
  hosts: readonly string[],
): Promise<{ identity: KeptCloud['identity']; authority: Authority }> => {
  const notAfter = new Date(Date.now() + VALID_MS);
  const authority = await createAuthority({ notAfter });
  const identity = await authority.issueServer({
    names: hosts.filter((host) => isIP(host) === 0),
    addresses: hosts.filter((host) => isIP(host) !== 0),
    notAfter,
  });
  await writeWhole(join(folder, KEY), identity.keyPem, { mode: 0o600 });
  await writeWhole(join(folder, ROOT), identity.caPem);
  // Last: where the chain stands, the rest does.
  await writeWhole(join(folder, CHAIN), identity.chainPem);
  return { identity, authority };
};

const requireHosts = (folder: string, chainPem: string, hosts: readonly string[]): void => {
  const certificate = new X509Certificate(chainPem);
  const missing = hosts.filter((host) =>
    isIP(host) === 0 ? !certificate.checkHost(host) : !certificate.checkIP(host),
  );
  if (missing.length === 0) return;
  throw new BadInput(
    'NAMES_NOT_COVERED',
    `The server certificate in ${folder} is not for ${missing.join(', ')}, and the key that signed it is gone. Leave the name out, or name another folder.`,
  );
};

const filesOf = async (folder: string): Promise<string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    const cause = error as NodeJS.ErrnoException;
    if (cause.code === 'ENOENT') return [];
    throw new BadInput(
      cause.code === 'ENOTDIR' ? 'NOT_A_DIRECTORY' : 'FILE_UNREADABLE',
      cause.code === 'ENOTDIR'
        ? `${folder} is a file, and a folder was expected there. Name another one.`
        : `The folder ${folder} cannot be read (${cause.code}).`,
      { cause },
    );
  }
};

const readKept = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new BadInput(
      'FILE_UNREADABLE',
      `${path} should be there with the other files of this cloud and cannot be read. Name an empty folder to begin anew.`,
      { cause },
    );
  }
};
