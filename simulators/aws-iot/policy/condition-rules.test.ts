import { testPolicies } from './policy-table.ts';
import type { Speaker } from './variables.ts';

const client = (clientId: string, sourceIp?: string): Speaker => ({
  clientId,
  things: [],
  sourceIp,
});
const connecting = (isPersistent: boolean, lastWill?: string): Speaker => ({
  clientId: 'c1',
  things: [],
  connect: { isPersistent, lastWill },
});
const WILL = 'arn:aws:iot:eu-west-1:123456789012:topic/will';

const PEOPLE: Readonly<Record<string, Speaker>> = {
  c1: client('c1'),
  C1: client('C1'),
  seven: client('7'),
  hexadecimal: client('0x7'),
  nine: client('9.5'),
  'a date': client('2026-01-02T03:04:05Z'),
  'the office': client('c1', '192.0.2.7'),
  'the street': client('c1', '198.51.100.7'),
  'the new street': client('c1', '2001:db8::7'),
  plain: connecting(false),
  keeper: connecting(true),
  mourner: connecting(false, WILL),
  both: connecting(true, WILL),
  'mourner elsewhere': connecting(false, `${WILL}/other`),
};

const onId = (operator: string, value: string): string =>
  `allow Publish on * if ${operator} iot:ClientId = ${value}`;
const onConnect = (operator: string, value: string): string =>
  `allow Connect on * if ${operator} iot:ConnectAttributes = ${value}`;
const ID = `\${iot:ClientId}`;

describe('A condition on texts', () => {
  testPolicies(
    PEOPLE,
    `
equal                      | ${onId('StringEquals', 'c1')}              | c1 | Publish x | allowed
                           |                                           | C1 | Publish x | not allowed
one of several             | ${onId('StringEquals', 'c0,c1')}           | c1 | Publish x | allowed
wildcards are text         | ${onId('StringEquals', 'c*')}              |    | Publish x | not allowed
not equal                  | ${onId('StringNotEquals', 'c1')}           |    | Publish x | not allowed
                           |                                           | C1 | Publish x | allowed
none of several            | ${onId('StringNotEquals', 'c0,c1')}        | c1 | Publish x | not allowed
                           | ${onId('StringNotEquals', 'c0,c2')}        |    | Publish x | allowed
capital letters aside      | ${onId('StringEqualsIgnoreCase', 'c1')}    | C1 | Publish x | allowed
                           | ${onId('StringNotEqualsIgnoreCase', 'c1')} |    | Publish x | not allowed
like                       | ${onId('StringLike', 'c*')}                | c1 | Publish x | allowed
                           | ${onId('StringLike', 'd*')}                |    | Publish x | not allowed
                           | ${onId('StringLike', '?1')}                |    | Publish x | allowed
not like                   | ${onId('StringNotLike', 'c*')}             |    | Publish x | not allowed
                           | ${onId('StringNotLike', 'd*')}             |    | Publish x | allowed
a variable as the value    | ${onId('StringEquals', ID)}                |    | Publish x | allowed
                           | ${onId('StringLike', `${ID}*`)}            |    | Publish x | allowed
one without a value        | ${onId('StringEquals', `\${iot:Unknown}`)}  |    | Publish x | not allowed
in a Deny                  | allow Publish on *; deny Publish on * if StringEquals iot:ClientId = c1 |  | Publish x | denied
                           |                                           | C1 | Publish x | allowed
each must hold             | allow Publish on * if StringEquals iot:ClientId = c1 and StringLike iot:ClientId = d* | c1 | Publish x | not allowed
                           | allow Publish on * if StringEquals iot:ClientId = c1 and StringLike iot:ClientId = c* |  | Publish x | allowed
`,
  );
});

describe('A condition on what has no value', () => {
  testPolicies(
    PEOPLE,
    `
does not hold              | allow Publish on * if StringEquals iot:Nothing = a          | c1 | Publish x | not allowed
                           | allow Publish on * if StringLike iot:Nothing = *            |    | Publish x | not allowed
                           | allow Publish on * if Bool iot:Nothing = false              |    | Publish x | not allowed
                           | allow Publish on * if IpAddress aws:SourceIp = 0.0.0.0/0    |    | Publish x | not allowed
holds if it is negated     | allow Publish on * if StringNotEquals iot:Nothing = a       |    | Publish x | allowed
                           | allow Publish on * if NotIpAddress aws:SourceIp = 0.0.0.0/0 |    | Publish x | allowed
or says so                 | allow Publish on * if StringEqualsIfExists iot:Nothing = a  |    | Publish x | allowed
not so with a value        | ${onId('StringEqualsIfExists', 'c2')}                        |    | Publish x | not allowed
                           | ${onId('StringEqualsIfExists', 'c1')}                        |    | Publish x | allowed
each of none               | allow Publish on * if ForAllValues:StringEquals iot:Nothing = a |  | Publish x | allowed
any of none                | allow Publish on * if ForAnyValue:StringEquals iot:Nothing = a |   | Publish x | not allowed
                           | allow Publish on * if ForAnyValue:StringNotEquals iot:Nothing = a |  | Publish x | not allowed
                           | allow Publish on * if ForAnyValue:StringEqualsIfExists iot:Nothing = a |  | Publish x | allowed
asked for                  | allow Publish on * if Null iot:Nothing = true               |    | Publish x | allowed
                           | allow Publish on * if Null iot:Nothing = false              |    | Publish x | not allowed
                           | allow Publish on * if Null iot:ClientId = false             |    | Publish x | allowed
                           | allow Publish on * if Null iot:ClientId = true              |    | Publish x | not allowed
`,
  );
});

describe('A condition on numbers and times', () => {
  testPolicies(
    PEOPLE,
    `
equal as numbers           | ${onId('NumericEquals', '7.0')}              | seven       | Publish x | allowed
                           | ${onId('NumericNotEquals', '7')}             |             | Publish x | not allowed
                           | ${onId('NumericLessThan', '7')}              |             | Publish x | not allowed
                           | ${onId('NumericLessThanEquals', '7')}        |             | Publish x | allowed
                           | ${onId('NumericGreaterThan', '7')}           | nine        | Publish x | allowed
                           | ${onId('NumericGreaterThanEquals', '9.6')}   |             | Publish x | not allowed
no plain number            | ${onId('NumericEquals', '7')}                | hexadecimal | Publish x | not allowed
no number                  | ${onId('NumericGreaterThan', '0')}           | c1          | Publish x | not allowed
times                      | ${onId('DateEquals', '2026-01-02T03:04:05Z')} | a date     | Publish x | allowed
another zone               | ${onId('DateEquals', '2026-01-02T04:04:05+01:00')} |       | Publish x | allowed
                           | ${onId('DateNotEquals', '2026-01-02T03:04:05Z')} |         | Publish x | not allowed
                           | ${onId('DateLessThan', '2027-01-01T00:00:00Z')} |          | Publish x | allowed
                           | ${onId('DateGreaterThan', '2027-01-01T00:00:00Z')} |       | Publish x | not allowed
                           | ${onId('DateLessThanEquals', '1767323045')}  |             | Publish x | allowed
                           | ${onId('DateGreaterThanEquals', '1767323046')} |           | Publish x | not allowed
now                        | allow Publish on * if DateGreaterThan aws:CurrentTime = 2020-01-01T00:00:00Z | c1 | Publish x | allowed
                           | allow Publish on * if DateLessThan aws:CurrentTime = 2020-01-01T00:00:00Z |  | Publish x | not allowed
                           | allow Publish on * if NumericGreaterThan aws:EpochTime = 1577836800 |  | Publish x | allowed
`,
  );
});

describe('A condition on addresses', () => {
  const only = (range: string) => `allow Connect on * if IpAddress aws:SourceIp = ${range}`;
  testPolicies(
    PEOPLE,
    `
in the range               | ${only('192.0.2.0/24')}                     | the office     | Connect c1 | allowed
outside of it              |                                             | the street     | Connect c1 | not allowed
one address                | ${only('192.0.2.7')}                        | the office     | Connect c1 | allowed
                           | ${only('192.0.2.8')}                        |                | Connect c1 | not allowed
one of several             | ${only('198.51.100.0/24,192.0.2.0/24')}     |                | Connect c1 | allowed
a narrow one               | ${only('192.0.2.0/30')}                     |                | Connect c1 | not allowed
anywhere                   | ${only('0.0.0.0/0')}                        |                | Connect c1 | allowed
IPv6                       | ${only('2001:db8::/32')}                    | the new street | Connect c1 | allowed
                           |                                             | the office     | Connect c1 | not allowed
not from there             | allow Connect on * if NotIpAddress aws:SourceIp = 192.0.2.0/24 |  | Connect c1 | not allowed
                           |                                             | the street     | Connect c1 | allowed
a Deny for the rest        | allow Connect on *; deny Connect on * if NotIpAddress aws:SourceIp = 192.0.2.0/24 |  | Connect c1 | denied
                           |                                             | the office     | Connect c1 | allowed
as a part of a topic       | allow Publish on topic/\${aws:SourceIp}      |                | Publish 192.0.2.7 | allowed
`,
  );
});

describe('A condition on CONNECT', () => {
  const TO = 'allow Connect on * if ArnEquals iot:LastWillTopic =';
  testPolicies(
    PEOPLE,
    `
no condition, no limit     | allow Connect on *                                              | both    | Connect c1 | allowed
only kept sessions at most | ${onConnect('ForAllValues:StringEquals', 'PersistentConnect')} | keeper  | Connect c1 | allowed
each of none               |                                                                 | plain   | Connect c1 | allowed
                           |                                                                 | mourner | Connect c1 | not allowed
                           |                                                                 | both    | Connect c1 | not allowed
a kept session at least    | ${onConnect('ForAnyValue:StringEquals', 'PersistentConnect')}  | keeper  | Connect c1 | allowed
                           |                                                                 | plain   | Connect c1 | not allowed
                           |                                                                 | both    | Connect c1 | allowed
either                     | ${onConnect('ForAllValues:StringEquals', 'PersistentConnect,LastWill')} | both | Connect c1 | allowed
no last will               | ${onConnect('ForAllValues:StringNotEquals', 'LastWill')}       | both    | Connect c1 | not allowed
                           |                                                                 | keeper  | Connect c1 | allowed
something else             | ${onConnect('ForAnyValue:StringNotEquals', 'LastWill')}        | both    | Connect c1 | allowed
                           |                                                                 | mourner | Connect c1 | not allowed
a last will there          | ${TO} arn:aws:iot:eu-west-1:123456789012:topic/will             | mourner | Connect c1 | allowed
                           |                                                                 | mourner elsewhere | Connect c1 | not allowed
                           |                                                                 | plain   | Connect c1 | not allowed
below                      | ${TO} arn:aws:iot:eu-west-1:123456789012:topic/will/*           | mourner elsewhere | Connect c1 | allowed
in any region              | ${TO} arn:aws:iot:*:123456789012:topic/will                     | mourner | Connect c1 | allowed
parts do not run together  | ${TO} arn:aws:iot:*:topic/will                                  | mourner | Connect c1 | not allowed
as its own variable        | ${TO} arn:aws:iot:eu-west-1:123456789012:topic/\${iot:Connection.Thing.ThingName} | mourner | Connect c1 | not allowed
anywhere but there         | allow Connect on * if ArnNotLike iot:LastWillTopic = arn:aws:iot:*:*:topic/will | mourner | Connect c1 | not allowed
                           |                                                                 | mourner elsewhere | Connect c1 | allowed
later there is none of it  | allow Publish on * if ForAnyValue:StringEquals iot:ConnectAttributes = LastWill | mourner | Publish x | not allowed
`,
  );
});
