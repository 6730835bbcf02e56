import { expect } from 'chai';
import { imageFor } from '../../certs/pki/credential-images.ts';
import { sha256 } from '../../certs/sha256.ts';
import { useBench } from '../../harness/bench/use-bench.ts';
import { programmedOver } from '../../harness/flash/nor-contents.ts';

describe('A second certificate written without an erase', () => {
  const bench = useBench({
    area: 'flash',
    needs: ['tls-events', 'mqtt-events'],
    board: ['sysflash'],
  });

  it('leaves old AND new, with which nobody gets in, until it is written properly', async () => {
    const first = await bench.thing();
    const second = await bench.createThing();
    const before = imageFor(bench.credentialsOf(first), 'mqtt_cert');
    const after = imageFor(bench.credentialsOf(second), 'mqtt_cert');
    await bench.prepare(bench.credentialsOf(first));

    await bench.board.raw.flash.write('mqtt_cert', after);
    const read = await bench.board.raw.flash.read('mqtt_cert', after.length);
    await bench.restart();
    const shownThen = await bench.certificateShown();
    await bench.prepare(bench.credentialsOf(second));
    const shownAtLast = await bench.certificateShown();

    expect(sha256(read)).to.equal(sha256(programmedOver(before, after)));
    expect(shownThen).to.equal(null);
    expect(shownAtLast).to.equal(second.certificateId);
  });
});
