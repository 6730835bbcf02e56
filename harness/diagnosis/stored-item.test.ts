import { expect } from 'chai';
import fc from 'fast-check';
import type { DeviceCredentials } from '../../certs/credentials.ts';
import { imageFor } from '../../certs/pki/credential-images.ts';
import { sampleDevice } from '../../certs/sample-credentials.ts';
import { storedItem } from './stored-item.ts';

const SECTOR = 4096;

/** As a partition is read back: FF behind what was written. */
const inPartition = (bytes: Uint8Array): Buffer =>
  Buffer.concat([bytes, Buffer.alloc(SECTOR - bytes.length, 0xff)]);

describe('What stands in a place for credentials', () => {
  let device: DeviceCredentials;

  before('make a device', async () => {
    device = await sampleDevice();
  });

  it('is told of a certificate and of its key, which belong together', () => {
    const certificate = storedItem('mqtt_cert', inPartition(imageFor(device, 'mqtt_cert')));
    const key = storedItem('mqtt_key', Buffer.from(device.keyPem));

    expect(certificate).to.include({ form: 'pki-image', holds: 'certificate', damage: null });
    expect(certificate.certificate?.isAuthority).to.equal(false);
    expect(key).to.include({ form: 'pem', holds: 'key', damage: null, certificate: null });
    expect(certificate.publicKeyId).to.equal(key.publicKeyId).and.not.equal(null);
  });

  it('is compared with what was meant to stand there', () => {
    const meant = imageFor(device, 'mqtt_cert');
    const other = imageFor(device, 'mqtt_ca');
    const mixed = inPartition(meant).map((byte, i) => byte & (other[i] ?? 0xff));

    const pattern = (read: Uint8Array): string | undefined =>
      storedItem('mqtt_cert', read, meant).difference?.pattern;
    expect(pattern(inPartition(meant))).to.equal(undefined);
    expect(pattern(inPartition(meant.subarray(0, 900)))).to.equal('tail-missing');
    expect(pattern(mixed)).to.equal('not-erased');
    expect(pattern(new Uint8Array())).to.equal('other-length');
  });

  it('is damaged where a PEM cannot be read', () => {
    const cut = Buffer.from(device.certificatePem.slice(0, 700));
    expect(storedItem('mqtt_cert', cut)).to.include({ form: 'pem', holds: null });
    expect(storedItem('mqtt_cert', cut).damage).to.be.a('string');
  });

  it('may be nothing', () => {
    expect(storedItem('mqtt_ca', inPartition(Buffer.alloc(0)))).to.include({ form: 'erased' });
    expect(storedItem('mqtt_ca', new Uint8Array())).to.include({ form: 'empty', damage: null });
  });

  it('is described without a byte of a key, whatever became of it', () => {
    const image = imageFor(device, 'mqtt_key');
    fc.assert(
      fc.property(fc.nat(image.length - 1), fc.nat(255), fc.nat(image.length), (at, byte, end) => {
        const spoilt = Buffer.from(image.subarray(0, end));
        if (at < end) spoilt[at] = byte;
        const told = JSON.stringify(storedItem('mqtt_key', spoilt, image));
        const body = device.keyPem.split('\n').slice(1, -2);
        expect(body.some((line) => told.includes(line))).to.equal(false);
      }),
      { numRuns: 50 },
    );
  });
});
