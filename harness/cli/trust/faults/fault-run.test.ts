import { expect } from 'chai';
import { type Authority, createAuthority } from '../../../../certs/authority.ts';
import { inTurns } from '../../in-turns.ts';
import { type FaultRun, runUnderFaults } from './fault-run.ts';

const RELEASES = ['2.2.0.0', '3.4.0.0', '4.1.1.0-MINI-1'];
/** Those of the first sixty that wait for nothing long: resets, a broker away, a join that fails, spoilt bytes, late ones. */
const SEEDS = [17, 19, 22, 24, 32, 36, 37, 40, 50, 55, 56, 60];
const AT_A_TIME = 6;
const WITHIN_MS = 60_000;

describe('The procedure under fault schedules', function () {
  this.timeout(WITHIN_MS + 30_000);
  let authority: Authority;

  before('make an authority', async () => {
    authority = await createAuthority();
  });

  const run = (seed: number, more: { isCalm?: boolean; withinMs?: number } = {}) => {
    const release = RELEASES[seed % RELEASES.length] as string;
    return runUnderFaults({ seed, release, withinMs: WITHIN_MS, ...more }, authority);
  };

  it('is green, with the right bytes, while nothing happens', async () => {
    const runs = await inTurns(SEEDS.slice(0, 3), AT_A_TIME, (seed) => run(seed, { isCalm: true }));

    expect(runs.map(({ end, wrong }) => ({ end, wrong }))).to.deep.equal(
      runs.map(() => ({ end: 'green', wrong: [] })),
    );
  });

  it('ends as it should, whatever happens', async () => {
    const runs: FaultRun[] = await inTurns(SEEDS, AT_A_TIME, (seed) => run(seed));

    expect(runs.filter(({ wrong }) => wrong.length > 0)).to.deep.equal([]);
    expect(new Set(runs.map(({ end }) => end))).to.deep.equal(new Set(['green', 'red']));
  });

  it('ends at its deadline, and says what it was waiting for', async () => {
    const { end, finding, message } = await run(1, { isCalm: true, withinMs: 20 });

    expect(end).to.equal('red');
    expect(finding).to.deep.equal({ colour: 'harness', code: 'RUN_OUT_OF_TIME' });
    expect(message).to.match(
      /was not done within 0.02 seconds, and was waiting in opens the board/,
    );
  });
});
