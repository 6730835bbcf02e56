import { imageOf, placeCredentials } from '../../../certs/pki/credential-images.ts';
import { pemIn } from '../../../certs/pki/packed-credential.ts';
import type { Lab } from '../lab.ts';
import { NEW, OLD, onReleases, type Wrong } from './on-releases.ts';
import { erase, ofNewThing, packedFor, prepared, tryIt, write } from './written-wrongly.ts';

const withoutDemos = async (lab: Lab, places: Readonly<Record<string, string>>): Promise<void> => {
  await lab.board.eraseCredentials();
  await lab.prepare(await ofNewThing(lab), { places });
  await lab.connect();
};

const erased = (name: string, expected: string, place: string): Wrong => ({
  name,
  expected,
  steps: async (lab) => {
    await prepared(lab);
    await erase(lab, place);
    await tryIt(lab);
  },
});

const misplaced = (
  name: string,
  expected: string,
  places: Readonly<Record<string, string>>,
  releases?: readonly string[],
): Wrong => ({
  name,
  expected,
  ...(releases ? { releases } : {}),
  steps: (lab) => withoutDemos(lab, places),
});

const imageInNvs = (name: string, place: string): Wrong => ({
  name,
  expected: 'IMAGE_OF_WRONG_KIND',
  releases: [NEW],
  steps: async (lab) => {
    const credentials = await prepared(lab);
    const placed = placeCredentials(credentials, 'mqtt').find((each) => each.place === place);
    if (!placed) throw new TypeError(`nothing goes into ${place}`);
    await lab.board.raw.nvs.write(place, imageOf(placed));
    await tryIt(lab);
  },
});

const pemInPartition = (name: string, place: string): Wrong => ({
  name,
  expected: 'IMAGE_OF_WRONG_KIND',
  releases: [OLD],
  steps: async (lab) => {
    const { bytes } = await packedFor(lab, await prepared(lab), place);
    await write(lab, place, Buffer.from(pemIn(bytes)));
    await tryIt(lab);
  },
});

/** One of the three goes where another has to be. */
const intoPlaceOf = (name: string, expected: string, from: string, to: string): Wrong => ({
  name,
  expected,
  steps: async (lab) => {
    const { bytes } = await packedFor(lab, await prepared(lab), from);
    await write(lab, to, bytes);
    await tryIt(lab);
  },
});

/** On a board that comes from the factory, only some are written. */
const onlyWritten = (name: string, expected: string, places: readonly string[]): Wrong => ({
  name,
  expected,
  steps: async (lab) => {
    const credentials = await ofNewThing(lab);
    for (const place of places) {
      await lab.board.writePacked(await packedFor(lab, credentials, place));
    }
    await tryIt(lab);
  },
});

const ofAnotherThing = (name: string, place: string): Wrong => ({
  name,
  expected: 'KEY_MISMATCH',
  steps: async (lab) => {
    await prepared(lab);
    const { bytes } = await packedFor(lab, await ofNewThing(lab), place);
    await write(lab, place, bytes);
    await tryIt(lab);
  },
});

/** What stands in the board's flash, and should not, or not so. */
export const WRONG_CREDENTIALS = onReleases([
  erased('the CA was erased', 'CA_MISSING', 'mqtt_ca'),
  erased('the certificate was erased', 'CERTIFICATE_MISSING', 'mqtt_cert'),
  erased('the key was erased', 'KEY_MISSING', 'mqtt_key'),
  {
    name: 'the CA was never written',
    expected: 'CA_MISSING',
    steps: async (lab) => {
      const credentials = await ofNewThing(lab);
      await lab.board.eraseCredentials();
      for (const place of ['mqtt_cert', 'mqtt_key']) {
        await lab.board.writePacked(await packedFor(lab, credentials, place));
      }
      await tryIt(lab);
    },
  },
  {
    name: 'nothing was written after the erase',
    expected: 'CREDENTIALS_MISSING',
    steps: async (lab) => {
      await lab.board.eraseCredentials();
      await tryIt(lab);
    },
  },
  misplaced('the CA went into client_ca', 'CA_IN_WRONG_PARTITION', { mqtt_ca: 'client_ca' }),
  misplaced('the CA went into server_ca', 'CA_IN_WRONG_PARTITION', { mqtt_ca: 'server_ca' }),
  misplaced('the CA went under mqtt_ca.0', 'CA_IN_WRONG_PARTITION', { mqtt_ca: 'mqtt_ca.0' }, [
    NEW,
  ]),
  misplaced('the certificate went into client_cert', 'CERTIFICATE_IN_WRONG_PARTITION', {
    mqtt_cert: 'client_cert',
  }),
  misplaced('the key went into client_key', 'KEY_IN_WRONG_PARTITION', { mqtt_key: 'client_key' }),
  {
    name: 'the CA went into client_ca, and the demo one stayed',
    expected: 'CA_IN_WRONG_PARTITION',
    steps: async (lab) => {
      await lab.prepare(await ofNewThing(lab), { places: { mqtt_ca: 'client_ca' } });
      await lab.connect();
    },
  },
  imageInNvs('the CA was packed for firmware that takes none', 'mqtt_ca'),
  imageInNvs('the certificate was packed for firmware that takes none', 'mqtt_cert'),
  imageInNvs('the key was packed for firmware that takes none', 'mqtt_key'),
  pemInPartition('the CA is a bare PEM in a partition', 'mqtt_ca'),
  pemInPartition('the certificate is a bare PEM in a partition', 'mqtt_cert'),
  pemInPartition('the key is a bare PEM in a partition', 'mqtt_key'),
  intoPlaceOf(
    'the certificate went where the key must be',
    'CREDENTIAL_OF_WRONG_KIND',
    'mqtt_cert',
    'mqtt_key',
  ),
  intoPlaceOf(
    'the key went where the certificate must be',
    'CREDENTIAL_OF_WRONG_KIND',
    'mqtt_key',
    'mqtt_cert',
  ),
  intoPlaceOf(
    'the certificate went where the CA must be',
    'CREDENTIAL_OF_WRONG_KIND',
    'mqtt_cert',
    'mqtt_ca',
  ),
  ofAnotherThing('the key is that of another thing', 'mqtt_key'),
  ofAnotherThing('the certificate is that of another thing', 'mqtt_cert'),
  {
    name: 'the root is that of another authority',
    expected: 'CA_OF_ANOTHER_AUTHORITY',
    steps: async (lab) => {
      await lab.prepare(await lab.flawedDevice('otherRoot'));
      await lab.connect();
    },
  },
  onlyWritten('nothing was written at all', 'DEMO_CERTIFICATES_IN_FLASH', []),
  onlyWritten(
    'certificate and key were written, and the demo CA stayed',
    'DEMO_CERTIFICATES_IN_FLASH',
    ['mqtt_cert', 'mqtt_key'],
  ),
  onlyWritten('the CA was written, and the demo certificate stayed', 'DEMO_CERTIFICATES_IN_FLASH', [
    'mqtt_ca',
  ]),
]);
