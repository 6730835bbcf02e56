import { expect } from 'chai';
import type { Evidence } from '../../diagnosis/evidence.ts';
import { WRONG_CREDENTIALS } from './credentials.ts';
import { FAILED_LATER } from './failed-later.ts';
import { HEALTHY } from './healthy.ts';
import { judge } from './judge.ts';
import type { Misconfiguration } from './misconfiguration.ts';
import { WRONG_REQUESTS } from './mqtt.ts';
import { playAll } from './play-all.ts';
import { WRONG_POLICIES } from './policies.ts';
import { WRONG_SERVER } from './server.ts';
import { SPOILT_WRITES } from './spoilt-writes.ts';
import { WRONG_STANDING } from './standing.ts';
import { TWO_AT_ONCE } from './two-at-once.ts';

/** Three quarters of a minute of the cloud's own clock: `npm run diagnosis` has that patience. */
const SLOW = 'KEEP_ALIVE_TIMEOUT';

const WRONG = [
  ...WRONG_REQUESTS,
  ...WRONG_STANDING,
  ...WRONG_SERVER,
  ...WRONG_CREDENTIALS,
  ...SPOILT_WRITES,
  ...WRONG_POLICIES,
  ...FAILED_LATER,
  ...TWO_AT_ONCE,
].filter(({ expected }) => expected !== SLOW);

/** Each on one release, in turn: `npm run diagnosis` plays them on both. */
const onOneRelease = (all: readonly Misconfiguration[]): readonly Misconfiguration[] => {
  const names = [...new Set(all.map(({ name }) => name))];
  return names.map((name, turn) => {
    const same = all.filter((each) => each.name === name);
    return same[turn % same.length] as Misconfiguration;
  });
};

const PLAYED = [...onOneRelease(WRONG), ...HEALTHY];

describe('A board that does not get on with its cloud', function () {
  this.timeout(240_000);
  let plays: Promise<Evidence>[] = [];

  before('play all of them', () => {
    plays = playAll(PLAYED, 8);
  });

  for (const [i, misconfiguration] of PLAYED.entries()) {
    const { name, expected, release } = misconfiguration;
    it(`is ${expected || 'called nothing'} where ${name} (${release})`, async () => {
      const judged = judge(misconfiguration, (await plays[i]) as Evidence);

      expect(judged).to.include({ named: expected || null, isRight: true });
    });
  }
});
