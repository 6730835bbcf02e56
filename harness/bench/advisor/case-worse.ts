import { BenchError, type Colour } from '../../../errors/bench-error.ts';
import { CASES, type Case, type CaseId } from '../../clouds/device-advisor/cases.ts';
import type { Expectation } from '../../clouds/device-advisor/expectations.ts';
import type { Judgement, Seen } from '../../clouds/device-advisor/judgement.ts';
import { describeEvent } from '../../clouds/event-json.ts';

/** The board came off worse in a case of Device Advisor than its release is known to. */
export class CaseWorse extends BenchError {
  readonly code = 'CASE_WORSE';
  readonly colour: Colour;
  readonly id: CaseId;
  readonly judgement: Judgement;

  constructor(id: CaseId, judgement: Judgement, expected: Expectation, { events }: Seen) {
    const { verdict, because, noSoonerThan } = expected;
    const least =
      noSoonerThan === undefined ? '' : `, with no try sooner than after ${noSoonerThan} s`;
    super(
      `Device Advisor's ${id} should have come to "${verdict}" (${because}${least}), and came to "${judgement.verdict}": ${judgement.reason}.`,
      { evidence: events.map(describeEvent) },
    );
    const { isOfBench = false }: Case = CASES[id];
    this.colour = isOfBench ? 'bench' : 'firmware';
    this.id = id;
    this.judgement = judgement;
  }
}
