import { expect } from 'chai';
import fc from 'fast-check';
import { layoutImage, SAMPLE_LAYOUTS } from '../../../certs/factory-image/layout-samples.ts';
import { writeIntoImage } from '../../../certs/factory-image/write-image.ts';
import type { NvsEntry } from '../../../certs/nvs/nvs-image.ts';
import { nvsBlob, nvsText } from '../../../certs/nvs/nvs-value.ts';
import { sha256 } from '../../../certs/sha256.ts';
import { credentialPlaces, OTHERS } from './credential-places.ts';

const DEVICE = { certificatePem: 'a certificate', keyPem: 'a key', caPem: 'a root' };
const NVS: readonly NvsEntry[] = [
  { namespace: 'factory_param', key: 'version', type: 'i8', value: 4 },
  { namespace: 'ble_data', key: 'cfg0', ...nvsText('0,16,0x2800') },
  { namespace: 'client_ca', key: 'client_ca.0', ...nvsBlob(Buffer.from('another root')) },
];

const layoutOf = (id: string) => {
  const layout = SAMPLE_LAYOUTS.find((each) => each.id === id);
  if (!layout) throw new TypeError(`no layout ${id}`);
  return layout;
};

describe('The credential places of a flash', () => {
  it('are partitions to their last byte in the old generation', () => {
    const layout = layoutOf('esp32-4mb-sysflash');
    const { image } = writeIntoImage(layoutImage(layout, []), DEVICE);
    const places = credentialPlaces(image);
    const partition = layout.secondary.find(({ name }) => name === 'mqtt_key');
    const { address = 0, size = 0 } = partition ?? {};

    expect(Object.keys(places)).to.have.members(['mqtt_ca', 'mqtt_cert', 'mqtt_key', OTHERS]);
    expect(places.mqtt_key).to.deep.equal({
      bytes: size,
      sha256: sha256(image.subarray(address, address + size)),
    });
    expect(JSON.stringify(places)).not.to.include('a key');
  });

  it('show each byte that changes in them, and only there', () => {
    const layout = layoutOf('esp32-4mb-sysflash');
    const { image } = writeIntoImage(layoutImage(layout, []), DEVICE);
    const before = credentialPlaces(image);
    const offset = fc.nat(0x1fff);
    const names = fc.constantFrom(
      'mqtt_ca',
      'mqtt_cert',
      'mqtt_key',
      'client_key',
      'factory_param',
    );
    fc.assert(
      fc.property(names, offset, (name, at) => {
        const { address = 0, size = 0 } = layout.secondary.find((each) => each.name === name) ?? {};
        const changed = Buffer.from(image);
        const place = address + (at % size);
        changed[place] = (changed[place] ?? 0) ^ 1;

        const after = credentialPlaces(changed);

        const differ = Object.keys(before).filter(
          (each) => before[each]?.sha256 !== after[each]?.sha256,
        );
        expect(differ).to.deep.equal([name.startsWith('mqtt_') ? name : OTHERS]);
      }),
      { numRuns: 20 },
    );
  });

  it('are values in the new one, in whatever order and place they were written', () => {
    const layout = layoutOf('esp32c3-4mb-mfgnvs');
    const { image } = writeIntoImage(layoutImage(layout, NVS), DEVICE);
    const { image: reversed } = writeIntoImage(layoutImage(layout, [...NVS].reverse()), DEVICE);
    const { image: other } = writeIntoImage(layoutImage(layout, NVS), { ...DEVICE, keyPem: 'one' });
    const places = credentialPlaces(image);

    expect(Object.keys(places)).to.have.members([
      'mqtt_ca/mqtt_ca/blob',
      'mqtt_cert/mqtt_cert/blob',
      'mqtt_key/mqtt_key/blob',
      OTHERS,
    ]);
    expect(image).not.to.deep.equal(reversed);
    expect(credentialPlaces(reversed)).to.deep.equal(places);
    expect(credentialPlaces(other)[OTHERS]).to.deep.equal(places[OTHERS]);
    expect(credentialPlaces(other)).not.to.deep.equal(places);
    const [version, ...rest] = NVS;
    const bare = layoutImage(layout, version ? [version] : rest);
    expect(credentialPlaces(writeIntoImage(bare, DEVICE).image)[OTHERS]).not.to.deep.equal(
      places[OTHERS],
    );
  });
});
