import { expect } from 'chai';
import { NvsImage } from '../nvs/nvs-image.ts';
import { nvsBlob } from '../nvs/nvs-value.ts';
import { writeNvs } from '../nvs/nvs-writer.ts';
import { recognise } from './recognise.ts';
import { namedFiles } from './sample-kit.ts';
import { makeZip } from './zip-samples.ts';

const PEM = '-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n';

describe('What some bytes are', () => {
  it('is told by their beginning, also where PEM stands in them as it is', () => {
    const stored = namedFiles({ 'a.pem': PEM }).map((file) => ({ ...file, method: 0 }));

    const place = { namespace: 'mqtt_ca', key: 'mqtt_ca' };
    const nvs = writeNvs(NvsImage.of([{ ...place, ...nvsBlob(Buffer.from(PEM)) }]), 0x4000);

    expect(recognise(nvs).kind).to.equal('nvs');
    expect(recognise(makeZip(stored)).kind).to.equal('zip');
    expect(recognise(Buffer.from(`Bag Attributes: läßt\n${PEM}`)).kind).to.equal('pem');
    expect(recognise(Buffer.from(`\0\0${PEM}`)).kind).to.equal('displaced-pem');
  });
});
