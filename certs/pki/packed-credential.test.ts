import { expect } from 'chai';
import { nvsPlaceOf } from '../nvs/nvs-place.ts';
import { sampleDevice } from '../sample-credentials.ts';
import { imageOf, placeCredentials } from './credential-images.ts';
import { pemIn, requirePkiImage, requireStorable } from './packed-credential.ts';

const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'none';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('Where an NVS keeps a credential', () => {
  for (const [place, where] of [
    ['mqtt_ca', 'mqtt_ca/mqtt_ca'],
    ['server_key', 'server_key/server_key'],
    ['wpa2_cert', 'wpa2_cert/wpa2_cert'],
    ['client_ca', 'client_ca/client_ca.0'],
    ['client_ca.1', 'client_ca/client_ca.1'],
    ['https_cert', 'https_cert/https_cert.0'],
    ['mqtt_ca.0', 'mqtt_ca/mqtt_ca.0'],
  ] as const) {
    it(`is ${where} for ${place}`, () => {
      const { namespace, key } = nvsPlaceOf(place);
      expect(`${namespace}/${key}`).to.equal(where);
    });
  }
});

describe('A packed credential', () => {
  it('gives its PEM back, be it packed into an image or not', async () => {
    for (const placed of placeCredentials(await sampleDevice())) {
      expect(pemIn(imageOf(placed))).to.equal(placed.pem);
      expect(pemIn(Buffer.from(placed.pem))).to.equal(placed.pem);
    }
  });

  it('is an image for a partition, and none for an NVS', async () => {
    for (const placed of placeCredentials(await sampleDevice())) {
      const { place, pem } = placed;
      const [image, file] = [imageOf(placed), Buffer.from(pem)];
      const at = nvsPlaceOf(place);

      expect(codeOf(() => requirePkiImage(place, image))).to.equal('none');
      expect(codeOf(() => requirePkiImage(place, file))).to.equal('PKI_IMAGE_MISSING');
      expect(codeOf(() => requireStorable(place, at, file))).to.equal('none');
      expect(codeOf(() => requireStorable(place, at, image))).to.equal('PKI_IMAGE_NOT_WANTED');
    }
  });

  it('is 1 to 8191 bytes long for an NVS', () => {
    const at = nvsPlaceOf('mqtt_ca');
    const codes = [0, 1, 8_191, 8_192].map((length) =>
      codeOf(() => requireStorable('mqtt_ca', at, Buffer.alloc(length, '-'))),
    );
    expect(codes).to.deep.equal(['CREDENTIAL_SIZE', 'none', 'none', 'CREDENTIAL_SIZE']);
  });
});
