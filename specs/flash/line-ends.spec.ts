import { expect } from 'chai';
import { withWindowsLineEnds } from '../../certs/windows-line-ends.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

describe('Credentials from a Windows checkout', () => {
  const bench = useBench({ area: 'tls', needs: ['mqtt-events'] });

  it('connect, though their lines end with CR LF', async () => {
    const thing = await bench.thing();
    const credentials = withWindowsLineEnds(bench.credentialsOf(thing));
    await bench.prepare(credentials);

    const shown = await bench.certificateShown();

    const held = await bench.board.heldCredentials({ written: credentials });
    expect(held.whole).to.equal('written');
    expect(shown).to.equal(thing.certificateId);
  });
});
