import { expect } from 'chai';
import { readNvs } from '../../certs/nvs-reader.ts';
import { sampleDevice } from '../../certs/sample-credentials.ts';
import { commands } from '../at/commands/index.ts';
import type { Board } from '../boards/board.ts';
import { readPartition } from '../flash/flash-steps.ts';
import { requirePartition } from '../flash/partition-map.ts';
import type { Way } from '../flash/ways.ts';
import { openRelease, silent } from './opened-release.ts';

const valuesOf = async ({ client, identity }: Board): Promise<Map<string, string>> => {
  const partition = requirePartition(identity.partitions, 'mfg_nvs');
  const bytes = await readPartition(client, silent, partition, partition.size);
  return new Map(
    readNvs(bytes).entries.map(({ namespace, key, type, value }) => [
      `${namespace}/${key}/${type}`,
      value instanceof Uint8Array ? Buffer.from(value).toString() : String(value),
    ]),
  );
};

describe('Credentials in a simulated board of 3.4.0.0', () => {
  for (const via of ['sysmfg', 'sysflash-nvs'] satisfies Way[]) {
    it(`come to the same by way of ${via}, and nothing else changes`, async () => {
      const { board, ...bench } = await openRelease('3.4.0.0');
      await using _bench = bench;
      const device = await sampleDevice();
      const before = await valuesOf(board);

      await board.writeCredentials(device, { via });
      await board.restart();

      const after = await valuesOf(board);
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
      const before = await valuesOf(board);

      await board.eraseCredentials({ via });
      await board.restart();

      const kept = [...before.keys()].filter((place) => !place.startsWith('mqtt_'));
      expect([...(await valuesOf(board)).keys()].sort()).to.deep.equal(kept.sort());
    });
  }
});
