import { expect } from 'chai';
import type { Judge } from './judgement.ts';
import { type MadeUp, seenOf } from './made-up-events.ts';
import { exponential, jitterAfterLoss, jitterTwice } from './retry-judges.ts';

const PACE = 20;
/** What the cloud sees of each try, in milliseconds: a handshake, CONNECT, the end. */
const TRY_MS = 30;

/** Tries with waits between them, in seconds of the device's own time. */
const tries = (delays: readonly number[], pace: number): readonly MadeUp[] => {
  let at = 0;
  return [0, ...delays].flatMap((delay, i) => {
    const connection = i + 1;
    at += (delay * 1000) / pace;
    const begins = at;
    at += TRY_MS;
    return [
      { kind: 'tls-accepted', connection, at: begins },
      { kind: 'connect', connection, at: begins + TRY_MS / 2 },
      { kind: 'disconnect', connection, at },
    ] as const;
  });
};

const JITTER = [0.9, 1.1, 3.7, 4.4, 15.1];
const EXPONENTIAL = [1, 2, 4, 8, 16];
const LINEAR = [2, 4, 6, 8, 10];
const CONSTANT = [10, 15, 10, 15, 15];
const SCATTERED = [3.1, 12.4, 1.2, 9.8, 2.5];
/** The connection that was let in and ended: it stands between two rounds. */
const LET_IN = 1;

type Row = readonly [judge: Judge, delays: readonly number[], verdict: string];

const ROWS: readonly Row[] = [
  [jitterTwice, [...JITTER, LET_IN, ...JITTER], 'pass'],
  [jitterTwice, [...JITTER, LET_IN, ...EXPONENTIAL], 'pass with warnings'],
  [jitterTwice, [...EXPONENTIAL, LET_IN, ...EXPONENTIAL], 'pass with warnings'],
  [jitterTwice, [...JITTER, LET_IN, ...LINEAR], 'fail'],
  [jitterTwice, [...CONSTANT, 10, ...CONSTANT], 'fail'],
  [jitterTwice, JITTER, 'fail'],
  [jitterTwice, [], 'fail'],

  [exponential, EXPONENTIAL, 'pass'],
  [exponential, JITTER, 'pass'],
  [exponential, LINEAR, 'fail'],
  [exponential, CONSTANT, 'fail'],
  [exponential, SCATTERED, 'fail'],
  [exponential, EXPONENTIAL.slice(1), 'fail'],

  [jitterAfterLoss, JITTER, 'pass'],
  [jitterAfterLoss, EXPONENTIAL, 'pass with warnings'],
  [jitterAfterLoss, SCATTERED, 'pass with warnings'],
  [jitterAfterLoss, LINEAR, 'fail'],
  [jitterAfterLoss, CONSTANT, 'fail'],
  [jitterAfterLoss, JITTER.slice(1), 'fail'],
];

describe("Device Advisor's judgement of tries", () => {
  for (const [judge, delays, verdict] of ROWS) {
    it(`with ${delays.join(', ') || 'no'} s between them is "${verdict}" (${judge.name})`, () => {
      expect(judge(seenOf(tries(delays, 1)))).to.include({ verdict });
      expect(judge(seenOf(tries(delays, PACE), PACE))).to.include({ verdict });
    });
  }

  it("goes by the device's own time, and tells it", () => {
    const judged = jitterAfterLoss(seenOf(tries(CONSTANT, PACE), PACE));

    expect(judged.reason).to.equal(
      'the waits between tries are constant: 10.0, 15.0, 10.0, 15.0, 15.0 s at pace 20',
    );
    expect(judged.delays?.map(Math.round)).to.deep.equal(CONSTANT);
  });

  it('leaves out what the cloud does by itself, a try that did not end, and the end of an earlier one', () => {
    const earlier = { kind: 'disconnect', connection: 99, at: 0 } as const;
    const byCloud = { kind: 'publish', connection: 0, clientId: null, at: 100 } as const;
    const running = { kind: 'tls-accepted', connection: 3, at: 9000 } as const;

    const { delays } = jitterAfterLoss(seenOf([earlier, byCloud, ...tries([2], 1), running]));

    expect(delays).to.have.lengthOf(2);
    expect(delays?.[0]).to.equal(2);
  });

  it('counts a handshake that failed as a try', () => {
    const refused = [
      { kind: 'tls-refused', connection: 1, at: 0 },
      { kind: 'tls-refused', connection: 2, at: 3000 },
    ] as const;

    expect(jitterAfterLoss(seenOf(refused)).delays).to.deep.equal([3]);
  });
});
