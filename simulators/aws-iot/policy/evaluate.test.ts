import { expect } from 'chai';
import { readPolicy } from './document.ts';
import { evaluate } from './evaluate.ts';
import type { Variables } from './pattern.ts';
import { ACCOUNT, documentOf } from './policy-table.ts';

const ARN = `arn:aws:iot:${ACCOUNT.region}:${ACCOUNT.account}`;
const VARIABLES: Variables = new Map();

describe('A policy', () => {
  it('counts as one with all others that are attached, and the statement that decided is named', () => {
    const one = readPolicy('one', documentOf('allow Publish on topic/*'));
    const two = readPolicy('two', {
      Version: '2012-10-17',
      Statement: {
        Sid: 'NoSecrets',
        Effect: 'Deny',
        Action: ['iot:Publish'],
        Resource: [`${ARN}:topic/s`],
      },
    });
    const ask = (what: string) =>
      evaluate([one, two], { action: 'iot:Publish', resource: `${ARN}:${what}` }, VARIABLES);

    expect(ask('topic/s')).to.deep.equal({
      decision: 'EXPLICIT_DENY',
      by: { policy: 'two', statement: 'NoSecrets' },
    });
    expect(ask('topic/o')).to.deep.equal({
      decision: 'ALLOWED',
      by: { policy: 'one', statement: '1' },
    });
  });

  it('has nothing to say about an action on what it is never about', () => {
    const policy = readPolicy('p', documentOf('allow * on *; deny Publish on topicfilter/b'));
    const decide = (action: 'iot:Publish' | 'iot:Subscribe', resource: string) =>
      evaluate([policy], { action, resource }, VARIABLES).decision;

    expect(decide('iot:Publish', `${ARN}:topic/a`)).to.equal('ALLOWED');
    expect(decide('iot:Subscribe', `${ARN}:topicfilter/a`)).to.equal('ALLOWED');
    for (const resource of [`${ARN}:topicfilter/b`, `${ARN}:client/b`, `${ARN}:topic`, 'topic/b']) {
      expect(decide('iot:Publish', resource), resource).to.equal('IMPLICIT_DENY');
    }
  });

  it('may speak of an action by another name that counts', () => {
    const policy = readPolicy('p', documentOf('allow PublishRetain on topic/a'));
    const asked = { action: 'iot:RetainPublish', resource: `${ARN}:topic/a` } as const;

    const { decision } = evaluate([policy], asked, VARIABLES);
    const other = evaluate([policy], { ...asked, alsoCalled: 'iot:PublishRetain' }, VARIABLES);

    expect([decision, other.decision]).to.deep.equal(['IMPLICIT_DENY', 'ALLOWED']);
  });
});

describe('A policy as text', () => {
  it('may have any amount of white space', () => {
    const text = JSON.stringify(documentOf('allow Connect on client/a')).padEnd(3000);

    expect(readPolicy('p', text).statements).to.have.length(1);
  });
});

const FAULTY_CONDITIONS: readonly [what: string, condition: unknown, says: string][] = [
  ['that is a text', 'always', 'Condition should be an object of operators'],
  ['without keys', { StringEquals: 'x' }, 'StringEquals should be an object of keys and values'],
  ['without values', { StringEquals: { 'iot:ClientId': [] } }, 'iot:ClientId should be a text'],
  ['of an unknown operator', { Sounds: {} }, 'Condition.Sounds is not evaluated by this stand-in'],
  ['of an operator of bytes', { BinaryEquals: {} }, 'which has StringEquals, StringNotEquals'],
  ['that is called like a method', { toString: {} }, 'toString is not evaluated'],
  ['of many nulls', { 'ForAllValues:Null': {} }, 'ForAllValues:Null is not evaluated'],
  ['with an unknown prefix', { 'ForSome:StringEquals': {} }, 'ForSome:StringEquals is not'],
  [
    'on no number',
    { NumericEquals: { 'iot:ClientId': ['1', 'two'] } },
    'iot:ClientId should be a number, not "two"',
  ],
  ['on no range', { IpAddress: { 'aws:SourceIp': '1.2.3.4/33' } }, 'such as 192.0.2.0/24'],
  ['on no time', { DateLessThan: { 'aws:CurrentTime': 'soon' } }, 'should be a time such as'],
  ['on no truth', { Bool: { 'iot:Connection.Thing.IsAttached': 'yes' } }, 'true or false'],
  [
    'that compares several values with one',
    { StringEquals: { 'iot:ConnectAttributes': 'LastWill' } },
    'write ForAllValues:StringEquals or ForAnyValue:StringEquals',
  ],
];

describe('A malformed policy', () => {
  const good = { Effect: 'Allow', Action: 'iot:Connect', Resource: '*' };
  const CASES: readonly [what: string, document: unknown, says: string][] = [
    ['that is not JSON', '{"Version":', 'is not JSON'],
    ['that is a list', [], 'object'],
    ['without a version', { Statement: [good] }, 'Version'],
    ['of another version', { Version: '2008-10-17', Statement: [good] }, '2012-10-17'],
    ['without statements', { Version: '2012-10-17', Statement: [] }, 'Statement'],
    [
      'with an unknown effect',
      { Version: '2012-10-17', Statement: [{ ...good, Effect: 'Permit' }] },
      'Statement.0.Effect should be "Allow" or "Deny"',
    ],
    [
      'without a resource',
      { Version: '2012-10-17', Statement: [good, { Effect: 'Allow', Action: 'iot:Connect' }] },
      'Statement.1.Resource',
    ],
    [
      'with an empty list of actions',
      { Version: '2012-10-17', Statement: [{ ...good, Action: [] }] },
      'Statement.0.Action should be a text or a list of at least one text',
    ],
    [
      'with NotAction',
      { Version: '2012-10-17', Statement: [{ ...good, NotAction: 'iot:Publish' }] },
      'NotAction, which this stand-in does not evaluate',
    ],
    [
      'with NotResource in its only statement',
      { Version: '2012-10-17', Statement: { ...good, NotResource: '*' } },
      'NotResource, which this stand-in does not evaluate',
    ],
    ...FAULTY_CONDITIONS.map(([what, condition, says]): [string, object, string] => [
      `with a condition ${what}`,
      { Version: '2012-10-17', Statement: [{ ...good, Condition: condition }] },
      says,
    ]),
    [
      'longer than AWS takes',
      { Version: '2012-10-17', Statement: [{ ...good, Resource: 'x'.repeat(2048) }] },
      '2048',
    ],
  ];
  for (const [what, document, says] of CASES) {
    it(`${what} is refused with a sentence that says so`, () => {
      let error: unknown;
      try {
        readPolicy('mine', document);
      } catch (caught) {
        error = caught;
      }
      expect(error).to.have.property('code', 'POLICY_MALFORMED');
      expect(error).to.have.property('message').that.includes(says).and.includes('mine');
    });
  }
});
