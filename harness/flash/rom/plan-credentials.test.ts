import { expect } from 'chai';
import fc from 'fast-check';
import { sampleImage } from '../../../certs/factory-image/sample-image.ts';
import { putIntoImage } from '../../../certs/factory-image/write-image.ts';
import { NvsImage } from '../../../certs/nvs/nvs-image.ts';
import { nvsText } from '../../../certs/nvs/nvs-value.ts';
import { writeNvs } from '../../../certs/nvs/nvs-writer.ts';
import { placeCredentials } from '../../../certs/pki/credential-images.ts';
import { BadInput } from '../../../errors/bench-error.ts';
import { planCredentials } from './plan-credentials.ts';

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1_200 });
const credentials = fc.record({ certificatePem: text, keyPem: text, caPem: text });
const table = fc.constantFrom(0x8000, 0xc000);

/** A board that holds this, and counts what is read of it. */
const boardWith = (image: Uint8Array) => {
  const read: number[] = [];
  const chip = {
    name: 'ESP32',
    programName: 'ESP32',
    bootloaderAddress: 0x1000,
    flashSize: image.length,
  };
  return {
    read,
    loader: {
      chip,
      read: async (address: number, size: number) => {
        read.push(size);
        return Buffer.from(image.subarray(address, address + size));
      },
    },
  };
};

const rooms = fc
  .shuffledSubarray(['mqtt_cert', 'mqtt_key', 'mqtt_ca', 'ble_data', 'factory_param', 'fatfs'])
  .chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        fc.record({ name: fc.constant(name), sectors: fc.integer({ min: 1, max: 4 }) }),
      ),
    ),
  );

const outcome = async (work: () => unknown): Promise<unknown> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BadInput) return error.code;
    throw error;
  }
};

describe('Credentials for the flash of a board', () => {
  it('of the old generation go where its own tables say, or are refused as for an image', async () => {
    await fc.assert(
      fc.asyncProperty(credentials, rooms, table, async (device, wanted, at) => {
        const { image } = sampleImage(wanted, { table: at, fill: 0x5a });
        image.fill(0xff, at === 0x8000 ? 0xc000 : 0x8000, at === 0x8000 ? 0xd000 : 0x9000);
        const placed = placeCredentials(device);
        const { loader } = boardWith(image);

        const planned = await outcome(async () => {
          const after = Buffer.from(image);
          for (const { address, bytes } of await planCredentials(loader, placed))
            after.set(bytes, address);
          return after;
        });

        const right = await outcome(() => Buffer.from(putIntoImage(image, placed).image));
        expect(planned).to.deep.equal(right);
      }),
      { numRuns: 50 },
    );
  });

  it('of the new generation keep every other key, and little is read for that', async () => {
    await fc.assert(
      fc.asyncProperty(credentials, fc.string({ maxLength: 40 }), async (device, kept) => {
        const { image, secondary } = sampleImage([{ name: 'mfg_nvs', sectors: 16 }]);
        const nvs = NvsImage.of().with(
          'factory_param',
          'module_name',
          nvsText(kept.replaceAll('\0', '')),
        );
        const address = secondary[0]?.address ?? 0;
        image.set(writeNvs(nvs, 16 * 0x1000), address);
        const { loader, read } = boardWith(image);

        const [region, ...more] = await planCredentials(loader, placeCredentials(device));

        const right = putIntoImage(image, placeCredentials(device)).image;
        expect(more).to.deep.equal([]);
        expect(region?.address).to.equal(address);
        expect(Buffer.from(region?.bytes ?? [])).to.deep.equal(
          Buffer.from(right.subarray(address, address + 16 * 0x1000)),
        );
        expect(read.reduce((sum, size) => sum + size, 0)).to.be.lessThan(image.length / 8);
      }),
      { numRuns: 20 },
    );
  });

  it('are refused by a board that holds another firmware, in a sentence about the board', async () => {
    const { loader } = boardWith(Buffer.alloc(1 << 20, 0xff));
    const placed = placeCredentials({ certificatePem: 'a', keyPem: 'b', caPem: 'c' });

    const error = await planCredentials(loader, placed).catch((cause: unknown) => cause);

    expect(error).to.have.property('code', 'NOT_AN_ESP_AT_IMAGE');
    expect((error as Error).message).to.match(/^What this board has in its flash: /);
  });
});
