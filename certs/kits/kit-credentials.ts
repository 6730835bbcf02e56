import { BadInput } from '../../errors/bench-error.ts';
import { requireSoundCredentials } from '../check-credentials.ts';
import type { CredentialPart, DeviceCredentials } from '../credentials.ts';
import { type ConnectionKit, isAtAws, sortOut } from './connection-kit.ts';
import { readDownload } from './download.ts';

/** Credentials that belong together, and the file that each came from. */
export interface NamedCredentials {
  readonly credentials: DeviceCredentials;
  readonly names: Readonly<Record<CredentialPart, string>>;
}

/** There may be one that cannot be read: then that is what should be told. A policy is none of them. */
const unreadable = ({ items, leftOut }: ConnectionKit): BadInput | undefined =>
  [...items.flatMap((item) => (item.kind === 'refused' ? [item.refusal] : [])), ...leftOut].find(
    ({ code }) => code !== 'POLICY_DAMAGED',
  );

const missing = (kit: ConnectionKit, what: string, files: readonly string[]): BadInput =>
  (files.length === 0 && unreadable(kit)) || unclear(what, files);

const unclear = (what: string, files: readonly string[]): BadInput =>
  new BadInput(
    'CREDENTIALS_UNCLEAR',
    files.length === 0
      ? `There is no ${what} that can be read among what was named. Name a folder or files with a certificate, its private key and the root.`
      : `There should be one ${what}, and there are several: ${files.join(', ')}. Name the files that are meant.`,
  );

const filesOf = (items: readonly { readonly file: string }[]): string[] =>
  items.map(({ file }) => file);

interface Root {
  readonly pem: string;
  readonly name: string;
}

/** Does the start script say that the device is for AWS's servers? */
const isForAws = ({ script }: ConnectionKit): boolean => {
  const endpoint = script?.script.endpoint;
  return endpoint !== undefined && isAtAws(endpoint);
};

/**
 * The roots of one file, all of them; of several files, AWS's first; without any, that of AWS, which Node.js has. Where a
 * start script leads to AWS, what is not AWS's is left out.
 */
const rootOf = (kit: ConnectionKit): Root => {
  const { root } = kit;
  const authorities = isForAws(kit)
    ? kit.authorities.filter((each) => each.root !== undefined)
    : kit.authorities;
  const [file, ...others] = new Set(filesOf(authorities));
  if (file !== undefined && others.length === 0) {
    return { pem: authorities.map(({ pem }) => pem).join(''), name: file };
  }
  const isClear = authorities.every((each) => each.root !== undefined);
  if (root && isClear) return { pem: root.pem, name: root.file ?? `${root.name} of Node.js` };
  throw unclear('root certificate', filesOf(authorities));
};

/**
 * Reads device credentials out of files, folders and zip archives, such as what AWS hands out; which is which, is seen
 * in what they hold. Throws BadInput CREDENTIALS_UNCLEAR, the code of what cannot be read where something is missing,
 * what `readDownload` throws, and what `requireSoundCredentials` throws where they do not belong together.
 */
export const readKitCredentials = async (paths: readonly string[]): Promise<NamedCredentials> => {
  const downloads = await Promise.all(paths.map(readDownload));
  const kit = sortOut({
    files: downloads.flatMap(({ files }) => files),
    leftOut: downloads.flatMap(({ leftOut }) => leftOut),
  });
  const { certificate, certificates, key, keys } = kit;
  if (!key) throw missing(kit, 'private key', filesOf(keys));
  if (!certificate) throw missing(kit, 'device certificate', filesOf(certificates));
  const root = rootOf(kit);
  const credentials = { certificatePem: certificate.pem, keyPem: key.pem, caPem: root.pem };
  const names = { certificate: certificate.file, key: key.file, ca: root.name };
  requireSoundCredentials(credentials, { names });
  return { credentials, names };
};
