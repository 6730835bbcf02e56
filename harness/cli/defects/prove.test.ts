import { expect } from 'chai';
import { BadInput } from '../../../errors/bench-error.ts';
import { DEFECTS } from '../../../simulators/defects/defects.ts';
import { CAUGHT_BY, type Catch, catchesOf } from './caught-by.ts';
import { proveCatches } from './prove.ts';

/** A spec that has nothing to do with the defect, which it must not be said to catch. */
const ELSEWHERE: Catch = {
  defect: 'no-resubscribe',
  spec: 'specs/messages/topics.spec.ts',
  title: 'is published to',
  release: '2.2.0.0',
};

describe('The specs', () => {
  it('have one for each planted defect', () => {
    const caught = new Set(CAUGHT_BY.map(({ defect }) => defect));

    expect([...caught].sort()).to.deep.equal(DEFECTS.map(({ name }) => name).sort());
  });

  it('are not asked about a defect that none of them has to catch', () => {
    const asked = ['no-resubscribe', 'topic-cut-at-comma'];

    expect(new Set(catchesOf(asked).map(({ defect }) => defect))).to.deep.equal(new Set(asked));
    expect(() => catchesOf(asked, [ELSEWHERE]))
      .to.throw(BadInput)
      .with.property('code', 'DEFECT_WITHOUT_SPEC');
  });

  it('catch every planted defect, and pass without it', async function () {
    this.timeout(600_000);

    const proofs = await proveCatches([...CAUGHT_BY, ELSEWHERE]);

    const missed = proofs.filter(({ isCaught }) => !isCaught);
    expect(missed).to.deep.equal([{ ...ELSEWHERE, isCaught: false, finding: 'passed' }]);
  });
});
