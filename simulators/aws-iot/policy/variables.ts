import type { X509Certificate } from 'node:crypto';
import type { Variables } from './pattern.ts';

/** What policy variables may speak of. */
export interface Speaker {
  readonly clientId: string;
  readonly certificateId: string;
  readonly certificate: X509Certificate;
  /** The things that the certificate is attached to. */
  readonly things: readonly {
    readonly name: string;
    readonly attributes: Readonly<Record<string, string>>;
  }[];
}

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

/** AWS does not substitute certificate fields with these characters, nor longer ones. */
const UNSAFE = /[*$+?#]/;
const MAX_FIELD = 1024;

/** The variables of one connection. Thing variables exist only where the client id is the name of an attached thing. */
export const variablesOf = ({
  clientId,
  certificateId,
  certificate,
  things,
}: Speaker): Variables => {
  const thing = things.find(({ name }) => name === clientId);
  return new Map([
    ['iot:ClientId', clientId],
    ['iot:CertificateId', certificateId],
    ['iot:Certificate.SerialNumber', certificate.serialNumber],
    ['iot:Connection.Thing.IsAttached', String(thing !== undefined)],
    ...(thing ? thingVariables(thing) : []),
    ...fieldVariables('iot:Certificate.Subject', certificate.subject),
    ...fieldVariables('iot:Certificate.Issuer', certificate.issuer),
  ]);
};

const thingVariables = (thing: Speaker['things'][number]): [string, string][] => [
  ['iot:Connection.Thing.ThingName', thing.name],
  ...Object.entries(thing.attributes).map(([name, value]): [string, string] => [
    `iot:Connection.Thing.Attributes[${name}]`,
    value,
  ]),
];

/** The first value of a field has no suffix, the second `.1`, and so on. */
const fieldVariables = (prefix: string, distinguishedName: string): [string, string][] => {
  const count = new Map<string, number>();
  return distinguishedName.split('\n').flatMap((line): [string, string][] => {
    const split = line.indexOf('=');
    const field = FIELDS[line.slice(0, split)];
    const value = line.slice(split + 1);
    if (split < 0 || field === undefined) return [];
    const index = count.get(field) ?? 0;
    count.set(field, index + 1);
    if (UNSAFE.test(value) || value.length > MAX_FIELD) return [];
    return [[`${prefix}.${field}${index === 0 ? '' : `.${index}`}`, value]];
  });
};
