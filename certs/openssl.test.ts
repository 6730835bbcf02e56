import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { certificateId } from './describe-certificate.ts';
import { sampleAuthority, sampleDevice, strangeAuthority } from './sample-credentials.ts';

describe('OpenSSL', () => {
  let folder: string;
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const openssl = (...words: string[]): string =>
    execFileSync('openssl', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

  before(function () {
    if (spawnSync('openssl', ['version']).status !== 0) this.skip(); // no openssl on this machine
    folder = mkdtempSync(join(tmpdir(), 'esp-at-bench-'));
  });
  after(() => {
    if (folder) rmSync(folder, { recursive: true });
  });

  it('reads a device certificate as it reads one of AWS', async () => {
    const device = file('device.pem', (await sampleDevice()).certificatePem);

    const text = openssl('x509', '-in', device, '-noout', '-text');

    expect(text).to.include('Version: 3 (0x2)');
    expect(text).to.include('Signature Algorithm: sha256WithRSAEncryption');
    expect(text).to.match(
      /Issuer: OU ?= ?Amazon Web Services O=Amazon\.com Inc\. L=Seattle ST=Washington C=US\n/,
    );
    expect(text).to.match(/Subject: CN ?= ?AWS IoT Certificate\n/);
    expect(text).to.include('Not After : Dec 31 23:59:59 2049 GMT');
    expect(text).to.match(/Public-Key: \(2048 bit\)/);
    const extensions = [...text.matchAll(/X509v3 ([A-Z][\w ]+): ?(critical)?/g)];
    expect(extensions.map(([, name, critical]) => [name, critical])).to.deep.equal([
      ['Authority Key Identifier', undefined],
      ['Subject Key Identifier', undefined],
      ['Basic Constraints', 'critical'],
      ['Key Usage', 'critical'],
    ]);
    expect(text).to.match(/Basic Constraints: critical\s+CA:FALSE\n/);
    expect(text).to.match(/Key Usage: critical\s+Digital Signature\n/);
  });

  it('finds key and certificate to match', async () => {
    const { certificatePem, keyPem } = await sampleDevice();

    const ofCertificate = openssl(
      'x509',
      '-in',
      file('c.pem', certificatePem),
      '-noout',
      '-modulus',
    );
    const ofKey = openssl('rsa', '-in', file('k.pem', keyPem), '-noout', '-modulus');

    expect(ofKey).to.match(/^Modulus=[0-9A-F]{512}\n$/);
    expect(ofKey).to.equal(ofCertificate);
    expect(openssl('rsa', '-in', file('k.pem', keyPem), '-check', '-noout')).to.include('ok');
  });

  it('verifies a device against its issuer, and against no other', async () => {
    const device = file('device.pem', (await sampleDevice()).certificatePem);
    const issuer = file('issuer.pem', await (await sampleAuthority()).deviceIssuerPem());
    const stranger = file('stranger.pem', await (await strangeAuthority()).deviceIssuerPem());

    const verify = (ca: string) =>
      spawnSync('openssl', [
        'verify',
        '-no-CApath',
        '-purpose',
        'sslclient',
        '-CAfile',
        ca,
        device,
      ]);

    expect(verify(issuer).status).to.equal(0);
    expect(verify(stranger).status).to.not.equal(0);
  });

  it('verifies servers under the root, strictly, with and without an intermediate', async () => {
    const authority = await sampleAuthority();
    const root = file('root.pem', authority.certificatePem);

    for (const signedBy of ['root', 'intermediate'] as const) {
      const server = await authority.issueServer({
        names: ['*.iot.eu-west-1.amazonaws.com', 'localhost'],
        addresses: ['127.0.0.1', '::1'],
        signedBy,
      });
      const chain = file(`chain-by-${signedBy}.pem`, server.chainPem);
      const verify = (...more: string[]) =>
        openssl(
          'verify',
          '-x509_strict',
          '-purpose',
          'sslserver',
          '-CAfile',
          root,
          '-untrusted',
          chain,
          ...more,
          chain,
        );

      expect(verify('-verify_hostname', 'abc-ats.iot.eu-west-1.amazonaws.com')).to.include('OK');
      expect(verify('-verify_ip', '::1')).to.include('OK');
      expect(() => verify('-verify_hostname', 'example.com')).to.throw('ostname mismatch');
    }
  });

  it('computes the same certificate id', async () => {
    const { certificatePem } = await sampleDevice();

    const line = openssl(
      'x509',
      '-in',
      file('id.pem', certificatePem),
      '-noout',
      '-fingerprint',
      '-sha256',
    );

    const hex = line.slice(line.indexOf('=') + 1).trim();
    expect(certificateId(certificatePem)).to.equal(hex.replaceAll(':', '').toLowerCase());
  });
});
