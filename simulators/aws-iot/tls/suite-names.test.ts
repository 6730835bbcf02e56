import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { hasOpenssl } from '../../esp-at/tls/s-server.ts';
import { playableSuite } from './playable-suites.ts';
import { SUITE_NAMES } from './suite-names.ts';

/** `0xC0,0x2F - TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 - ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 ...` */
const LINE = /0x(\w\w),0x(\w\w) - (\S+)\s+- (\S+)/g;

describe('The names of cipher suites', () => {
  it('are those of OpenSSL, IANA’s and its own, for every suite that it has', function () {
    if (!hasOpenssl()) this.skip(); // openssl is not installed on this machine
    const all = ['ciphers', '-V', '-stdname', 'ALL:COMPLEMENTOFALL:@SECLEVEL=0'];
    const listed = [...execFileSync('openssl', all, { encoding: 'utf8' }).matchAll(LINE)];

    expect(listed).to.have.length.greaterThan(100);
    for (const [, high, low, iana, openssl] of listed) {
      const number = Number.parseInt(`${high}${low}`, 16);
      expect(SUITE_NAMES.get(number)).to.equal(iana);
      const suite = playableSuite(iana ?? '');
      if (suite) expect(suite.openssl).to.equal(openssl);
    }
  });

  it('stand for one number each', () => {
    expect(new Set(SUITE_NAMES.values()).size).to.equal(SUITE_NAMES.size);
  });
});
