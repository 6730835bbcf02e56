import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { encodePageHeader } from '../../../certs/nvs/nvs-page-header.ts';
import { readPkiImage } from '../../../certs/pki/pki-image-reader.ts';
import { sampleDevice } from '../../../certs/sample-credentials.ts';
import { updatedFlash } from '../../../simulators/esp-at/images/sample-images.ts';
import { commands } from '../../at/commands/index.ts';
import { erasePartition, programPartition } from '../../flash/flash-steps.ts';
import { requirePartition } from '../../flash/partition-map.ts';
import type { Way } from '../../flash/ways.ts';
import { failure } from '../failure.ts';
import { nvsValues, openRelease, silent } from './opened-release.ts';

/** The version of an NVS that firmware of today does not know. */
const NEWER = 0xfd;

describe('Credentials in a simulated board of 3.4.0.0', () => {
  for (const via of ['sysmfg', 'sysflash-nvs'] satisfies Way[]) {
    it(`come to the same by way of ${via}, and nothing else changes`, async () => {
      const { board, ...bench } = await openRelease('3.4.0.0');
      await using _bench = bench;
      const device = await sampleDevice();
      const before = await nvsValues(board);

      await board.writeCredentials(device, { via });
      await board.restart();

      const after = await nvsValues(board);
      const expected = new Map(before)
        .set('mqtt_ca/mqtt_ca/blob', device.caPem)
        .set('mqtt_cert/mqtt_cert/blob', device.certificatePem)
        .set('mqtt_key/mqtt_key/blob', device.keyPem);
      expect([...after].sort()).to.deep.equal([...expected].sort());
      expect(before.size).to.be.greaterThan(20);
      const read = await board.client.do(commands.manufacturing.read, {
        namespace: 'mqtt_cert',
        key: 'mqtt_cert',
      });
      expect(read.kind === 'value' && Buffer.from(read.value as Uint8Array).toString()).to.equal(
        device.certificatePem,
      );
    });

    it(`are taken away by way of ${via}`, async () => {
      const { board, ...bench } = await openRelease('3.4.0.0');
      await using _bench = bench;
      const before = await nvsValues(board);

      await board.eraseCredentials({ via });
      await board.restart();

      const kept = [...before.keys()].filter((place) => !place.startsWith('mqtt_'));
      expect([...(await nvsValues(board)).keys()].sort()).to.deep.equal(kept.sort());
    });
  }
});

describe('An NVS that was written past the firmware', () => {
  it('is not written by the firmware before it has started anew', async () => {
    await using bench = await openRelease('3.4.0.0');
    const { board } = bench;
    const device = await sampleDevice();
    await board.writeCredentials(device, { via: 'sysflash-nvs' });

    expect((await failure(board.writeCredentials(device))).code).to.equal('RESTART_NEEDED');
    expect((await failure(board.eraseCredentials())).code).to.equal('RESTART_NEEDED');
    await board.writeCredentials(device, { via: 'sysflash-nvs' });
    await board.restart();

    expect(await board.writeCredentials(device)).to.have.length(3);
  });

  it('can be had back when the firmware could not use what was there', async () => {
    await using bench = await openRelease('3.4.0.0');
    const { board } = bench;
    const device = await sampleDevice();
    const partition = requirePartition(board.identity.partitions, 'mfg_nvs');
    const newer = Buffer.alloc(partition.size, encodePageHeader('full', 0, NEWER));
    await erasePartition(board.client, silent, partition);
    await programPartition(board.client, silent, partition, newer);
    await board.restart();

    const refused = await failure(board.writeCredentials(device));
    const unreadable = await failure(board.writeCredentials(device, { via: 'sysflash-nvs' }));
    await board.writeCredentials(device, { via: 'sysflash-nvs', startAfresh: true });
    await board.restart();

    expect(refused.code).to.equal('NVS_NOT_MOUNTED');
    expect(unreadable.code).to.equal('NVS_NOT_READABLE');
    expect([...(await nvsValues(board)).keys()]).to.deep.equal([
      'mqtt_ca/mqtt_ca/blob',
      'mqtt_cert/mqtt_cert/blob',
      'mqtt_key/mqtt_key/blob',
    ]);
    expect(await board.writeCredentials(device)).to.have.length(3);
  });
});

describe('A board that was updated over the air from 2.2.0.0 to 3.4.0.0', () => {
  it('still takes PKI images into its old partitions', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'updated-'));
    try {
      const flash = join(folder, 'flash.bin');
      await writeFile(flash, await updatedFlash('2.2.0.0', '3.4.0.0'));
      await using bench = await openRelease('3.4.0.0', flash);
      const { board } = bench;
      const device = await sampleDevice();

      const packed = await board.packCredentials(device);
      const written = await board.writeCredentials(device);

      expect(board.identity.release).to.equal('3.4.0.0');
      expect(board.abilities.has('sysmfg')).to.equal(false);
      expect(packed.map(({ bytes }) => readPkiImage(bytes).items.length)).to.deep.equal([1, 1, 1]);
      expect(written.map(({ where }) => where)).to.deep.equal(['0x3b000', '0x37000', '0x39000']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
