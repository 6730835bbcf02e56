import { expect } from 'chai';
import fc from 'fast-check';
import { AWS_SUITES, judgeCipherSuites } from './cipher-suite-case.ts';

const RECOMMENDED = 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256';
const SUPPORTED = 'TLS_RSA_WITH_AES_256_CBC_SHA';
const UNSUPPORTED = 'TLS_DHE_RSA_WITH_AES_128_GCM_SHA256';

const judge = (...names: readonly string[]) =>
  judgeCipherSuites({ cipherSuites: names.map((name) => ({ number: 0, name })) });

describe("Device Advisor's verdict on cipher suites", () => {
  it('is a pass with a recommended one and none that AWS does not speak', () => {
    expect(judge(RECOMMENDED, SUPPORTED)).to.deep.equal({
      verdict: 'pass',
      recommended: [RECOMMENDED],
      supported: [RECOMMENDED, SUPPORTED],
      unsupported: [],
    });
  });

  it('is a warning without a recommended one, or with some that AWS does not speak', () => {
    expect(judge(SUPPORTED).verdict).to.equal('warn');
    expect(judge(RECOMMENDED, UNSUPPORTED)).to.include({ verdict: 'warn' });
    expect(judge(RECOMMENDED, UNSUPPORTED).unsupported).to.deep.equal([UNSUPPORTED]);
  });

  it('is a failure without any that AWS speaks', () => {
    expect(judge(UNSUPPORTED).verdict).to.equal('fail');
    expect(judge().verdict).to.equal('fail');
  });

  it('does not take signals for suites', () => {
    expect(judge(RECOMMENDED, 'TLS_EMPTY_RENEGOTIATION_INFO_SCSV', 'GREASE').verdict).to.equal(
      'pass',
    );
    expect(judge('TLS_FALLBACK_SCSV').verdict).to.equal('fail');
  });

  it('does not depend on the order', () => {
    const names = fc.subarray([...AWS_SUITES, UNSUPPORTED, 'TLS_NULL_WITH_NULL_NULL', '0x1234']);
    fc.assert(
      fc.property(names, (offered) => {
        expect(judge(...[...offered].reverse()).verdict).to.equal(judge(...offered).verdict);
      }),
    );
  });
});
