import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { BadInput } from '../errors/bench-error.ts';
import {
  type CheckOptions,
  checkCredentials,
  requireSoundCredentials,
} from './check-credentials.ts';
import type { DeviceCredentials } from './credentials.ts';
import { type Flaw, issueFlawedDevice } from './flawed-devices.ts';
import { makeIssuer } from './issuer.ts';
import { newKeyPair, privateKeyPem } from './keys.ts';
import { sampleAuthority, sampleDevice, strangeAuthority } from './sample-credentials.ts';

const codes = (credentials: DeviceCredentials, options?: CheckOptions): string[] =>
  checkCredentials(credentials, options).map(({ code }) => code);

describe('A check of credentials', () => {
  it('finds nothing wrong with good ones', async () => {
    const onCurve = await (await sampleAuthority()).issueDevice({ key: 'p-256' });

    expect(checkCredentials(await sampleDevice(), { partitionSize: 8192 })).to.deep.equal([]);
    expect(checkCredentials(onCurve, { partitionSize: 8192 })).to.deep.equal([]);
  });

  it('finds each flaw that can be seen without asking the cloud', async () => {
    const [authority, other] = await Promise.all([sampleAuthority(), strangeAuthority()]);
    const flawed = async (flaw: Flaw) => codes(await issueFlawedDevice(flaw, { authority, other }));

    expect(await flawed('expired')).to.deep.equal(['CERTIFICATE_EXPIRED']);
    expect(await flawed('notYetValid')).to.deep.equal(['CERTIFICATE_NOT_YET_VALID']);
    expect(await flawed('otherKey')).to.deep.equal(['KEY_MISMATCH']);
    expect(await flawed('otherAuthority')).to.deep.equal([]);
    expect(await flawed('otherRoot')).to.deep.equal([]);
  });

  it('compares all dates with the time that it is given', async () => {
    const device = await sampleDevice();

    expect(codes(device, { now: new Date('1970-01-01T00:00:09Z') })).to.deep.equal([
      'CERTIFICATE_NOT_YET_VALID',
      'CA_NOT_YET_VALID',
    ]);
    expect(codes(device, { now: new Date('2049-12-31T23:59:59Z') })).to.deep.equal(['CA_EXPIRED']);
    expect(codes(device, { now: new Date('2050-01-01T00:00:00Z') })).to.deep.equal([
      'CERTIFICATE_EXPIRED',
      'CA_EXPIRED',
    ]);
  });

  it('finds what is not well formed, part by part', async () => {
    const { keyPem } = await sampleDevice();

    const findings = checkCredentials({
      certificatePem: '',
      keyPem: keyPem.slice(0, 900),
      caPem: keyPem,
    });

    expect(findings.map(({ code, part }) => [code, part])).to.deep.equal([
      ['NOT_A_PEM', 'certificate'],
      ['PEM_DAMAGED', 'key'],
      ['WRONG_PEM_KIND', 'ca'],
    ]);
  });

  it('finds a device certificate where the root belongs', async () => {
    const device = await sampleDevice();

    expect(codes({ ...device, caPem: device.certificatePem })).to.deep.equal(['NOT_A_CA']);
  });

  it('only warns of an authority’s certificate where the device’s belongs', async () => {
    const device = await sampleDevice();
    const swapped = { ...device, certificatePem: device.caPem };

    const warnings = checkCredentials(swapped).filter(({ severity }) => severity === 'warning');

    expect(warnings.map(({ code }) => code)).to.deep.equal(['CERTIFICATE_IS_A_CA']);
    expect(codes(swapped)).to.include('KEY_MISMATCH');
  });

  it('looks at every root of several', async () => {
    const device = await sampleDevice();
    const { certificatePem: stranger } = await strangeAuthority();

    expect(codes({ ...device, caPem: device.caPem + stranger })).to.deep.equal([]);
    expect(codes({ ...device, caPem: device.caPem + device.certificatePem })).to.deep.equal([
      'NOT_A_CA',
    ]);
  });

  it('finds keys that AWS does not register', async () => {
    const authority = await sampleAuthority();
    const device = await sampleDevice();
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const pem = (key: typeof short.privateKey) =>
      key.export({ type: 'pkcs8', format: 'pem' }).toString();
    const edwards = generateKeyPairSync('ed25519').privateKey;
    const koblitz = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey;
    const good = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

    expect(
      codes({
        ...device,
        certificatePem: await authority.certifyDevice(short.publicKey),
        keyPem: pem(short.privateKey),
      }),
    ).to.deep.equal(['KEY_UNSUITABLE']);
    expect(codes({ ...device, keyPem: pem(edwards) })).to.deep.equal([
      'KEY_MISMATCH',
      'KEY_UNSUITABLE',
    ]);
    expect(codes({ ...device, keyPem: pem(koblitz) })).to.deep.equal([
      'KEY_MISMATCH',
      'KEY_UNSUITABLE',
    ]);
    expect(codes({ ...device, keyPem: pem(good) })).to.deep.equal(['KEY_MISMATCH']);
  });

  it('measures what a partition must hold, header and padding included', async () => {
    const device = await sampleDevice();
    const largest = 12 + Math.ceil(device.keyPem.length / 4) * 4;

    expect(codes(device, { partitionSize: largest })).to.deep.equal([]);
    expect(
      checkCredentials(device, { partitionSize: largest - 1 }).map(({ code, part }) => [
        code,
        part,
      ]),
    ).to.deep.equal([['PARTITION_TOO_SMALL', 'key']]);
  });

  it('calls the parts by the names that it is given', async () => {
    const device = await sampleDevice();

    const [finding] = checkCredentials(
      { ...device, certificatePem: 'nothing' },
      { names: { certificate: 'thing.cert.pem' } },
    );

    expect(finding?.sentence).to.match(/^thing\.cert\.pem /);
    expect(checkCredentials({ ...device, caPem: '' })[0]?.sentence).to.match(
      /^The root certificate /,
    );
  });

  it('never quotes a key', async () => {
    const device = await sampleDevice();
    const lines = device.keyPem.split('\n').slice(1, -2);

    for (const keyPem of [
      device.keyPem.slice(40),
      device.keyPem.slice(0, -40),
      device.keyPem.replaceAll('\n', ' '),
    ]) {
      const findings = checkCredentials({ certificatePem: keyPem, keyPem, caPem: keyPem });

      expect(findings).to.have.lengthOf(3);
      expect(lines.some((line) => JSON.stringify(findings).includes(line))).to.equal(false);
    }
  });
});

describe('The demand for sound credentials', () => {
  it('passes good ones, and those with warnings alone', async () => {
    const device = await sampleDevice();
    const self = await makeIssuer({
      name: [{ shortName: 'CN', value: 'self-signed device' }],
      keys: newKeyPair,
      notBefore: new Date(Date.now() - 1000),
      notAfter: new Date(Date.now() + 60_000),
    });
    const own = { ...device, certificatePem: self.certificatePem, keyPem: privateKeyPem(self.key) };

    requireSoundCredentials(device);
    requireSoundCredentials(own);
    expect(codes(own)).to.deep.equal(['CERTIFICATE_IS_A_CA']);
  });

  it('throws the first error, unless it is meant', async () => {
    const device = await issueFlawedDevice('expired', {
      authority: await sampleAuthority(),
      other: await strangeAuthority(),
    });

    expect(() => requireSoundCredentials(device))
      .to.throw(BadInput)
      .with.property('code', 'CERTIFICATE_EXPIRED');
    expect(() =>
      requireSoundCredentials(device, { except: ['CERTIFICATE_EXPIRED'] }),
    ).to.not.throw();
    expect(() => requireSoundCredentials(device, { except: ['KEY_MISMATCH'] })).to.throw(BadInput);
  });
});
