import type { DeviceCredentials } from '../../../certs/credentials.ts';
import type { Lab } from '../lab.ts';
import { NEW, OLD, onReleases, type Wrong } from './on-releases.ts';
import { ofNewThing, packedFor, prepared, tryIt, write } from './written-wrongly.ts';

/** Writes one of the three wrongly, over what was right. */
const spoilt = (
  name: string,
  expected: string,
  place: string,
  change: (bytes: Uint8Array) => Uint8Array,
): Wrong => ({
  name,
  expected,
  steps: async (lab) => {
    const credentials = await prepared(lab);
    const { bytes } = await packedFor(lab, credentials, place);
    await write(lab, place, change(bytes));
    await tryIt(lab);
  },
});

/** Old generation only: bytes are written over those that are there already. */
const overwritten = (
  name: string,
  place: string,
  before: (lab: Lab) => Promise<DeviceCredentials> = ofNewThing,
): Wrong => ({
  name,
  expected: 'STALE_FLASH_UNDER_WRITE',
  releases: [OLD],
  steps: async (lab) => {
    await lab.prepare(await before(lab));
    const { bytes } = await packedFor(lab, await ofNewThing(lab), place);
    await lab.board.raw.flash.write(place, bytes);
    await tryIt(lab);
  },
});

const half = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, bytes.length >> 1);
const lessTheEnd = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, bytes.length - 40);

/** Every eighth byte comes out as another. */
const garbled = (bytes: Uint8Array): Uint8Array =>
  bytes.map((byte, i) => (i > 100 && i % 8 === 0 ? byte ^ 0x81 : byte));

/** The firmware says OK to what it does not do: nobody at the bench wrote anything wrongly. */
const withDefect = (defect: string, name: string, release: string): Wrong => ({
  name,
  expected: 'WRITE_NOT_KEPT',
  releases: [release],
  bench: `simulator: {defect: ${defect}}`,
  steps: async (lab) => {
    await prepared(lab);
    await lab.connect();
  },
});

/** Writes that did not put into the flash what was sent. */
export const SPOILT_WRITES = onReleases([
  overwritten('the CA was written over another without an erase', 'mqtt_ca', (lab) =>
    lab.flawedDevice('otherRoot'),
  ),
  overwritten('the certificate was written over another without an erase', 'mqtt_cert'),
  overwritten('the key was written over another without an erase', 'mqtt_key'),
  spoilt('the CA was written by half', 'TRUNCATED_WRITE', 'mqtt_ca', half),
  spoilt('the end of the certificate was not written', 'TRUNCATED_WRITE', 'mqtt_cert', lessTheEnd),
  spoilt('the end of the key was not written', 'TRUNCATED_WRITE', 'mqtt_key', lessTheEnd),
  spoilt('the key was written by half', 'TRUNCATED_WRITE', 'mqtt_key', half),
  spoilt('bytes of the certificate are wrong', 'STORED_BYTES_DAMAGED', 'mqtt_cert', garbled),
  spoilt('bytes of the key are wrong', 'STORED_BYTES_DAMAGED', 'mqtt_key', garbled),
  withDefect('erase-does-nothing', 'the firmware erases nothing and says OK', OLD),
  withDefect('last-byte-dropped', 'the firmware leaves out the end of each write', OLD),
  withDefect('erase-of-a-sector-too-many', 'the firmware erases the neighbour as well', OLD),
  withDefect('erase-behind-its-ok', 'the firmware erases behind its OK', NEW),
]);
