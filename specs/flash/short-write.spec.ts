import { expect } from 'chai';
import { imageFor } from '../../certs/pki/credential-images.ts';
import { sha256 } from '../../certs/sha256.ts';
import { failure } from '../../harness/bench/failure.ts';
import { useBench } from '../../harness/bench/use-bench.ts';
import { programmedInPart } from '../../harness/flash/nor-contents.ts';

const SENT_BYTES = 700;
const LISTEN_MS = 20_000;

describe('A write whose host falls silent', () => {
  const bench = useBench({
    area: 'uart',
    needs: ['tls-events', 'mqtt-events'],
    board: ['sysflash'],
  });

  it('is waited for, ends with the bytes of whoever comes next, and can be done again', async () => {
    const thing = await bench.thing();
    const credentials = bench.credentialsOf(thing);
    const image = imageFor(credentials, 'mqtt_cert');
    await bench.prepare(credentials);
    await bench.board.raw.flash.erase('mqtt_cert');

    const given = await failure(bench.board.raw.flash.abandonWrite('mqtt_cert', image, SENT_BYTES));
    const said = await bench.trials.listen(LISTEN_MS);
    const read = await bench.board.raw.flash.read('mqtt_cert', image.length);
    await bench.board.writeCredentials(credentials);
    const shown = await bench.certificateShown();

    expect(given.code).to.equal('AT_ABANDONED');
    expect(said).to.deep.equal([]);
    expect(sha256(read)).to.equal(sha256(programmedInPart(image, SENT_BYTES)));
    expect(shown).to.equal(thing.certificateId);
  });
});
