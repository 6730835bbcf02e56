import { expect } from 'chai';
import { type AmazonRoot, amazonRootOf, amazonRootPem } from './amazon-roots.ts';
import { describeCertificate } from './describe-certificate.ts';
import { sampleAuthority } from './sample-credentials.ts';

/** Sizes as AWS's own files have them, or Debian's copies. */
const SIZES: Readonly<Record<AmazonRoot, number>> = {
  'Amazon Root CA 1': 1188,
  'Amazon Root CA 2': 1883,
  'Amazon Root CA 3': 656,
  'Amazon Root CA 4': 737,
  'Starfield Services Root CA - G2': 1424,
};

describe('Amazon’s roots', () => {
  for (const [name, size] of Object.entries(SIZES) as [AmazonRoot, number][]) {
    it(`have ${name} among them, as AWS hands it out`, () => {
      const pem = amazonRootPem(name) ?? '';
      const { sha256 } = describeCertificate(pem);

      expect(pem).to.have.length(size);
      expect(amazonRootOf(sha256)).to.equal(name);
    });
  }

  it('have no other among them', async () => {
    const { sha256 } = describeCertificate((await sampleAuthority()).certificatePem);

    expect(amazonRootOf(sha256)).to.equal(undefined);
  });
});
