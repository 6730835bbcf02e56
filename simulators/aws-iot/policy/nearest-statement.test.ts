import { expect } from 'chai';
import { arnsOf } from '../arns.ts';
import { type Action, resourceOf } from './actions.ts';
import { readPolicy } from './document.ts';
import { nearestStatement } from './nearest-statement.ts';
import { ACCOUNT, documentOf } from './policy-table.ts';
import { variablesOf } from './variables.ts';

const SAYS: readonly [what: string, policy: string, asked: string, sentence: RegExp | null][] = [
  [
    'the one that differs in capital letters',
    'allow Publish on topic/a; allow Publish on topic/sdk/test/java,topic/sdk/test/python',
    'Publish sdk/test/Python',
    /^Nearest is statement 2 of mine: it allows iot:Publish on \S+:topic\/sdk\/test\/python, which differs in capital letters\.$/,
  ],
  [
    'the one whose condition fails',
    'allow Publish on topic/a; allow Publish on * if StringEquals iot:ClientId = c2',
    'Publish a/b',
    /statement 2 of mine: its condition StringEquals on iot:ClientId does not hold, where iot:ClientId is c1\.$/,
  ],
  [
    'what a condition misses',
    'allow Connect on * if ForAnyValue:StringEquals iot:ConnectAttributes = LastWill',
    'Connect c1',
    /where iot:ConnectAttributes has no value here\.$/,
  ],
  [
    'the wrong kind',
    'allow Subscribe on topic/a/*',
    'Subscribe a/#',
    /it allows iot:Subscribe on \S+:topic\/a\/\*, and iot:Subscribe is about topicfilter\/ and nothing else\.$/,
  ],
  [
    'another account',
    'allow Publish on arn:aws:iot:us-east-1:111122223333:topic/a',
    'Publish a',
    /which is in another region or account\.$/,
  ],
  ['what is no ARN', 'allow Publish on arn:topic/a', 'Publish a', /on arn:topic\/a\.$/],
  [
    "MQTT's wildcards",
    'allow Receive on topic/a/#',
    'Receive a/b',
    /where \+ and # stand for themselves: a policy writes \* for what may stand there\.$/,
  ],
  [
    'a variable of things',
    `allow Publish on topic/\${iot:Connection.Thing.ThingName}/a`,
    'Publish lamp/a',
    /where iot:Connection\.Thing\.ThingName has no value: things have variables only where the client id is/,
  ],
  [
    'another variable',
    `allow Publish on topic/\${iot:Certificate.Subject.CommonName}`,
    'Publish lamp',
    /where iot:Certificate\.Subject\.CommonName has no value\.$/,
  ],
  [
    'another action on the same',
    'allow Publish,Receive on topic/a; allow RetainPublish on topic/zzz',
    'RetainPublish a',
    /statement 1 of mine: it allows iot:Publish, iot:Receive there, and not iot:RetainPublish\.$/,
  ],
  [
    "the console's spelling",
    'allow Publish,PublishRetain on topic/a',
    'RetainPublish a',
    /\(iot:PublishRetain is the spelling of AWS's console, and may count for nothing\)\.$/,
  ],
  [
    'what counts over HTTP',
    'allow UpdateThingShadow on thing/lamp',
    'Publish $aws/things/lamp/shadow/update',
    /which counts over HTTP; over MQTT it is iot:Publish on the topic\.$/,
  ],
  [
    'just another name',
    'allow Connect on client/x; allow Connect on client/sdk-java',
    'Connect sdk-jav',
    /statement 2 of mine: it allows iot:Connect on \S+:client\/sdk-java\.$/,
  ],
  ['nothing where nothing is near', 'allow Connect on client/c1', 'Publish a', null],
  ['no Deny', 'deny Publish on topic/b', 'Publish a', null],
];

describe('The statement nearest to a refused request', () => {
  for (const [what, policy, asked, sentence] of SAYS) {
    it(`tells ${what}`, () => {
      const [verb, name = ''] = asked.split(' ');
      const action = `iot:${verb}` as Action;

      const nearest = nearestStatement(
        [readPolicy('mine', documentOf(policy))],
        { action, resource: resourceOf(arnsOf(ACCOUNT), action, name) },
        variablesOf({ clientId: 'c1', things: [] }),
      );

      if (sentence === null) expect(nearest).to.equal(null);
      else expect(nearest).to.match(sentence);
    });
  }
});
