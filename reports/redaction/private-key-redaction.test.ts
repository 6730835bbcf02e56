import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { createRedactor } from './redaction.ts';

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const FORMATS = {
  PKCS8: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  PKCS1: pair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
  SEC1: generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'sec1', format: 'pem' })
    .toString(),
  encrypted: pair.privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
    .toString(),
  legacy: pair.privateKey
    .export({ type: 'pkcs1', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' })
    .toString(),
};
const bodyLines = (pem: string): string[] =>
  pem.split(/\r?\n/).filter((line) => /^[A-Za-z0-9+/=]{20,}$/.test(line));

describe('Redactor, for private keys', () => {
  for (const [format, pem] of Object.entries(FORMATS)) {
    const SPELLINGS = {
      LF: pem,
      CRLF: pem.replaceAll('\n', '\r\n'),
      JSON: JSON.stringify(pem),
      'JSON with CRLF, twice': JSON.stringify(JSON.stringify(pem.replaceAll('\n', '\r\n'))),
    };
    for (const [spelling, text] of Object.entries(SPELLINGS)) {
      it(`knows a ${format} block (${spelling}) that nobody told it of`, () => {
        const redacted = createRedactor().redact(`> ${text}\r\nSEND OK`);

        for (const line of bodyLines(pem)) expect(redacted).not.to.include(line);
        expect(redacted).to.match(/^> "?(?:\\")?‹redacted: private key›[\s\S]*SEND OK$/);
      });
    }
  }

  it('knows a block that was cut off, at either end', () => {
    const pem = FORMATS.PKCS8;
    const cuts = fc.integer({ min: 100, max: pem.length - 100 });
    fc.assert(
      fc.property(cuts, fc.constantFrom('\n', '\r\n'), (cut, lineEnd) => {
        const text = pem.replaceAll('\n', lineEnd);
        const head = createRedactor().redact(`<<${text.slice(0, cut)}`);
        const tail = createRedactor().redact(`<<${text.slice(cut)}>>`);

        expect(head).to.match(/^<<‹redacted: private key›\s*$/);
        expect(tail).to.match(/^<<‹redacted: private key›\s*>>$/);
      }),
      { numRuns: 50 },
    );
  });

  it('knows a block with another answer in the middle of it', () => {
    const lines = FORMATS.PKCS8.split('\n');
    const noisy = [...lines.slice(0, 9), 'busy p...', ...lines.slice(9)].join('\r\n');

    expect(createRedactor().redact(`a${noisy}b`)).to.match(/^a‹redacted: private key›\s*b$/);
  });

  it('knows a block in base64 or hex that nobody told it of', () => {
    const bytes = Buffer.from(FORMATS.PKCS1);
    const wrapped = bytes.toString('base64').replace(/.{76}/g, '$&\r\n');

    expect(createRedactor().redact(`{${wrapped}}`)).to.equal('{‹redacted: private key›}');
    expect(createRedactor().redact(`{${bytes.toString('hex')}}`)).to.equal(
      '{‹redacted: private key›}',
    );
  });

  it('finds the secret numbers of a key it was told of, in any encoding and at any place', () => {
    const pem = FORMATS.PKCS8;
    const redactor = createRedactor();
    redactor.addSecret(pem);
    const der = pair.privateKey.export({ type: 'pkcs8', format: 'der' });
    const { d = '', p = '', q = '', qi = '' } = pair.privateKey.export({ format: 'jwk' });
    const encodings = fc.constantFrom('base64', 'base64url', 'hex', 'latin1');
    fc.assert(
      fc.property(fc.nat({ max: 5 }), encodings, (shift, encoding) => {
        const whole = Buffer.concat([Buffer.alloc(shift, 'x'), der]);
        const written = whole.toString(encoding);
        const redacted = Buffer.from(redactor.redactBytes(Buffer.from(written, 'latin1')));
        for (const number of [d, p, q, qi].map((text) => Buffer.from(text, 'base64url'))) {
          const start = (whole.indexOf(number) * written.length) / whole.length;
          const length = (number.length * written.length) / whole.length;
          for (let from = Math.ceil(start); from + 60 < start + length; from += 20) {
            expect(redacted.includes(written.slice(from, from + 60), 'latin1')).to.equal(false);
          }
        }
      }),
    );
  });

  it('finds each line of a key it was told of, by itself', () => {
    const redactor = createRedactor();
    redactor.addSecret(FORMATS.PKCS8);

    for (const line of bodyLines(FORMATS.PKCS8)) {
      expect(redactor.redact(`+SYSMFG:0,"${line}"`)).to.equal(
        '+SYSMFG:0,"‹redacted: private key›"',
      );
    }
  });

  it('leaves the public half alone', () => {
    const redactor = createRedactor();
    redactor.addSecret(FORMATS.PKCS8);
    const publicKey = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();

    expect(redactor.redact(publicKey)).to.equal(publicKey);
  });
});
