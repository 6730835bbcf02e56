import { expect } from 'chai';
import fc from 'fast-check';
import { consolePolicy } from '../console-policy.ts';
import { accountIn, checkPolicy } from './check-policy.ts';
import { readPolicy } from './document.ts';
import { ACCOUNT, documentOf } from './policy-table.ts';
import type { Script } from './script.ts';

const ARN = `arn:aws:iot:${ACCOUNT.region}:${ACCOUNT.account}`;

/** What AWS's console makes since 2023. */
const NEW_CONSOLE =
  'allow Publish,Receive,PublishRetain on topic/sdk/test/java,topic/sdk/test/python,topic/sdk/test/js;' +
  'allow Subscribe on topicfilter/sdk/test/java,topicfilter/sdk/test/python,topicfilter/sdk/test/js;' +
  'allow Connect on client/sdk-java,client/basicPubSub,client/sdk-nodejs-*';

const PROCEDURE: Script = {
  clientId: 'sdk-java',
  subscribes: ['sdk/test/java'],
  publishes: ['sdk/test/java', 'sdk/test/Python'],
};

const forbidden = (policy: object, script: Script) => {
  const { steps, missing } = checkPolicy(readPolicy('mine', policy), script, { account: ACCOUNT });
  const refused = steps.flatMap(({ step, refusal }) => (refusal ? [{ step, refusal }] : []));
  return { refused, does: refused.map(({ step }) => step.does), missing };
};

describe('Checking a policy before a run', () => {
  it('finds that what the console makes since 2023 forbids sdk/test/Python, and what would allow it', () => {
    const { refused, missing } = forbidden(documentOf(NEW_CONSOLE), PROCEDURE);

    expect(refused).to.have.length(1);
    const [{ step, refusal }] = refused as [(typeof refused)[0]];
    expect(step.does).to.equal('publish to sdk/test/Python');
    expect(step.ifForbidden).to.equal('AWS closes the connection, and the message is lost.');
    expect(refusal.detail).to.include('sdk/test/python, which differs in capital letters');
    expect(missing).to.deep.equal([
      { Effect: 'Allow', Action: 'iot:Publish', Resource: [`${ARN}:topic/sdk/test/Python`] },
    ]);
  });

  it('finds nothing in what the console made before', () => {
    expect(forbidden(consolePolicy(ACCOUNT), PROCEDURE).does).to.deep.equal([]);
  });

  it('takes every step in the order of a device', () => {
    const script: Script = {
      clientId: 'c',
      lastWill: { topic: 'w', retain: true },
      subscribes: ['a/#', 'b'],
      receives: ['a/x', 'b'],
      publishes: ['p'],
      retains: ['p', 'r'],
    };

    const { does, missing } = forbidden(documentOf('allow Connect on client/nobody'), script);

    expect(does).to.deep.equal([
      'connect as c',
      'leave a last will for w',
      'have the last will for w retained',
      'subscribe to a/#',
      'subscribe to b',
      'receive from b',
      'receive from a/x',
      'publish to p',
      'publish to r',
      'have a message to p retained',
      'have a message to r retained',
    ]);
    expect(missing.map(({ Action, Resource }) => [Action, Resource.length])).to.deep.equal([
      ['iot:Connect', 1],
      ['iot:Publish', 3],
      ['iot:RetainPublish', 3],
      ['iot:Subscribe', 2],
      ['iot:Receive', 2],
    ]);
  });

  it('takes what is shared among subscribers for what is received', () => {
    const script: Script = { clientId: 'c', subscribes: ['$share/group/a', '$share/group/b/#'] };

    expect(forbidden(documentOf('allow Connect,Subscribe on *'), script).does).to.deep.equal([
      'receive from a',
    ]);
  });

  it('knows at CONNECT what the device asks for, and of which thing it is', () => {
    const policy = `allow Connect on client/\${iot:Connection.Thing.ThingName} if ForAllValues:StringEquals iot:ConnectAttributes = PersistentConnect`;
    const check = (script: Script, name: string) =>
      checkPolicy(readPolicy('mine', documentOf(policy)), script, {
        account: ACCOUNT,
        things: [{ name, attributes: {} }],
      }).missing.length;

    expect(check({ clientId: 'lamp', isPersistent: true }, 'lamp')).to.equal(0);
    expect(check({ clientId: 'lamp', lastWill: { topic: 'w', retain: false } }, 'lamp')).to.equal(
      2,
    );
    expect(check({ clientId: 'lamp' }, 'door')).to.equal(1);
  });

  it('offers nothing against a Deny', () => {
    const policy = documentOf('allow * on *; deny Publish on topic/sdk/*');
    const { refused, missing } = forbidden(policy, PROCEDURE);

    expect(refused.map(({ refusal }) => refusal.cause)).to.deep.equal([
      'POLICY_DENIES',
      'POLICY_DENIES',
    ]);
    expect(missing).to.deep.equal([]);
  });

  it('offers what allows the script and nothing else, whatever characters are in it', () => {
    const name = fc.string({
      unit: fc.constantFrom('a', '/', '*', '?', '$', '{', '}'),
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(name, name, name, (clientId, topic, other) => {
        const script: Script = {
          clientId,
          publishes: [topic],
          retains: [topic],
          subscribes: [topic],
        };
        const before = documentOf('allow Receive on topic/nothing') as { Statement: object[] };
        const { missing } = forbidden(before, script);
        const after = { ...before, Statement: [...before.Statement, ...missing] };

        expect(forbidden(after, script).does).to.deep.equal([]);
        const isElse = other !== topic;
        const others = forbidden(after, { clientId, publishes: [other] }).does;
        expect(others).to.deep.equal(isElse ? [`publish to ${other}`] : []);
      }),
    );
  });

  it('takes the account out of the policy', () => {
    const read = (resource: string) =>
      accountIn(readPolicy('p', documentOf(`allow Publish on *; allow Publish on ${resource}`)));

    expect(read('topic/a')).to.deep.equal(ACCOUNT);
    expect(read('arn:aws-cn:iot:cn-north-1:111122223333:topic/a')).to.deep.equal({
      region: 'cn-north-1',
      account: '111122223333',
    });
    expect(read('arn:aws:iot:*:*:topic/a')).to.equal(undefined);
  });
});
