import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { type Flaw, issueFlawedDevice } from './flawed-devices.ts';
import { sampleAuthority, strangeAuthority } from './sample-credentials.ts';

describe('A flawed device', () => {
  const issue = async (flaw: Flaw, now?: Date) => {
    const [authority, other] = await Promise.all([sampleAuthority(), strangeAuthority()]);
    const device = await issueFlawedDevice(flaw, { authority, other, ...(now && { now }) });
    const certificate = new X509Certificate(device.certificatePem);
    const signer = new X509Certificate(await authority.deviceIssuerPem());
    return {
      hasItsKey: certificate.checkPrivateKey(createPrivateKey(device.keyPem)),
      isOurs: certificate.verify(signer.publicKey),
      trustsUs: device.caPem === authority.certificatePem,
      dates: [new Date(certificate.validFrom), new Date(certificate.validTo)].map((date) =>
        date.toISOString(),
      ),
    };
  };
  const good = { hasItsKey: true, isOurs: true, trustsUs: true };

  it('differs from a good one in one thing', async () => {
    expect(await issue('otherAuthority')).to.deep.include({ ...good, isOurs: false });
    expect(await issue('otherKey')).to.deep.include({ ...good, hasItsKey: false });
    expect(await issue('otherRoot')).to.deep.include({ ...good, trustsUs: false });
  });

  it('has its dates around the time that it is given', async () => {
    const now = new Date('2030-06-15T12:00:00Z');

    expect(await issue('expired', now)).to.deep.equal({
      ...good,
      dates: ['2030-05-16T12:00:00.000Z', '2030-06-14T12:00:00.000Z'],
    });
    expect(await issue('notYetValid', now)).to.deep.equal({
      ...good,
      dates: ['2030-06-16T12:00:00.000Z', '2030-07-15T12:00:00.000Z'],
    });
  });
});
