import { expect } from 'chai';
import { readPolicy } from './document.ts';
import { type Action, evaluate } from './evaluate.ts';
import type { Variables } from './pattern.ts';

const ARN = 'arn:aws:iot:eu-west-1:123456789012';
const VARIABLES: Variables = new Map([
  ['iot:ClientId', 'sensor-1'],
  ['iot:Connection.Thing.ThingName', 'sensor-1'],
]);

type Row = readonly [
  statements: readonly (readonly [effect: 'Allow' | 'Deny', action: string, what: string])[],
  action: Action,
  what: string,
  decision: 'ALLOWED' | 'IMPLICIT_DENY' | 'EXPLICIT_DENY',
];

const allow = (action: string, what: string) => ['Allow', action, what] as const;
const deny = (action: string, what: string) => ['Deny', action, what] as const;

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  'names and actions': [
    [[allow('iot:Connect', 'client/a')], 'iot:Connect', 'client/a', 'ALLOWED'],
    [[allow('iot:Connect', 'client/a')], 'iot:Connect', 'client/A', 'IMPLICIT_DENY'],
    [[allow('iot:Connect', 'client/a')], 'iot:Connect', 'client/ab', 'IMPLICIT_DENY'],
    [[allow('iot:Connect', 'client/a')], 'iot:Publish', 'client/a', 'IMPLICIT_DENY'],
    [[allow('iot:Publish', 'topic/a')], 'iot:RetainPublish', 'topic/a', 'IMPLICIT_DENY'],
    [[allow('iot:*', 'topic/a')], 'iot:RetainPublish', 'topic/a', 'ALLOWED'],
    [[allow('iot:Re*', 'topic/a')], 'iot:Receive', 'topic/a', 'ALLOWED'],
    [[allow('iot:?eceive', 'topic/a')], 'iot:Receive', 'topic/a', 'ALLOWED'],
    [[allow('*', 'topic/a')], 'iot:Receive', 'topic/a', 'ALLOWED'],
    [[], 'iot:Connect', 'client/a', 'IMPLICIT_DENY'],
  ],
  wildcards: [
    [[allow('iot:Publish', 'topic/*')], 'iot:Publish', 'topic/a/b/c', 'ALLOWED'],
    [[allow('iot:Publish', 'topic/a*c')], 'iot:Publish', 'topic/a/b/c', 'ALLOWED'],
    [[allow('iot:Publish', 'topic/a*c')], 'iot:Publish', 'topic/a/b/cd', 'IMPLICIT_DENY'],
    [[allow('iot:Publish', 'topic/a?c')], 'iot:Publish', 'topic/abc', 'ALLOWED'],
    [[allow('iot:Publish', 'topic/a?c')], 'iot:Publish', 'topic/ac', 'IMPLICIT_DENY'],
    [[allow('iot:Publish', 'topic/a?c')], 'iot:Publish', 'topic/abbc', 'IMPLICIT_DENY'],
    [[allow('iot:Publish', 'topic/*a*b*')], 'iot:Publish', 'topic/xxaxbx', 'ALLOWED'],
  ],
  'MQTT wildcards, which are plain text to a policy': [
    [[allow('iot:Subscribe', 'topicfilter/a/#')], 'iot:Subscribe', 'topicfilter/a/#', 'ALLOWED'],
    [
      [allow('iot:Subscribe', 'topicfilter/a/#')],
      'iot:Subscribe',
      'topicfilter/a/b',
      'IMPLICIT_DENY',
    ],
    [[allow('iot:Subscribe', 'topicfilter/a/*')], 'iot:Subscribe', 'topicfilter/a/#', 'ALLOWED'],
    [
      [allow('iot:Subscribe', 'topicfilter/a/b')],
      'iot:Subscribe',
      'topicfilter/a/+',
      'IMPLICIT_DENY',
    ],
    [[allow('iot:Publish', 'topic/a/+')], 'iot:Publish', 'topic/a/b', 'IMPLICIT_DENY'],
  ],
  variables: [
    [
      [allow('iot:Connect', `client/\${iot:ClientId}`)],
      'iot:Connect',
      'client/sensor-1',
      'ALLOWED',
    ],
    [
      [allow('iot:Connect', `client/\${iot:ClientId}`)],
      'iot:Connect',
      'client/other',
      'IMPLICIT_DENY',
    ],
    [
      [allow('iot:Publish', `topic/\${iot:Connection.Thing.ThingName}/*`)],
      'iot:Publish',
      'topic/sensor-1/state',
      'ALLOWED',
    ],
    [[allow('iot:Publish', `topic/\${iot:Unknown}`)], 'iot:Publish', 'topic/x', 'IMPLICIT_DENY'],
    [[allow('iot:Publish', `topic/\${iot:Unknown}*`)], 'iot:Publish', 'topic/x', 'IMPLICIT_DENY'],
    [[allow('iot:Publish', `topic/\${*}`)], 'iot:Publish', 'topic/*', 'ALLOWED'],
    [[allow('iot:Publish', `topic/\${*}`)], 'iot:Publish', 'topic/x', 'IMPLICIT_DENY'],
  ],
  'several statements': [
    [
      [allow('iot:Publish', 'topic/*'), deny('iot:Publish', 'topic/secret/*')],
      'iot:Publish',
      'topic/secret/x',
      'EXPLICIT_DENY',
    ],
    [
      [deny('iot:Publish', 'topic/secret/*'), allow('iot:Publish', 'topic/*')],
      'iot:Publish',
      'topic/secret/x',
      'EXPLICIT_DENY',
    ],
    [
      [allow('iot:Publish', 'topic/*'), deny('iot:Publish', 'topic/secret/*')],
      'iot:Publish',
      'topic/open',
      'ALLOWED',
    ],
    [[deny('iot:Publish', 'topic/secret/*')], 'iot:Publish', 'topic/open', 'IMPLICIT_DENY'],
  ],
};

const documentOf = (statements: Row[0]): unknown => ({
  Version: '2012-10-17',
  Statement: statements.map(([Effect, Action, what]) => ({
    Effect,
    Action,
    Resource: `${ARN}:${what}`,
  })),
});

describe('A policy', () => {
  for (const [theme, rows] of Object.entries(ROWS)) {
    for (const [statements, action, what, decision] of rows) {
      it(`${theme}: ${JSON.stringify(statements)} makes ${action} on ${what} ${decision}`, () => {
        const policies = statements.length === 0 ? [] : [readPolicy('p', documentOf(statements))];
        const result = evaluate(policies, { action, resource: `${ARN}:${what}` }, VARIABLES);
        expect(result.decision).to.equal(decision);
      });
    }
  }

  it('counts as one with all others that are attached, and the statement that decided is named', () => {
    const one = readPolicy('one', documentOf([allow('iot:Publish', 'topic/*')]));
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

  it('gives a client nothing for calling itself by a wildcard', () => {
    const policy = readPolicy('p', documentOf([allow('iot:Publish', `topic/\${iot:ClientId}`)]));
    const asked = { action: 'iot:Publish', resource: `${ARN}:topic/victim` } as const;

    const result = evaluate([policy], asked, new Map([['iot:ClientId', '*']]));

    expect(result.decision).to.equal('IMPLICIT_DENY');
  });
});

describe('A policy as text', () => {
  it('may have any amount of white space', () => {
    const text = JSON.stringify(documentOf([allow('iot:Connect', 'client/a')])).padEnd(3000);

    expect(readPolicy('p', text).statements).to.have.length(1);
  });
});

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
      'with NotAction',
      { Version: '2012-10-17', Statement: [{ ...good, NotAction: 'iot:Publish' }] },
      'NotAction, which this stand-in does not evaluate',
    ],
    [
      'with a condition in its only statement',
      { Version: '2012-10-17', Statement: { ...good, Condition: {} } },
      'Condition, which this stand-in does not evaluate',
    ],
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
