import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { sampleAuthority } from './sample-credentials.ts';

const run = promisify(execFile);

describe('A list of revoked certificates, as OpenSSL sees it', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'revoked-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** What `openssl verify` says of a certificate under a list that revokes some. */
  const verdict = async (certificate: string, revoked: readonly string[]): Promise<string> => {
    const authority = await sampleAuthority();
    const file = async (name: string, text: string): Promise<string> => {
      await writeFile(join(folder, name), text);
      return join(folder, name);
    };
    const list = await authority.revokeDevices({ certificates: revoked, issuedAt: new Date() });
    const issuer = await file('issuer.pem', await authority.deviceIssuerPem());
    const crl = await file('list.pem', list);
    const device = await file('device.pem', certificate);
    const args = ['verify', '-crl_check', '-CAfile', issuer, '-CRLfile', crl, device];
    return run('openssl', args).then(
      ({ stdout }) => stdout.split(': ').at(-1)?.trim() ?? '',
      ({ stderr }: { stderr: string }) => /lookup: (.*)/.exec(stderr)?.[1] ?? stderr,
    );
  };

  it('spares those that are not on it, also when nothing is', async () => {
    const authority = await sampleAuthority();
    const [good, bad] = [await authority.issueDevice(), await authority.issueDevice()];

    expect(await verdict(good.certificatePem, [])).to.equal('OK');
    expect(await verdict(good.certificatePem, [bad.certificatePem])).to.equal('OK');
  });

  it('revokes those that are', async () => {
    const authority = await sampleAuthority();
    const several = await Promise.all(Array.from({ length: 4 }, () => authority.issueDevice()));
    const revoked = several.map(({ certificatePem }) => certificatePem);

    for (const pem of revoked) expect(await verdict(pem, revoked)).to.equal('certificate revoked');
  });
});
