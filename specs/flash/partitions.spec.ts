import { expect } from 'chai';
import { failure } from '../../harness/bench/failure.ts';
import { payloadOf } from '../../harness/bench/lab/payloads.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

/** Longer than one that there is, shorter, in other letters, and one that only the chip's own table has. */
const UNKNOWN = ['mqtt_cert2', 'mqtt_cer', 'mqtt_c', 'MQTT_CERT', 'nvs'];
const ROOTS_THAT_DO_NOT_FIT = 16;
const PARTITION_BYTES = 8_192;
const SECTOR_BYTES = 4_096;
/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;

describe('Credentials survive', () => {
  const bench = useBench({
    area: 'flash',
    needs: ['tls-events', 'mqtt-events'],
    board: ['sysflash'],
  });

  before('prepare the board', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
  });

  afterEach('connect with them', async () => {
    const { certificateId } = await bench.thing();
    expect(await bench.certificateShown()).to.equal(certificateId);
  });

  it('an erase, a write and a read of a partition that is not there', async () => {
    const { flash } = bench.board.raw;

    for (const name of UNKNOWN) {
      const refusals = [
        await failure(flash.erase(name)),
        await failure(flash.write(name, payloadOf(64))),
        await failure(flash.read(name, 64)),
      ];

      expect(refusals.map(({ code }) => code)).to.deep.equal(Array(3).fill('AT_REFUSED'));
    }
  });

  it('erases that do not begin or end with a sector', async () => {
    const refusals = [
      await failure(bench.board.raw.flash.erase('mqtt_cert', { offset: 100, length: 4_096 })),
      await failure(bench.board.raw.flash.erase('mqtt_cert', { offset: 0, length: 100 })),
      await failure(bench.board.raw.flash.erase('mqtt_cert', { offset: 4_095, length: 1 })),
    ];

    expect(refusals.map(({ code }) => code)).to.deep.equal(Array(3).fill('AT_REFUSED'));
  });

  it('an image too large for its partition, which the bench does not even send', async () => {
    const { caPem, ...own } = bench.credentialsOf(await bench.thing());
    const tooLarge = { ...own, caPem: caPem.repeat(ROOTS_THAT_DO_NOT_FIT) };
    const from = bench.board.transcriptPosition();

    const refused = await failure(bench.board.writeCredentials(tooLarge, { via: 'sysflash' }));

    expect(refused.code).to.equal('PARTITION_TOO_SMALL');
    expect(bench.board.transcriptText(from)).to.equal('');
  });

  it('such an image all the same, which the board asks for and then refuses', async () => {
    const tooLarge = payloadOf(PARTITION_BYTES + 1);

    const refused = await failure(bench.board.raw.flash.write('mqtt_ca', tooLarge));

    expect(refused.code).to.equal('AT_REFUSED');
    expect(refused.evidence.join('\n')).to.include(`<${tooLarge.length} bytes>`);
  });
});

describe('The list of partitions', () => {
  const bench = useBench({ area: 'flash' });

  it('tells of each where it ends, and of no two the same place', async () => {
    const { partitions } = await bench.board.identify();
    const inOrder = partitions.toSorted((a, b) => a.address - b.address);

    const ends = await bench.trials.endsOfPartitions();

    expect(new Set(Object.values(ends))).to.deep.equal(new Set(['where it says']));
    for (const [i, { address, size }] of inOrder.entries()) {
      expect(address % SECTOR_BYTES).to.equal(0);
      expect(address + size).to.be.at.most(inOrder[i + 1]?.address ?? Number.POSITIVE_INFINITY);
    }
  });
});
