import type { BadInput } from '../../errors/bench-error.ts';
import { amazonRootPem } from '../amazon-roots.ts';
import type { Download } from './download.ts';
import {
  type CertificateItem,
  type KeyItem,
  type KitItem,
  type PolicyItem,
  readItems,
  type ScriptItem,
} from './kit-item.ts';

/** The root that a device with this kit is to trust. */
interface KitRoot {
  readonly pem: string;
  readonly name: string;
  /** The file that it came from; undefined if it was none of the kit's and Node.js had it. */
  readonly file: string | undefined;
}

interface Pair {
  readonly certificate: CertificateItem;
  readonly key: KeyItem;
}

/** What a device was given by AWS, sorted out. What was found twice over stands in the lists once. */
export interface ConnectionKit {
  /** All that was found, in the order of the files. */
  readonly items: readonly KitItem[];
  readonly leftOut: readonly BadInput[];
  /** Those that may be a device's; roots and other authorities are not. */
  readonly certificates: readonly CertificateItem[];
  /** Certificates of authorities, Amazon's among them. */
  readonly authorities: readonly CertificateItem[];
  readonly keys: readonly KeyItem[];
  readonly scripts: readonly ScriptItem[];
  readonly policies: readonly PolicyItem[];
  /** Certificates with the keys that belong to them. */
  readonly pairs: readonly Pair[];
  /** The device's own; undefined if there is none or a choice. */
  readonly certificate: CertificateItem | undefined;
  readonly key: KeyItem | undefined;
  readonly root: KitRoot | undefined;
  readonly script: ScriptItem | undefined;
  readonly policy: PolicyItem | undefined;
}

/** Sorts out a download by the contents of its files. Never throws: `checkKit` says what is wrong with it. */
export const sortOut = ({ files, leftOut }: Download): ConnectionKit => {
  const items = files.flatMap(readItems);
  const every = onlyOnce(ofKind(items, 'certificate'), ({ id }) => id);
  const keys = onlyOnce(ofKind(items, 'private-key'), ({ publicKey }) =>
    publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  );
  const scripts = onlyOnce(ofKind(items, 'start-script'), ({ script }) => JSON.stringify(script));
  const policies = onlyOnce(ofKind(items, 'policy'), ({ text }) => text.trim());
  const pairs = every.flatMap((certificate) =>
    keys
      .filter(({ publicKey }) => publicKey.equals(certificate.publicKey))
      .map((key) => ({ certificate, key })),
  );
  // A certificate that signed itself is a device's if its key is there.
  const isOwn = (one: CertificateItem): boolean =>
    !one.x509.ca || pairs.some(({ certificate }) => certificate === one);
  const certificates = every.filter(isOwn);
  const authorities = every.filter((one) => !isOwn(one));
  const script = only(scripts);
  return {
    items,
    leftOut,
    certificates,
    authorities,
    keys,
    scripts,
    policies,
    pairs,
    ...(pairs.length === 0
      ? { certificate: only(certificates), key: only(keys) }
      : { certificate: only(pairs)?.certificate, key: only(pairs)?.key }),
    root: rootFor(script?.script.endpoint, authorities),
    script,
    policy: only(policies),
  };
};

/** Whether a server is AWS's; so is one that is not named. */
export const isAtAws = (endpoint: string | undefined): boolean =>
  endpoint === undefined || /\.amazonaws\.com(\.cn)?$/i.test(endpoint);

/** AWS's servers need one of Amazon's, whatever else there is; their RSA certificates the first. */
const rootFor = (
  endpoint: string | undefined,
  authorities: readonly CertificateItem[],
): KitRoot | undefined => {
  const amazons = authorities.filter(({ root }) => root !== undefined);
  const found =
    amazons.find(({ root }) => root === 'Amazon Root CA 1') ??
    amazons[0] ??
    (isAtAws(endpoint) ? undefined : authorities.find(({ x509 }) => x509.checkIssued(x509)));
  if (found) {
    return { pem: found.pem, name: found.root ?? 'not one of Amazon’s', file: found.file };
  }
  const pem = isAtAws(endpoint) ? amazonRootPem('Amazon Root CA 1') : undefined;
  return pem === undefined ? undefined : { pem, name: 'Amazon Root CA 1', file: undefined };
};

const ofKind = <Kind extends KitItem['kind']>(items: readonly KitItem[], kind: Kind) =>
  items.filter((item): item is Extract<KitItem, { kind: Kind }> => item.kind === kind);

const onlyOnce = <T>(list: readonly T[], by: (one: T) => string): T[] => {
  const first = new Map<string, T>();
  for (const one of list) if (!first.has(by(one))) first.set(by(one), one);
  return [...first.values()];
};

const only = <T>(list: readonly T[]): T | undefined => (list.length === 1 ? list[0] : undefined);
