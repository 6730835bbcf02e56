import { expect } from 'chai';
import fc from 'fast-check';
import { becauseOfTls, mbedtlsWords, tlsTroubles, verifyFlags } from './mbedtls.ts';
import { healthy } from './sample-evidence.ts';

const logged = (...lines: readonly string[]) => ({ ...healthy(), log: lines.join('\r\n') });

describe('What mbedTLS says on a debug log', () => {
  it('is put into words, with what is wrong with a certificate', () => {
    const evidence = logged(
      '\x1b[0;31mE (9120) esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x2700\x1b[0m',
      'I (9130) esp-tls-mbedtls: Failed to verify peer certificate!',
      'I (9130) esp-tls-mbedtls: verification info: * The certificate validity starts in the future',
    );

    expect(tlsTroubles(evidence)).to.deep.equal([
      {
        number: '-0x2700',
        words: 'the certificate of the other end was not taken for valid',
        flags: ['FUTURE'],
      },
    ]);
    expect(becauseOfTls(evidence)[0]).to.include('(FUTURE)');
  });

  it('is told apart error by error', () => {
    const evidence = logged(
      'E (1) esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x2700',
      'I (1) esp-tls-mbedtls: flags: 0xc',
      'E (2) esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x7780',
    );

    expect(tlsTroubles(evidence).map(({ flags }) => flags)).to.deep.equal([
      ['CN_MISMATCH', 'NOT_TRUSTED'],
      [],
    ]);
  });

  it('is nothing on a release build', () => {
    expect(becauseOfTls(logged('AT cmd port:uart1 tx:17 rx:16'))).to.deep.equal([]);
  });

  it('may be a number that nobody knows', () => {
    expect(mbedtlsWords(0x1234)).to.equal(null);
    expect(becauseOfTls(logged('mbedtls_ssl_handshake returned -0x1234'))[0]).to.match(/-0x1234$/);
  });

  it('names each bit once', () => {
    fc.assert(
      fc.property(fc.nat(0x1_ffff), fc.nat(0x1_ffff), (a, b) => {
        const both = new Set([...verifyFlags(a), ...verifyFlags(b)]);
        expect(new Set(verifyFlags(a | b))).to.deep.equal(both);
      }),
    );
  });
});
