import { expect } from 'chai';
import { isRestricted } from './policy-judge.ts';

const ARN = 'arn:aws:iot:eu-west-1:123456789012:';

const allowing = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource, ...more }],
});

const publishing = (resource: string) => allowing('iot:Publish', `${ARN}${resource}`);

const POLICIES: readonly (readonly [what: string, policy: object, verdict: string])[] = [
  ['a topic by its name', publishing('topic/sdk/test/java'), 'pass'],
  ['topics by their prefix', publishing('topic/sdk/*'), 'pass'],
  ['clients by the beginning of their name', publishing('client/sdk-nodejs-*'), 'pass'],
  ['a policy variable', publishing(`topic/\${iot:Connection.Thing.ThingName}/*`), 'pass'],
  ['a name before which anything may stand', publishing('topic/*/status'), 'pass'],
  ['a name with colons', publishing('topic/a:b:*'), 'pass'],
  ['some actions by their beginning', allowing('iot:Publish*', `${ARN}topic/a`), 'pass'],
  ['every topic', publishing('topic/*'), 'fail'],
  ['every topic, level by level', publishing('topic/*/*'), 'fail'],
  ['every topic filter', publishing('topicfilter/*'), 'fail'],
  ['every client', publishing('client/*'), 'fail'],
  ['every resource of the account', publishing('*'), 'fail'],
  ['every topic of every account', allowing('iot:Publish', 'arn:aws:iot:*:*:topic/*'), 'fail'],
  ['every resource of IoT', allowing('iot:Publish', 'arn:aws:iot:*'), 'fail'],
  ['every resource', allowing('iot:Publish', '*'), 'fail'],
  [
    'one wildcard among names',
    allowing('iot:Connect', [`${ARN}client/a`, `${ARN}client/*`]),
    'fail',
  ],
  ['every action of IoT', allowing('iot:*', `${ARN}topic/a`), 'fail'],
  ['every action', allowing(['iot:Publish', '*'], `${ARN}topic/a`), 'fail'],
  [
    'all but one action',
    allowing(undefined, `${ARN}topic/a`, { NotAction: 'iot:Connect' }),
    'fail',
  ],
  [
    'all but one topic',
    allowing('iot:Publish', undefined, { NotResource: `${ARN}topic/a` }),
    'fail',
  ],
  ['a denial of everything', { Statement: { Effect: 'Deny', Action: '*', Resource: '*' } }, 'pass'],
  ['a statement alone', { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }, 'fail'],
];

const judge = (...policies: readonly object[]) => isRestricted({ events: [], pace: 1, policies });

describe("Device Advisor's judgement of policies", () => {
  for (const [what, policy, verdict] of POLICIES) {
    it(`of ${what} is "${verdict}"`, () => {
      expect(judge(policy)).to.include({ verdict });
    });
  }

  it('holds against a device what any one of its policies allows', () => {
    expect(judge(publishing('topic/a'), publishing('topic/*'))).to.deep.equal({
      verdict: 'fail',
      reason: `the policy allows too much by ${ARN}topic/*`,
    });
  });

  it('passes no device without a policy', () => {
    expect(judge()).to.include({ verdict: 'fail' });
    expect(isRestricted({ events: [], pace: 1 })).to.include({ verdict: 'fail' });
  });
});
