import type { X509Certificate } from 'node:crypto';

/** What policies may know of a certificate. */
export type CertificateFacts = Pick<
  X509Certificate,
  'serialNumber' | 'subject' | 'issuer' | 'subjectAltName'
>;

type Entry = readonly [name: string, value: string | readonly string[]];

/** AWS's names of certificate fields, by the names that OpenSSL gives them. */
const FIELDS: Readonly<Record<string, string>> = {
  CN: 'CommonName',
  C: 'Country',
  O: 'Organization',
  OU: 'OrganizationalUnit',
  ST: 'State',
  serialNumber: 'SerialNumber',
  title: 'Title',
  SN: 'Surname',
  GN: 'GivenName',
  initials: 'Initials',
  pseudonym: 'Pseudonym',
  generationQualifier: 'GenerationQualifier',
  dnQualifier: 'DistinguishedNameQualifier',
};

/** The same for alternative names, as Node spells their kinds. */
const ALTERNATIVES: Readonly<Record<string, string>> = {
  email: 'RFC822Name',
  DNS: 'DNSName',
  DirName: 'DirectoryName',
  URI: 'UniformResourceIdentifier',
  'IP Address': 'IPAddress',
};

/** AWS does not substitute certificate fields with these characters, nor longer ones. */
const UNSAFE = /[*$+?#]/;
const MAX_FIELD = 1024;
/** Of a field with many values AWS reads the first five. */
const MAX_VALUES = 5;

/** The variables of a certificate, `iot:Certificate.AvailableKeys` with all their names among them. */
export const certificateVariables = (certificate: CertificateFacts): readonly Entry[] => {
  const entries = [
    ['iot:Certificate.SerialNumber', certificate.serialNumber] as const,
    ...fieldVariables('iot:Certificate.Subject', named(certificate.subject)),
    ...fieldVariables('iot:Certificate.Issuer', named(certificate.issuer)),
    ...fieldVariables(
      'iot:Certificate.Subject.AlternativeName',
      alternatives(certificate.subjectAltName ?? ''),
    ),
  ];
  return [...entries, ['iot:Certificate.AvailableKeys', entries.map(([name]) => name)]];
};

/** The first value of a field has no suffix, the second `.1`, and so on; `.List` has all. */
const fieldVariables = (
  prefix: string,
  fields: readonly (readonly [string, string])[],
): Entry[] => {
  const byField = new Map<string, string[]>();
  for (const [field, value] of fields) byField.set(field, [...(byField.get(field) ?? []), value]);
  return [...byField].flatMap(([field, all]): Entry[] => {
    const name = `${prefix}.${field}`;
    const kept = all.slice(0, MAX_VALUES);
    const isSafe = (value: string): boolean => !UNSAFE.test(value) && value.length <= MAX_FIELD;
    const single = kept.flatMap((value, i): Entry[] =>
      isSafe(value) ? [[i === 0 ? name : `${name}.${i}`, value]] : [],
    );
    return kept.every(isSafe) ? [...single, [`${name}.List`, kept]] : single;
  });
};

const named = (distinguishedName: string): [string, string][] =>
  distinguishedName.split('\n').flatMap((line): [string, string][] => {
    const split = line.indexOf('=');
    const field = FIELDS[line.slice(0, split)];
    return split < 0 || field === undefined ? [] : [[field, backslashed(line.slice(split + 1))]];
  });

/**
 * Policies write special characters of a field with a backslash before them, `=` included. OpenSSL's text has the
 * backslashes already, but for `=`.
 */
const backslashed = (value: string): string => value.replaceAll(/(?<!\\)=/g, '\\=');

/** Node puts a name in quotes where it has a comma in it. */
const ALTERNATIVE = /(?<kind>[A-Za-z ]+):(?<name>"(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/g;

const alternatives = (text: string): [string, string][] =>
  [...text.matchAll(ALTERNATIVE)].flatMap(({ groups }): [string, string][] => {
    const kind = ALTERNATIVES[groups?.kind ?? ''];
    const name = groups?.name ?? '';
    if (kind === undefined) return [];
    return [[kind, name.startsWith('"') ? JSON.parse(name) : name]];
  });
