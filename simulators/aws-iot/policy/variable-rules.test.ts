import { testPolicies } from './policy-table.ts';
import type { Speaker } from './variables.ts';

const LAMP = { name: 'lamp', attributes: { room: 'kitchen', floor: '3' }, typeName: 'light' };
const DOOR = { name: 'door', attributes: {} };
const firm = (subject: string, issuer = 'CN=Some CA', subjectAltName = '') => ({
  clientId: 'c1',
  things: [],
  certificateId: 'f'.repeat(64),
  certificate: { serialNumber: '0A1B', subject, issuer, subjectAltName },
});

const PEOPLE: Readonly<Record<string, Speaker>> = {
  c1: { clientId: 'c1', things: [] },
  'the lamp': { clientId: 'lamp', things: [LAMP] },
  'the door, one of two': { clientId: 'door', things: [LAMP, DOOR] },
  'another with its certificate': { clientId: 'c1', things: [LAMP] },
  'another, exclusively': { clientId: 'c1', things: [{ ...LAMP, isExclusive: true }] },
  'the client called *': { clientId: '*', things: [] },
  'the client called +': { clientId: '+', things: [] },
  'the client called by a variable': { clientId: `\${iot:ClientId}`, things: [] },
  'a firm': firm('C=DE\nC=FR\nO=Example Corp\nOU=one\nOU=two\nCN=dev-7\nserialNumber=S1'),
  'a firm of six units': firm(['a', 'b', 'c', 'd', 'e', 'f'].map((ou) => `OU=${ou}`).join('\n')),
  'a firm with a star': firm('O=all*\nCN=dev-7'),
  'a firm with a comma': firm('O=Example\\, Inc.'),
  'an AWS certificate': firm('CN=AWS IoT Certificate', 'OU=Amazon Web Services O=Amazon.com Inc.'),
  'a firm with other names': firm(
    'CN=dev-7',
    'CN=CA',
    'DNS:dev.example, DNS:two.example, IP Address:192.0.2.9, email:a@b.example, URI:"urn:x, y"',
  ),
};

const V = (name: string): string => `\${${name}}`;
const THING = 'iot:Connection.Thing';
const CERT = 'iot:Certificate';

describe('A policy with the client id in it', () => {
  testPolicies(
    PEOPLE,
    `
its own id                | allow Connect on client/${V('iot:ClientId')}        | c1 | Connect c1 | allowed
somebody else's           |                                                     |    | Connect c2 | not allowed
a topic of its own        | allow Publish on topic/${V('iot:ClientId')}/*       |    | Publish c1/a/b | allowed
                          |                                                     |    | Publish c2/a | not allowed
twice                     | allow Publish on topic/${V('iot:ClientId')}/${V('iot:ClientId')} |  | Publish c1/c1 | allowed
wildcards gain nothing    | allow Publish on topic/${V('iot:ClientId')}/*       | the client called * | Publish c1/a | not allowed
but are themselves        |                                                     |    | Publish */a | allowed
                          | allow Subscribe on topicfilter/my/${V('iot:ClientId')}/x | the client called + | Subscribe my/c1/x | not allowed
                          |                                                     |    | Subscribe my/+/x | allowed
it is put in once         | allow Publish on topic/${V('iot:ClientId')}         | the client called by a variable | Publish c1 | not allowed
in a Deny                 | allow Publish on topic/*; deny Publish on topic/${V('iot:ClientId')} | c1 | Publish c1 | denied
                          |                                                     |    | Publish c2 | allowed
never in an action        | allow ${V('iot:ClientId')} on *                     |    | Publish c1 | not allowed
`,
  );
});

describe('A policy with what has no value in it', () => {
  testPolicies(
    PEOPLE,
    `
an unknown variable       | allow Publish on topic/${V('iot:Unknown')}          | c1 | Publish x | not allowed
takes nothing             | allow Publish on topic/${V('iot:Unknown')}*         |    | Publish x | not allowed
nor itself                | allow Publish on topic/${V('iot:Unknown')}          |    | Publish ${V('iot:Unknown')} | not allowed
other resources count     | allow Publish on topic/${V('iot:Unknown')},topic/x  |    | Publish x | allowed
a Deny does not fit too   | allow Publish on topic/*; deny Publish on topic/${V('iot:Unknown')}* |  | Publish x | allowed
several values fit none   | allow Publish on topic/${V(`${CERT}.Subject.Country.List`)} | a firm | Publish DE | not allowed
IAM's escapes: a star     | allow Publish on topic/${V('*')}                    | c1 | Publish * | allowed
                          |                                                     |    | Publish x | not allowed
a question mark           | allow Publish on topic/${V('?')}                    |    | Publish ? | allowed
                          |                                                     |    | Publish x | not allowed
a dollar                  | allow Publish on topic/${V('$')}{x}                 |    | Publish $\{x} | allowed
`,
  );
});

describe('A policy about things', () => {
  testPolicies(
    PEOPLE,
    `
its name                  | allow Publish on topic/${V(`${THING}.ThingName`)}   | the lamp | Publish lamp | allowed
                          |                                                     |    | Publish door | not allowed
of several, its own       |                                                     | the door, one of two | Publish door | allowed
                          |                                                     |    | Publish lamp | not allowed
no thing, no value        |                                                     | c1 | Publish c1 | not allowed
the client id must be it  |                                                     | another with its certificate | Publish lamp | not allowed
                          |                                                     |    | Publish c1 | not allowed
but for exclusive ones    |                                                     | another, exclusively | Publish lamp | allowed
connecting as the thing   | allow Connect on client/${V(`${THING}.ThingName`)}  | the lamp | Connect lamp | allowed
                          |                                                     | c1 | Connect c1 | not allowed
its type                  | allow Publish on topic/${V(`${THING}.ThingTypeName`)} | the lamp | Publish light | allowed
without a type            |                                                     | the door, one of two | Publish light | not allowed
an attribute              | allow Publish on topic/${V(`${THING}.Attributes[room]`)}/* | the lamp | Publish kitchen/a | allowed
                          |                                                     |    | Publish cellar/a | not allowed
without the attribute     |                                                     | the door, one of two | Publish kitchen/a | not allowed
capital letters count     | allow Publish on topic/${V(`${THING}.Attributes[Room]`)} | the lamp | Publish kitchen | not allowed
two attributes            | allow Publish on topic/${V(`${THING}.Attributes[floor]`)}/${V(`${THING}.Attributes[room]`)} |  | Publish 3/kitchen | allowed
attached                  | allow Connect on * if Bool ${THING}.IsAttached = true | the lamp | Connect lamp | allowed
                          |                                                     | another with its certificate | Connect c1 | not allowed
                          |                                                     | another, exclusively | Connect c1 | allowed
in capital letters        | allow Connect on * if Bool ${THING}.IsAttached = TRUE | the lamp | Connect lamp | allowed
not attached              | allow Connect on * if Bool ${THING}.IsAttached = false | c1 | Connect c1 | allowed
                          |                                                     | the lamp | Connect lamp | not allowed
`,
  );
});

describe('A policy about certificates', () => {
  testPolicies(
    PEOPLE,
    `
the common name           | allow Publish on topic/${V(`${CERT}.Subject.CommonName`)} | a firm | Publish dev-7 | allowed
                          |                                                     |    | Publish dev-8 | not allowed
the organisation          | allow Publish on topic/${V(`${CERT}.Subject.Organization`)} |  | Publish Example Corp | allowed
the first of two          | allow Publish on topic/${V(`${CERT}.Subject.Country`)} |    | Publish DE | allowed
                          |                                                     |    | Publish FR | not allowed
the second of two         | allow Publish on topic/${V(`${CERT}.Subject.Country.1`)} |  | Publish FR | allowed
there is no third         | allow Publish on topic/${V(`${CERT}.Subject.Country.2`)} |  | Publish FR | not allowed
the subject's number      | allow Publish on topic/${V(`${CERT}.Subject.SerialNumber`)} |  | Publish S1 | allowed
the certificate's number  | allow Publish on topic/${V(`${CERT}.SerialNumber`)} |    | Publish 0A1B | allowed
the issuer                | allow Publish on topic/${V(`${CERT}.Issuer.CommonName`)} |  | Publish Some CA | allowed
its id                    | allow Publish on topic/${V('iot:CertificateId')}/*  |    | Publish ${'f'.repeat(64)}/a | allowed
a field it has not        | allow Publish on topic/${V(`${CERT}.Subject.Surname`)} |   | Publish dev-7 | not allowed
wildcards are not put in  | allow Publish on topic/${V(`${CERT}.Subject.Organization`)} | a firm with a star | Publish all* | not allowed
                          |                                                     |    | Publish alles | not allowed
but other fields are      | allow Publish on topic/${V(`${CERT}.Subject.CommonName`)} |  | Publish dev-7 | allowed
a backslash before commas | allow Publish on topic/${V(`${CERT}.Subject.Organization`)} | a firm with a comma | Publish Example\\, Inc. | allowed
and before equal signs    | allow Publish on * if StringEquals ${CERT}.Issuer.OrganizationalUnit = Amazon Web Services O\\=Amazon.com Inc. | an AWS certificate | Publish x | allowed
                          | allow Publish on * if StringEquals ${CERT}.Issuer.OrganizationalUnit = Amazon Web Services O=Amazon.com Inc. |  | Publish x | not allowed
one of the values         | allow Publish on * if ForAnyValue:StringEquals ${CERT}.Subject.Country.List = FR,IT | a firm | Publish x | allowed
each of the values        | allow Publish on * if ForAllValues:StringEquals ${CERT}.Subject.Country.List = FR,IT |  | Publish x | not allowed
                          | allow Publish on * if ForAllValues:StringEquals ${CERT}.Subject.Country.List = FR,DE |  | Publish x | allowed
five values are read      | allow Publish on topic/${V(`${CERT}.Subject.OrganizationalUnit.4`)} | a firm of six units | Publish e | allowed
the sixth is not          | allow Publish on topic/${V(`${CERT}.Subject.OrganizationalUnit.5`)} |  | Publish f | not allowed
a name in DNS             | allow Publish on topic/${V(`${CERT}.Subject.AlternativeName.DNSName`)} | a firm with other names | Publish dev.example | allowed
the second                | allow Publish on topic/${V(`${CERT}.Subject.AlternativeName.DNSName.1`)} |  | Publish two.example | allowed
an address                | allow Publish on topic/${V(`${CERT}.Subject.AlternativeName.IPAddress`)} |  | Publish 192.0.2.9 | allowed
a mail address            | allow Publish on topic/${V(`${CERT}.Subject.AlternativeName.RFC822Name`)} |  | Publish a@b.example | allowed
a URI with a comma        | allow Publish on topic/${V(`${CERT}.Subject.AlternativeName.UniformResourceIdentifier`)} |  | Publish urn:x, y | allowed
other names it has not    | allow Publish on topic/${V(`${CERT}.Subject.AlternativeName.DNSName`)} | a firm | Publish dev.example | not allowed
the names of its fields   | allow Publish on * if ForAnyValue:StringEquals ${CERT}.AvailableKeys = ${CERT}.Subject.CommonName | a firm | Publish x | allowed
                          | allow Publish on * if ForAnyValue:StringEquals ${CERT}.AvailableKeys = ${CERT}.Subject.Surname |  | Publish x | not allowed
no certificate            | allow Publish on topic/${V(`${CERT}.Subject.CommonName`)} | c1 | Publish dev-7 | not allowed
`,
  );
});
