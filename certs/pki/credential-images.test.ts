import { expect } from 'chai';
import { sampleDevice } from '../sample-credentials.ts';
import { imageOf, placeCredentials } from './credential-images.ts';
import { firmwareItem } from './firmware-item.ts';

describe('Credentials on a board', () => {
  it('belong into the places of whoever uses them', async () => {
    const device = await sampleDevice();

    expect(placeCredentials(device).map(({ place }) => place)).to.deep.equal([
      'mqtt_ca',
      'mqtt_cert',
      'mqtt_key',
    ]);
    expect(placeCredentials(device, 'client').map(({ place }) => place)).to.deep.equal([
      'client_ca',
      'client_cert',
      'client_key',
    ]);
  });

  it('are secret where the key is', async () => {
    const secrets = placeCredentials(await sampleDevice()).filter(({ isSecret }) => isSecret);

    expect(secrets.map(({ place }) => place)).to.deep.equal(['mqtt_key']);
  });

  it('come out of their images as they went in', async () => {
    for (const placed of placeCredentials(await sampleDevice())) {
      const image = imageOf(placed);

      expect(image.length).to.equal(12 + Math.ceil(placed.pem.length / 4) * 4);
      expect(Buffer.from(firmwareItem(image) as Uint8Array).toString()).to.equal(placed.pem);
    }
  });
});
