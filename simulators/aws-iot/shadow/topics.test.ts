import { expect } from 'chai';
import { shadowRequestAt, topicOf } from './topics.ts';

describe('Topics of shadows', () => {
  for (const [topic, thing, shadow, action] of [
    ['$aws/things/lamp/shadow/get', 'lamp', null, 'get'],
    ['$aws/things/a:b_c-1/shadow/name/$x/update', 'a:b_c-1', '$x', 'update'],
    ['$aws/things/lamp/shadow/delete', 'lamp', null, 'delete'],
  ] as const) {
    it(`say what ${topic} asks`, () => {
      expect(shadowRequestAt(topic)).to.deep.equal({ thing, shadow, action });
      expect(topicOf({ thing, shadow }, action)).to.equal(topic);
    });
  }

  for (const topic of [
    '$aws/things/lamp/shadow/get/accepted',
    '$aws/things/lamp/shadow/update/delta',
    '$aws/things/lamp/shadow/name/get',
    '$aws/things/la mp/shadow/get',
    `$aws/things/lamp/shadow/name/${'x'.repeat(65)}/get`,
    'things/lamp/shadow/get',
    '$aws/things/lamp/jobs/get',
  ]) {
    it(`ask nothing of a shadow by ${topic.slice(0, 60)}`, () => {
      expect(shadowRequestAt(topic)).to.equal(undefined);
    });
  }
});
