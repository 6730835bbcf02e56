import { expect } from 'chai';
import { sha256 } from '../../certs/sha256.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

describe('A factory image that the board could not start from', () => {
  const bench = useBench({ area: 'flash', bench: ['download'] });

  it('is refused, and the flash stays as it is to the last byte', async () => {
    const { outcomes, before, after } = await bench.trials.writeFlawedImages([
      'other-chip',
      'cut-short',
      'shifted',
      'larger-flash',
    ]);

    expect(outcomes).to.deep.equal([
      'WRONG_CHIP',
      'IMAGE_CUT_SHORT',
      'WRONG_OFFSET',
      'FLASH_TOO_SMALL',
    ]);
    expect(sha256(after)).to.equal(sha256(before));
  });
});
