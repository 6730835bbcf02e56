import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { createRedactor } from './redaction.ts';

const SPELLINGS: Record<string, (secret: string, before: string, after: string) => string> = {
  plain: (secret, before, after) => before + secret + after,
  AT: (secret, before, after) => `${before}"${secret.replace(/[\\",]/g, '\\$&')}"${after}`,
  JSON: (secret, before, after) => before + JSON.stringify({ secret }) + after,
  'AT in JSON': (secret, before, after) =>
    before + JSON.stringify(`"${secret.replace(/[\\",]/g, '\\$&')}"`) + after,
  'JSON in JSON': (secret, before, after) =>
    before + JSON.stringify(JSON.stringify(secret)) + after,
  URL: (secret, before, after) => `${before}mqtt://user:${encodeURIComponent(secret)}@host${after}`,
  base64: (secret, before, after) => Buffer.from(before + secret + after).toString('base64'),
  base64url: (secret, before, after) => Buffer.from(before + secret + after).toString('base64url'),
  hex: (secret, before, after) => Buffer.from(before + secret + after).toString('hex'),
  HEX: (secret, before, after) =>
    Buffer.from(before + secret + after)
      .toString('hex')
      .toUpperCase(),
};

/** The part of an encoded secret that none of its neighbours' bits are in, at its place in the whole. */
const ownPart = (spelling: string, secret: string, before: string): string => {
  if (spelling === 'hex') return Buffer.from(secret).toString('hex');
  if (spelling === 'HEX') return Buffer.from(secret).toString('hex').toUpperCase();
  if (!spelling.startsWith('base64')) return SPELLINGS[spelling]?.(secret, '', '') ?? secret;
  const shift = Buffer.byteLength(before) % 3;
  const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]);
  const text = bytes.toString(spelling === 'base64' ? 'base64' : 'base64url');
  return text.slice(Math.ceil((shift * 8) / 6), Math.floor((bytes.length * 8) / 6));
};

const LABEL = /‹redacted: [^›]*›/g;
const without = (text: string): string => text.replace(LABEL, '\0');

/** Passwords as people and generators make them; what is in our own labels cannot be told from them. */
const passwords = fc
  .oneof(
    fc.string({ minLength: 8, maxLength: 63 }),
    fc.string({ minLength: 8, maxLength: 63, unit: 'grapheme' }),
    fc.constantFrom(
      'pa,ss"wo\\rd',
      '"""""""""',
      '\\\\\\\\\\\\\\\\',
      'aaaaaaaaaaa',
      'Grüße aus dem Labor',
    ),
  )
  .filter((secret) => secret.trim().length >= 4 && !'‹redacted: Wi-Fi password›'.includes(secret));
const texts = fc.string({ maxLength: 200 });

describe('Redactor', () => {
  for (const [spelling, write] of Object.entries(SPELLINGS)) {
    it(`finds a password spelled in ${spelling}, whatever is around it`, () => {
      fc.assert(
        fc.property(passwords, texts, texts, (secret, before, after) => {
          const redactor = createRedactor();
          redactor.addSecret(secret, 'Wi-Fi password');
          const written = write(secret, before, after);

          const redacted = redactor.redact(written);

          const own = ownPart(spelling, secret, before);
          expect(written).to.include(spelling.startsWith('base64') ? own : '');
          expect(without(redacted)).not.to.include(own);
          expect(redacted).to.include('‹redacted: Wi-Fi password›');
          expect(redactor.find(redacted)).to.deep.equal([]);
        }),
        { numRuns: 60 },
      );
    });
  }

  it('finds a secret that chunk borders cut anywhere', () => {
    const cuts = fc.array(fc.nat({ max: 400 }), { maxLength: 12 });
    fc.assert(
      fc.property(passwords, texts, texts, cuts, (secret, before, after, borders) => {
        const redactor = createRedactor();
        redactor.addSecret(secret, 'Wi-Fi password');
        const whole = Buffer.from(before + secret + after);
        const places = [0, ...borders.map((cut) => cut % whole.length).sort((a, b) => a - b)];
        const chunks = places.map((from, index) => whole.subarray(from, places[index + 1]));

        const redacted = redactor.redactChunks(chunks);

        expect(redacted).to.have.length(chunks.length);
        const joined = Buffer.concat(redacted);
        expect(joined.equals(Buffer.from(redactor.redactBytes(whole)))).to.equal(true);
        expect(without(joined.toString())).not.to.include(secret);
      }),
      { numRuns: 100 },
    );
  });

  it('leaves everything else as it is, byte for byte', () => {
    const redactor = createRedactor();
    redactor.addSecret('correct horse battery', 'Wi-Fi password');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        expect(redactor.redactBytes(bytes)).to.equal(bytes);
      }),
    );
    const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
    expect(redactor.redact(certificate)).to.equal(certificate);
  });

  it('replaces a secret inside binary bytes and keeps the bytes around it', () => {
    const redactor = createRedactor();
    redactor.addSecret('s3cret-wifi', 'Wi-Fi password');
    const bytes = Buffer.concat([
      Buffer.from([0xff, 0, 0xc3]),
      Buffer.from('s3cret-wifi'),
      Buffer.from([0x80]),
    ]);

    const redacted = Buffer.from(redactor.redactBytes(bytes));

    expect(redacted.subarray(0, 3)).to.deep.equal(Buffer.from([0xff, 0, 0xc3]));
    expect(redacted.at(-1)).to.equal(0x80);
    expect(redacted.includes('s3cret-wifi')).to.equal(false);
  });

  it('knows a very short secret only beside the word that makes it one', () => {
    const redactor = createRedactor();
    redactor.addSecret('abc', 'MQTT password');

    expect(
      redactor.redact('abc, the alphabet; {"password":"abc"} pwd=abc password: abcd'),
    ).to.equal(
      'abc, the alphabet; {"password":"‹redacted: MQTT password›"} pwd=‹redacted: MQTT password› password: abcd',
    );
  });

  it('is told nothing by an empty password', () => {
    const redactor = createRedactor();
    redactor.addSecret('');

    expect(redactor.redact('AT+CWJAP="open",""')).to.equal('AT+CWJAP="open",""');
  });

  it('takes a moment for a transcript of a megabyte and a dozen keys', () => {
    const redactor = createRedactor();
    for (let index = 0; index < 12; index++) {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      redactor.addSecret(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    }
    redactor.addSecret('correct horse battery', 'Wi-Fi password');
    const line =
      '+MQTTSUBRECV:0,"sdk/test/java",20,-----BEGIN AT+CWJAP=\\"lab\\",\\"x\\" correct horse\r\n';
    const started = process.cpuUsage();

    const redacted = redactor.redact(line.repeat(1_000_000 / line.length));

    expect(redacted).not.to.include('"x\\"');
    expect(process.cpuUsage(started).user).to.be.lessThan(2_000_000);
  });
});
