import { describeCertificate } from '../../../certs/describe-certificate.ts';
import { printable } from '../../../certs/printable.ts';
import { verdictTable } from '../cloud/policy-verdict.ts';
import { itemWords, type KnownKit, keyWords, matches } from './kit-fields.ts';

type Row = readonly [what: string, words: string | undefined];

/** One line for each row that has something to say. Names come from strangers. */
const rows = (...all: readonly Row[]): string[] => {
  const known = all.filter(([, words]) => words !== undefined);
  const width = known.reduce((most, [what]) => Math.max(most, printable(what).length), 0);
  return known.map(
    ([what, words = '']) => `  ${printable(what).padEnd(width)}  ${printable(words)}`,
  );
};

const certificateRows = ({ kit: { certificate } }: KnownKit): string[] => {
  if (certificate === undefined) return [];
  const { subject, issuer, notBefore, notAfter, sha256 } = describeCertificate(
    certificate.x509.raw,
  );
  return [
    'Certificate',
    ...rows(
      ['file', certificate.file],
      ['subject', subject],
      ['issuer', issuer],
      ['valid', `${notBefore.toISOString()} to ${notAfter.toISOString()}`],
      ['certificate id', `${sha256} (SHA-256 fingerprint)`],
    ),
  ];
};

const yesOrNo = (claim: boolean | undefined): string | undefined => {
  if (claim === undefined) return undefined;
  return claim ? 'yes' : 'NO';
};

const keyRows = ({ kit }: KnownKit): string[] =>
  kit.key === undefined
    ? []
    : [
        'Private key',
        ...rows(
          ['file', kit.key.file],
          ['kind', `${keyWords(kit.key.key)}, ${kit.key.form}`],
          ['belongs to the certificate', yesOrNo(matches(kit))],
        ),
      ];

const rootRows = ({ kit: { root } }: KnownKit): string[] => {
  if (root === undefined) return [];
  const { subject, notAfter, sha256 } = describeCertificate(root.pem);
  return [
    'Root certificate',
    ...rows(
      ['name', root.name],
      ['from', root.file ?? 'Node.js, since it was not handed out'],
      ['subject', subject],
      ['valid', `to ${notAfter.toISOString()}`],
      ['fingerprint', sha256],
    ),
  ];
};

const scriptRows = ({ kit: { script } }: KnownKit): string[] =>
  script === undefined
    ? []
    : [
        'Start script',
        ...rows(
          ['file', script.file],
          ['end point', script.script.endpoint],
          ['client id', script.script.clientId],
          ['topic', script.script.topic],
        ),
      ];

const policyLines = ({ kit: { policy }, verdict }: KnownKit): string[] => {
  if (policy === undefined || verdict === undefined) return [];
  const lines = verdictTable(policy.file, verdict).trimEnd().split('\n');
  return ['Policy', ...lines.map((line) => `  ${printable(line)}`)];
};

const findingLines = ({ findings }: KnownKit): string[] =>
  findings.length === 0
    ? ['Nothing is wrong.']
    : [
        'Wrong',
        ...findings.map(
          ({ severity, sentence }) =>
            `  ${severity === 'error' ? 'NO' : '? '}  ${printable(sentence)}`,
        ),
      ];

/** A kit for a person, without its key. */
export const kitTable = (known: KnownKit): string => {
  const files = rows(...known.kit.items.map((item): Row => [item.file, itemWords(item)]));
  const parts = [certificateRows, keyRows, rootRows, scriptRows, policyLines, findingLines];
  return `${[printable(known.path), ...files, ...parts.flatMap((part) => part(known))].join('\n')}\n`;
};
