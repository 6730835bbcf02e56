import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { checkCredentials } from '../check-credentials.ts';
import type { DeviceCredentials } from '../credentials.ts';
import { privateKeyPem } from '../keys.ts';
import type { NvsEntry } from '../nvs/nvs-image.ts';
import { nvsPlaceOf } from '../nvs/nvs-place.ts';
import { spellEntry } from '../nvs/nvs-proof.ts';
import { readNvs } from '../nvs/nvs-reader.ts';
import { nvsBlob } from '../nvs/nvs-value.ts';
import { type CredentialUser, placeCredentials } from '../pki/credential-images.ts';
import { firmwareItem } from '../pki/firmware-item.ts';
import { sampleAuthority, strangeAuthority } from '../sample-credentials.ts';
import { NVS_PARTITION } from './credential-place.ts';
import { describeImage } from './describe-image.ts';
import { layoutImage, SAMPLE_LAYOUTS, type SampleLayout } from './layout-samples.ts';
import { partitionBytes } from './partition-bytes.ts';
import { writeIntoImage } from './write-image.ts';

const USERS: readonly CredentialUser[] = ['mqtt', 'client', 'server', 'wpa2'];

/** What a PKI image of one item leaves of its partition of 8 KB. */
const MOST_BYTES = 0x2000 - 12;

type Certificates = Pick<DeviceCredentials, 'certificatePem' | 'keyPem'>;

/** RSA of both sizes, and the curves that AWS IoT takes. */
const KEYS = [
  () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  () => generateKeyPairSync('rsa', { modulusLength: 4096 }),
  () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' }),
  () => generateKeyPairSync('ec', { namedCurve: 'secp384r1' }),
];

const makeDevices = async (): Promise<Certificates[]> => {
  const authority = await sampleAuthority();
  const issuer = await authority.deviceIssuerPem();
  const made = KEYS.map(async (make) => {
    const { publicKey, privateKey } = make();
    const own = await authority.certifyDevice(publicKey);
    const chains = [own, own + issuer, own + issuer + authority.certificatePem];
    return chains.map((certificatePem) => ({ certificatePem, keyPem: privateKeyPem(privateKey) }));
  });
  return (await Promise.all(made)).flat();
};

/** PEM allows words around its blocks: exactly so many bytes. */
const filledTo = (bytes: number, pem: string): string =>
  pem + '#'.repeat(bytes - Buffer.byteLength(pem));

const makeRoots = async (): Promise<string[]> => {
  const all = await Promise.all([sampleAuthority(), strangeAuthority()]);
  const [one = '', other = ''] = all.map(({ certificatePem }) => certificatePem);
  const largest = filledTo(MOST_BYTES, one);
  return [one, one + other, one + other + one, largest, filledTo(MOST_BYTES - 3, one)];
};

/** Other values of an NVS, which have to stay. */
const kept = fc
  .uniqueArray(
    fc.record({
      namespace: fc.constantFrom('ble_data', 'https_ca', 'mqtt_cert', 'client_key'),
      key: fc.string({ unit: fc.constantFrom('a', 'b', '.', '1'), minLength: 1, maxLength: 15 }),
      value: fc.uint8Array({ maxLength: 3_000 }),
    }),
    { selector: ({ namespace, key }) => `${namespace}/${key}`, maxLength: 6 },
  )
  .map((entries): NvsEntry[] => [
    { namespace: 'factory_param', key: 'version', type: 'i8', value: 4 },
    ...entries.map(({ value, ...place }): NvsEntry => ({ ...place, ...nvsBlob(value) })),
  ]);

/** The contents of a user's places as firmware takes them from an image: the NVS whole, or partition by partition. */
const heldIn = (image: Uint8Array, { secondary }: SampleLayout, places: readonly string[]) => {
  const nvs = secondary.find(({ name }) => name === NVS_PARTITION);
  if (nvs) return readNvs(partitionBytes(image, nvs)).entries.map(spellEntry);
  return secondary
    .filter(({ name }) => places.includes(name))
    .map((partition) => {
      const item = firmwareItem(partitionBytes(image, partition));
      return `${partition.name} ${Buffer.from(item as Uint8Array).toString()}`;
    });
};

const expected = (
  { secondary }: SampleLayout,
  nvs: readonly NvsEntry[],
  placed: ReturnType<typeof placeCredentials>,
): string[] =>
  secondary.some(({ name }) => name === NVS_PARTITION)
    ? [
        ...nvs,
        ...placed.map(
          ({ place, pem }): NvsEntry => ({ ...nvsPlaceOf(place), ...nvsBlob(Buffer.from(pem)) }),
        ),
      ].map(spellEntry)
    : placed.map(({ place, pem }) => `${place} ${pem}`);

describe('Any credentials written into an image of ESP-AT', function () {
  this.timeout(120_000);
  let devices: Certificates[];
  let roots: string[];

  before('make keys of each kind, 4096 bits too', async () => {
    [devices, roots] = await Promise.all([makeDevices(), makeRoots()]);
  });

  it('are sound ones, but for chains', () => {
    const [caPem = ''] = roots;
    const found = devices.flatMap((device) => checkCredentials({ ...device, caPem }));

    expect(new Set(found.map(({ code }) => code))).to.deep.equal(new Set(['SEVERAL_CERTIFICATES']));
    expect(found).to.have.length((2 * devices.length) / 3);
    expect(roots.map((pem) => Buffer.byteLength(pem))).to.include.members([
      MOST_BYTES,
      MOST_BYTES - 3,
    ]);
  });

  for (const layout of SAMPLE_LAYOUTS) {
    it(`are there, and nothing else has changed: ${layout.id}`, () => {
      const sets = fc.record({
        device: fc.constantFrom(...devices),
        caPem: fc.constantFrom(...roots),
      });
      fc.assert(
        fc.property(sets, kept, fc.constantFrom(...USERS), ({ device, caPem }, nvs, user) => {
          const placed = placeCredentials({ ...device, caPem }, user);
          const places = placed.map(({ place }) => place);
          const before = layoutImage(layout, nvs);

          const { image, changed } = writeIntoImage(before, { ...device, caPem }, user);

          expect(heldIn(image, layout, places)).to.have.members(expected(layout, nvs, placed));
          const restored = Buffer.from(image);
          for (const { address, size } of changed) {
            before.copy(restored, address, address, address + size);
          }
          expect(restored.equals(before)).to.equal(true);
          expect(changed.map(({ name }) => name)).to.have.members(
            layout.secondary.some(({ name }) => name === NVS_PARTITION) ? [NVS_PARTITION] : places,
          );
          const described = describeImage(image).credentials.map(({ place }) => place);
          expect(described).to.include.members(
            placed.map(({ place }) => {
              const { namespace, key } = nvsPlaceOf(place);
              return changed[0]?.name === NVS_PARTITION ? `${namespace}/${key}` : place;
            }),
          );
        }),
        { numRuns: 8 },
      );
    });
  }

  for (const layout of SAMPLE_LAYOUTS.filter(({ id }) => id.endsWith('sysflash'))) {
    it(`are refused from one byte too many on: ${layout.id}`, () => {
      const [root = ''] = roots;
      const [device] = devices;
      const image = layoutImage(layout, []);
      const untouched = Buffer.from(image);
      const caPem = filledTo(MOST_BYTES + 1, root);

      expect(() => writeIntoImage(image, { ...(device as Certificates), caPem })).to.throw(
        Error,
        /mqtt_ca/,
      );
      expect(image.equals(untouched)).to.equal(true);
    });
  }
});
