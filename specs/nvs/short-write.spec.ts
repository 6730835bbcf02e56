import { expect } from 'chai';
import { sha256 } from '../../certs/sha256.ts';
import { failure } from '../../harness/bench/failure.ts';
import { payloadOf } from '../../harness/bench/lab/payloads.ts';
import { useBench } from '../../harness/bench/use-bench.ts';
import { programmedInPart } from '../../harness/flash/nor-contents.ts';

const VALUE = payloadOf(900);
const SENT_BYTES = 700;
/** Where nothing else keeps anything. */
const PLACE = 'lab';
const LISTEN_MS = 20_000;

describe('A value for the NVS whose host falls silent', () => {
  const bench = useBench({ area: 'uart', needs: ['tls-events', 'mqtt-events'], board: ['sysmfg'] });

  afterEach('leave nothing behind', () => bench.board.raw.nvs.erase(PLACE));

  it('is waited for, and ends with the bytes of whoever comes next', async () => {
    const thing = await bench.thing();
    await bench.prepare(bench.credentialsOf(thing));

    const given = await failure(bench.board.raw.nvs.abandonWrite(PLACE, VALUE, SENT_BYTES));
    const said = await bench.trials.listen(LISTEN_MS);
    const read = await bench.board.raw.nvs.read(PLACE, VALUE.length);
    const shown = await bench.certificateShown();

    expect(given.code).to.equal('AT_ABANDONED');
    expect(said).to.deep.equal([]);
    expect(sha256(read)).to.equal(sha256(programmedInPart(VALUE, SENT_BYTES)));
    expect(shown).to.equal(thing.certificateId);
  });
});
