import { type CredentialFinding, checkCredentials } from '../check-credentials.ts';
import { type ConnectionKit, isAtAws } from './connection-kit.ts';

/** One thing that is wrong with a connection kit; a warning is no hindrance. */
export type KitFinding = Pick<CredentialFinding, 'code' | 'severity' | 'sentence'>;

/** All that is wrong with a kit and can be seen without asking AWS; its policy is not looked at. Never throws. */
export const checkKit = (kit: ConnectionKit, { now = new Date() } = {}): KitFinding[] => [
  ...unreadable(kit),
  ...counts(kit),
  ...parts(kit, now),
  ...strangers(kit),
  ...roots(kit),
  ...names(kit),
  ...endpoint(kit),
];

const error = (code: string, sentence: string): KitFinding => ({
  code,
  severity: 'error',
  sentence,
});

const warning = (code: string, sentence: string): KitFinding => ({
  code,
  severity: 'warning',
  sentence,
});

/** Where a good pair was found, what cannot be read is not what matters. */
const unreadable = ({ items, leftOut, pairs }: ConnectionKit): KitFinding[] => [
  ...leftOut.map(({ code, message }) => warning(code, message)),
  ...items
    .flatMap((item) => (item.kind === 'refused' ? [item.refusal] : []))
    .map(({ code, message }) => (pairs.length > 0 ? warning : error)(code, message)),
];

const counts = (kit: ConnectionKit): KitFinding[] => {
  const { certificates, keys, pairs, scripts, policies } = kit;
  const found: KitFinding[] = [];
  if (certificates.length === 0) {
    found.push(
      error('CERTIFICATE_MISSING', 'There is no device certificate that can be read. Add it.'),
    );
  }
  if (keys.length === 0) {
    found.push(
      error(
        'KEY_MISSING',
        'There is no private key that can be read. AWS shows a key once; if it is lost, make a new certificate.',
      ),
    );
  }
  if (pairs.length > 1) {
    found.push(
      error(
        'SEVERAL_DEVICES',
        `There are ${pairs.length} certificates with their keys. Name the files of one device.`,
      ),
    );
  }
  if (pairs.length === 0 && certificates.length * keys.length > 1) {
    found.push(
      error(
        'KEY_MISMATCH',
        `None of the keys (${keys.length}) belongs to one of the certificates (${certificates.length}). Take both from the same download.`,
      ),
    );
  }
  for (const [code, what, list] of [
    ['SEVERAL_SCRIPTS', 'start scripts', scripts],
    ['SEVERAL_POLICIES', 'policies', policies],
  ] as const) {
    if (list.length < 2) continue;
    const files = list.map(({ file }) => file).join(', ');
    found.push(warning(code, `There are different ${what} (${files}), so none of them is used.`));
  }
  return found;
};

const parts = ({ certificate, key, root }: ConnectionKit, now: Date): KitFinding[] => {
  const there = { certificate, key, ca: root };
  return checkCredentials(
    {
      certificatePem: certificate?.pem ?? '',
      keyPem: key?.pem ?? '',
      caPem: root?.pem ?? '',
    },
    {
      now,
      names: {
        certificate: certificate?.file ?? '',
        key: key?.file ?? '',
        ca: root?.file ?? 'the root certificate of Node.js',
      },
    },
  ).filter(({ part }) => there[part] !== undefined);
};

const roots = ({ root, authorities, script }: ConnectionKit): KitFinding[] => {
  if (root === undefined) {
    return [
      error(
        'ROOT_MISSING',
        'There is no root certificate for the server, and Node.js does not have it. At AWS it is AmazonRootCA1.pem.',
      ),
    ];
  }
  const foreign = authorities.filter((one) => one.root === undefined);
  if (!isAtAws(script?.script.endpoint)) return [];
  return foreign.map(({ file }) =>
    warning(
      'ROOT_NOT_AMAZONS',
      `${file} is the certificate of an authority and none of Amazon's roots, so AWS IoT's servers cannot be checked with it; ${root.name} is used.`,
    ),
  );
};

const NAMED_BY_AWS = /(?:^|[ /])([0-9a-f]{64}|[0-9a-f]{10})-certificate\.pem\.crt$/;

/** They may tell that the files of two devices were mixed up. */
const strangers = ({ certificates, keys, pairs }: ConnectionKit): KitFinding[] => {
  const [pair, ...others] = pairs;
  if (!pair || others.length > 0) return [];
  return [
    ...certificates
      .filter((each) => each !== pair.certificate)
      .map(({ file }) =>
        warning(
          'CERTIFICATE_OF_ANOTHER',
          `${file} is a certificate of another key and is not used; ${pair.certificate.file} is.`,
        ),
      ),
    ...keys
      .filter((each) => each !== pair.key)
      .map(({ file }) =>
        warning('KEY_OF_ANOTHER', `${file} is another private key and is not used.`),
      ),
  ];
};

const names = ({ items, keys, certificates }: ConnectionKit): KitFinding[] =>
  items.flatMap((item) => {
    if (item.kind === 'certificate') {
      const named = NAMED_BY_AWS.exec(item.file)?.[1] ?? '';
      if (item.id.startsWith(named)) return [];
      return warning(
        'FILE_NAME_MISLEADS',
        `${item.file} bears the name of another certificate: it holds ${item.id}.`,
      );
    }
    if (item.kind !== 'public-key') return [];
    if ([...keys, ...certificates].some(({ publicKey }) => publicKey.equals(item.publicKey))) {
      return [];
    }
    return warning(
      'PUBLIC_KEY_OF_ANOTHER',
      `${item.file} belongs to another key. It is not needed, but may tell that files were mixed up.`,
    );
  });

/** The first label of an end point whose servers Amazon's roots vouch for ends in `-ats`. */
const LEGACY = /^[a-z0-9]+\.iot\.[a-z0-9-]+\.amazonaws\.com$/i;

const endpoint = ({ script }: ConnectionKit): KitFinding[] => {
  if (script === undefined) return [];
  const { file } = script;
  const { endpoint } = script.script;
  if (endpoint === undefined) {
    return [
      warning('ENDPOINT_MISSING', `${file} names no end point; its last line may have been lost.`),
    ];
  }
  if (!LEGACY.test(endpoint)) return [];
  return [
    warning(
      'ENDPOINT_LEGACY',
      `${file} names the end point ${endpoint}, whose servers Amazon's roots do not vouch for. Ask AWS for the one of the type iot:Data-ATS.`,
    ),
  ];
};
