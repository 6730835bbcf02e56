import { expect } from 'chai';
import { AWS_LIMITS } from '../options.ts';
import { filterFault, takes, topicFault } from './topics.ts';

describe('Topics at AWS', () => {
  const TAKEN: readonly [filter: string, topic: string, isTaken: boolean][] = [
    ['a/b', 'a/b', true],
    ['a/b', 'a/b/c', false],
    ['a/+', 'a/b', true],
    ['a/+', 'a/', true],
    ['a/+', 'a', false],
    ['+/b', 'a/b', true],
    ['a/#', 'a/b/c', true],
    ['a/#', 'a/', true],
    ['a/#', 'a', false], // the standard says true
    ['#', 'a', true],
    ['#', '$aws/x', false],
    ['+/x', '$aws/x', false],
    ['$aws/#', '$aws/x', true],
  ];
  for (const [filter, topic, isTaken] of TAKEN) {
    it(`${topic} ${isTaken ? 'reaches' : 'does not reach'} a subscriber of ${filter}`, () => {
      expect(takes(filter, topic)).to.equal(isTaken);
    });
  }

  it('do not count the first levels of basic ingest and shared subscriptions', () => {
    const seven = '1/2/3/4/5/6/7/8';
    expect(topicFault(`$aws/rules/mine/${seven}`, AWS_LIMITS)).to.equal(undefined);
    expect(filterFault(`$share/group/${seven}`, AWS_LIMITS)).to.equal(undefined);
    expect(topicFault(`${seven}/9`, AWS_LIMITS)).to.include({ cause: 'TOPIC_INVALID' });
  });

  it('are measured in bytes', () => {
    expect(topicFault('ü'.repeat(128), AWS_LIMITS)).to.equal(undefined);
    expect(topicFault('ü'.repeat(129), AWS_LIMITS)).to.include({ cause: 'TOPIC_INVALID' });
  });

  for (const filter of ['', 'a/#/b', 'a#', '#a', 'a/b+', '+a/b']) {
    it(`cannot be subscribed to by "${filter}"`, () => {
      expect(filterFault(filter, AWS_LIMITS)).to.include({ cause: 'TOPIC_INVALID' });
    });
  }
});
