import { expect } from 'chai';
import { imageFor } from '../../certs/pki/credential-images.ts';
import { sha256 } from '../../certs/sha256.ts';
import { failure } from '../../harness/bench/failure.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

describe('A PKI image in the NVS of a board', () => {
  const bench = useBench({ area: 'tls', needs: ['tls-events', 'mqtt-events'], board: ['sysmfg'] });

  it('is refused by the bench, and written all the same reads back well and never connects', async () => {
    const thing = await bench.thing();
    const credentials = bench.credentialsOf(thing);
    const image = imageFor(credentials, 'mqtt_cert');
    await bench.prepare(credentials);

    const refused = await failure(bench.board.writePacked({ place: 'mqtt_cert', bytes: image }));
    const shownFirst = await bench.certificateShown();
    await bench.board.raw.nvs.write('mqtt_cert', image);
    const read = await bench.board.raw.nvs.read('mqtt_cert', image.length);
    await bench.restart();
    const shownThen = await bench.certificateShown();

    expect(refused.code).to.equal('PKI_IMAGE_NOT_WANTED');
    expect(shownFirst).to.equal(thing.certificateId);
    expect(sha256(read)).to.equal(sha256(image));
    expect(shownThen).to.equal(null);
  });
});
