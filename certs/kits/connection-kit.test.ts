import { createPrivateKey } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { amazonRootPem } from '../amazon-roots.ts';
import { describeCertificate } from '../describe-certificate.ts';
import { makeIssuer } from '../issuer.ts';
import { newCurveKeyPair, privateKeyPem } from '../keys.ts';
import { sampleAuthority, sampleDevice, strangeAuthority } from '../sample-credentials.ts';
import { checkKit } from './check-kit.ts';
import { type ConnectionKit, sortOut } from './connection-kit.ts';
import { namedFiles, sampleKitFiles } from './sample-kit.ts';
import type { NamedFile } from './zip.ts';

const AT_HOME = 'lab.example.com';

const kitOf = (...files: readonly NamedFile[]): ConnectionKit => sortOut({ files, leftOut: [] });

const sampleKit = async (endpoint?: string): Promise<NamedFile[]> =>
  sampleKitFiles({ device: await sampleDevice(), ...(endpoint && { endpoint }) });

const flaws = (kit: ConnectionKit): string[] => checkKit(kit).map(({ code }) => code);

describe('A connection kit', () => {
  it('is complete as AWS makes it, its root being that of Node.js', async () => {
    const kit = kitOf(...(await sampleKit()));
    const { certificatePem, keyPem } = await sampleDevice();

    expect(kit).to.containSubset({
      certificate: { file: 'lamp.cert.pem', pem: certificatePem },
      key: { file: 'lamp.private.key', pem: keyPem },
      root: { name: 'Amazon Root CA 1', pem: amazonRootPem('Amazon Root CA 1'), file: undefined },
      script: { script: { clientId: 'sdk-java', topic: 'sdk/test/java' } },
      policy: { file: 'lamp-Policy' },
    });
    expect(checkKit(kit)).to.deep.equal([]);
  });

  it('is the same in any order and by any names', async () => {
    const files = await sampleKit();
    const expected = kitOf(...files);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(files, { minLength: files.length }),
        fc.array(fc.string(), { minLength: files.length, maxLength: files.length }),
        (shuffled, names) => {
          const kit = kitOf(...shuffled.map((file, i) => ({ ...file, name: names[i] ?? '' })));

          expect(kit.certificate?.id).to.equal(expected.certificate?.id);
          expect(kit.key?.pem).to.equal(expected.key?.pem);
          expect(kit.script?.script).to.deep.equal(expected.script?.script);
          expect(kit.policy?.text).to.equal(expected.policy?.text);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('may have everything twice, such as a kit beside its files, and one key in two spellings', async () => {
    const files = await sampleKit();
    const pkcs8 = createPrivateKey((await sampleDevice()).keyPem)
      .export({ type: 'pkcs8', format: 'pem' })
      .toString();

    const kit = kitOf(...files, ...files, ...namedFiles({ pkcs8 }));

    expect(kit.pairs).to.have.length(1);
    expect(flaws(kit)).to.deep.equal([]);
  });

  it('is what "create certificate" lets download: a root of its own, and names with the certificate’s id', async () => {
    const { certificatePem, keyPem } = await sampleDevice();
    const { sha256 } = describeCertificate(certificatePem);
    const download = (id: string): NamedFile[] =>
      namedFiles({
        [`${id}-certificate.pem.crt`]: certificatePem,
        [`${id}-private.pem.key`]: keyPem,
        'AmazonRootCA3.pem': amazonRootPem('Amazon Root CA 3'),
        'AmazonRootCA1.pem': amazonRootPem('Amazon Root CA 1'),
      });

    const kit = kitOf(...download(sha256));

    expect(kit.root?.file).to.equal('AmazonRootCA1.pem');
    expect(flaws(kit)).to.deep.equal([]);
    expect(flaws(kitOf(...download(sha256.slice(0, 10))))).to.deep.equal([]);
    expect(flaws(kitOf(...download('0123456789')))).to.deep.equal(['FILE_NAME_MISLEADS']);
  });

  it('finds a key’s own certificate among others', async () => {
    const authority = await sampleAuthority();
    const other = await authority.issueDevice({ key: 'p-256' });

    const kit = kitOf(...namedFiles({ a: other.certificatePem }), ...(await sampleKit()));

    expect(kit.certificate?.file).to.equal('lamp.cert.pem');
    expect(flaws(kit)).to.deep.equal(['CERTIFICATE_OF_ANOTHER']);
  });

  it('may have a certificate that signed itself', async () => {
    const pair = await newCurveKeyPair();
    const { certificatePem } = await makeIssuer({
      name: [{ shortName: 'CN', value: 'lamp' }],
      keys: async () => pair,
      notBefore: new Date(0),
      notAfter: new Date('2049-12-31T23:59:59Z'),
    });

    const kit = kitOf(...namedFiles({ a: certificatePem, b: privateKeyPem(pair.privateKey) }));

    expect(kit.certificate?.file).to.equal('a');
    expect(flaws(kit)).to.deep.equal(['CERTIFICATE_IS_A_CA']);
  });

  it('takes another root only for a server that is not AWS’s', async () => {
    const root = namedFiles({ 'root-CA.crt': (await strangeAuthority()).certificatePem });

    const atHome = kitOf(...(await sampleKit(AT_HOME)), ...root);
    const atAws = kitOf(...(await sampleKit()), ...root);

    expect([atHome.root?.file, flaws(atHome)]).to.deep.equal(['root-CA.crt', []]);
    expect([atAws.root?.name, flaws(atAws)]).to.deep.equal([
      'Amazon Root CA 1',
      ['ROOT_NOT_AMAZONS'],
    ]);
    expect(flaws(kitOf(...(await sampleKit(AT_HOME))))).to.deep.equal(['ROOT_MISSING']);
  });
});
