import { expect } from 'chai';
import type { DeviceCredentials } from '../credentials.ts';
import { type FactoryParameters, toBinary, toNvs } from '../factory-parameters.ts';
import { NvsImage } from '../nvs/nvs-image.ts';
import { nvsBlob, nvsText } from '../nvs/nvs-value.ts';
import { writeNvs } from '../nvs/nvs-writer.ts';
import { imageFor } from '../pki/credential-images.ts';
import { sampleDevice } from '../sample-credentials.ts';
import { describeImage } from './describe-image.ts';
import { sampleImage } from './sample-image.ts';

const ROOMS = [
  { name: 'factory_param', sectors: 1 },
  { name: 'mqtt_cert', sectors: 2 },
  { name: 'mqtt_key', sectors: 2 },
  { name: 'mqtt_ca', sectors: 2 },
];

const MODULE: FactoryParameters = {
  module: 'WROOM-32',
  platform: 'PLATFORM_ESP32',
  maxTxPower: 78,
  port: 1,
  baud: 115_200,
  pins: { tx: 17, rx: 16, cts: 15, rts: 14 },
};

/** As ESP-IDF has it: behind two headers, a magic number, 12 bytes, a text of 32. */
const application = (version: string): Buffer => {
  const bytes = Buffer.alloc(0x100);
  bytes[0] = 0xe9;
  bytes.writeUInt32LE(0xabcd5432, 0x20);
  bytes.write(version, 0x30);
  return bytes;
};

const oldImage = (device: DeviceCredentials): Buffer => {
  const { image, secondary } = sampleImage(ROOMS);
  const [parameters, cert, key] = secondary;
  image.set(toBinary(MODULE), parameters?.address);
  image.set(imageFor(device, 'mqtt_cert'), cert?.address);
  image.set(imageFor(device, 'mqtt_key'), key?.address);
  return image;
};

describe('What an image of the old generation holds', () => {
  it('is told place by place, of a key its kind and size alone', async () => {
    const device = await sampleDevice();

    const { credentials, parameters, problems, version } = describeImage(oldImage(device));

    const [certificate, key, root] = credentials;
    expect([problems, version]).to.deep.equal([[], undefined]);
    expect(certificate).to.deep.include({ place: 'mqtt_cert', address: 0x22000 });
    expect(certificate?.content.kind).to.equal('certificates');
    expect(key).to.deep.equal({
      place: 'mqtt_key',
      address: 0x24000,
      content: { kind: 'key', bytes: device.keyPem.length, algorithm: 'RSA 2048' },
    });
    expect(root?.content).to.deep.include({ kind: 'other', bytes: 0 });
    expect(parameters).to.include({ module: 'WROOM-32', baud: '115200', tx: '17', rts: '14' });
  });

  it('includes the version of its application', async () => {
    const image = oldImage(await sampleDevice());
    image.set(application('v2.2.0.0-dev\x1b[2J'), 0xe0000);

    expect(describeImage(image).version).to.equal('v2.2.0.0-dev\\u{1b}[2J');
  });

  it('may be something else, which is a problem and not the end', async () => {
    const image = oldImage(await sampleDevice());
    image.write('-----BEGIN CERTIFICATE-----', 0x22000);

    const { credentials, problems } = describeImage(image);

    expect(problems.map(({ code }) => code)).to.deep.equal(['NOT_A_PKI_IMAGE']);
    expect(credentials.map(({ place }) => place)).to.deep.equal(['mqtt_key', 'mqtt_ca']);
  });
});

describe('What an image of the new generation holds', () => {
  it('is told key by key, and nothing of a text that may be secret', async () => {
    const { certificatePem, keyPem } = await sampleDevice();
    const nvs = NvsImage.of(toNvs(MODULE))
      .with('client_cert', 'client_cert.0', nvsBlob(Buffer.from(certificatePem)))
      .with('client_key', 'client_key.0', nvsText(keyPem))
      .with('ble_data', 'cfg0', nvsText('a secret of somebody'));
    const { image } = sampleImage([{ name: 'mfg_nvs', sectors: 8 }]);
    image.set(writeNvs(nvs, 0x8000), 0x21000);

    const described = describeImage(image);

    expect(described.problems).to.deep.equal([]);
    expect(described.credentials.map(({ place, content }) => [place, content.kind])).to.deep.equal([
      ['client_cert/client_cert.0', 'certificates'],
      ['client_key/client_key.0', 'key'],
    ]);
    expect(described.parameters).to.include({ module_name: 'WROOM-32', uart_rts_pin: '14' });
    expect(JSON.stringify(described)).not.to.match(/PRIVATE|secret/);
  });

  it('may be damaged, or erased', () => {
    const { image } = sampleImage([{ name: 'mfg_nvs', sectors: 8 }]);
    const codes = () => describeImage(image).problems.map(({ code }) => code);

    expect(codes()).to.deep.equal(['NVS_ERASED']);
    image.set(writeNvs(NvsImage.of(toNvs(MODULE)), 0x8000), 0x21000);
    image[0x21000 + 0x7f] = 0;
    expect(codes()).to.include('NVS_DAMAGED_ENTRY');
    image.fill(0, 0x21000, 0x29000);
    expect(codes()).to.deep.equal(['NOT_AN_NVS_IMAGE']);
  });
});
