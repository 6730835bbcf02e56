import { expect } from 'chai';
import fc from 'fast-check';
import type { ClientHello } from '../../../harness/clouds/client-hello.ts';
import { ClearText } from './clear-text.ts';
import { CLIENT_HELLO_MESSAGE, readClientHello } from './client-hello.ts';

/** The record that v3.4.0.0 sent to a server called 10.0.2.2 after AT+MQTTSNI (recorded). */
const REAL_WITH_NAME =
  '16030301080100010403036b03d395e32da8da870831345c647c44d7ccb704e4e8b29dcd9b5d28bed5a997000092c02cc030009fc0adc09fc024c028006bc00ac0140039c0afc0a3c05dc061c053c049c04dc045c02bc02f009ec0acc09ec023c0270067c009c0130033c0aec0a2c05cc060c052c048c04cc044009dc09d003d0035c032c02ac00fc02ec026c005c0a1c05fc063c051c04bc04fc03d009cc09c003c002fc031c029c00ec02dc025c004c0a0c05ec062c050c04ac04ec03c00ff010000490000000d000b00000831302e302e322e32000a0010000e001d001700180019001a001b001c000d000e000c060306010503050104030401000b00020100001600000017000000230000';

const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);

const behind = (lengthBytes: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const length = Buffer.alloc(lengthBytes);
  length.writeUIntBE(content.length, 0, lengthBytes);
  return Buffer.concat([length, content]);
};

const shorts = (numbers: readonly number[]): Buffer =>
  Buffer.concat(numbers.map((number) => Buffer.from([number >> 8, number & 0xff])));

const extensionOf = (number: number, content: Uint8Array): Buffer =>
  Buffer.concat([shorts([number]), behind(2, content)]);

interface Offer {
  readonly suites: readonly number[];
  readonly session: Uint8Array;
  readonly name: string;
  readonly protocols: readonly string[];
  readonly versions: readonly number[];
  readonly others: readonly (readonly [number, Uint8Array])[];
}

const bodyOf = ({ suites, session, name, protocols, versions, others }: Offer): Buffer =>
  Buffer.concat([
    Buffer.from([3, 3]),
    Buffer.alloc(32, 7),
    behind(1, session),
    behind(2, shorts(suites)),
    behind(1, Buffer.from([0])),
    behind(
      2,
      ...others.map(([number, content]) => extensionOf(number, content)),
      extensionOf(0, behind(2, Buffer.from([0]), behind(2, Buffer.from(name)))),
      extensionOf(16, behind(2, ...protocols.map((text) => behind(1, Buffer.from(text))))),
      extensionOf(43, behind(1, shorts(versions))),
    ),
  ]);

const short = fc.integer({ min: 0, max: 0xffff });
const word = fc.stringMatching(/^[a-z0-9./-]{1,40}$/);
const offers = fc.record<Offer>({
  suites: fc.array(short, { maxLength: 80 }),
  session: fc.uint8Array({ maxLength: 32 }),
  name: word,
  protocols: fc.array(word, { maxLength: 5 }),
  versions: fc.array(short, { maxLength: 5 }),
  // Numbers that the reader does not look into.
  others: fc.array(
    fc.tuple(fc.integer({ min: 100, max: 0xffff }), fc.uint8Array({ maxLength: 60 })),
    { maxLength: 6 },
  ),
});

/** Cuts bytes into pieces of the sizes that come round. */
const pieces = (bytes: Buffer, sizes: readonly number[]): Buffer[] => {
  const cut: Buffer[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    cut.push(bytes.subarray(at, at + size));
    at += size;
  }
  return cut;
};

describe('A ClientHello', () => {
  it('of the real firmware is read to its last byte', () => {
    const hello = readClientHello(Buffer.from(REAL_WITH_NAME, 'hex').subarray(9)) as ClientHello;

    expect(hello.versions).to.deep.equal(['TLSv1.2']);
    expect(hello.cipherSuites).to.have.lengthOf(73);
    expect(hello.cipherSuites[1]).to.deep.equal({
      number: 0xc030,
      name: 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
    });
    expect(names(hello.cipherSuites).filter((name) => name.startsWith('0x'))).to.deep.equal([]);
    expect(names(hello.cipherSuites).at(-1)).to.equal('TLS_EMPTY_RENEGOTIATION_INFO_SCSV');
    expect(hello).to.deep.include({ sni: '10.0.2.2', alpn: [] });
    expect(names(hello.groups)).to.deep.equal([
      ...['x25519', 'secp256r1', 'secp384r1', 'secp521r1'],
      ...['brainpoolP256r1', 'brainpoolP384r1', 'brainpoolP512r1'],
    ]);
    expect(names(hello.signatureAlgorithms)).to.deep.equal([
      ...['ecdsa_secp521r1_sha512', 'rsa_pkcs1_sha512', 'ecdsa_secp384r1_sha384'],
      ...['rsa_pkcs1_sha384', 'ecdsa_secp256r1_sha256', 'rsa_pkcs1_sha256'],
    ]);
    expect(names(hello.pointFormats)).to.deep.equal(['uncompressed']);
    expect(names(hello.extensions)).to.deep.equal([
      ...['server_name', 'supported_groups', 'signature_algorithms', 'ec_point_formats'],
      ...['encrypt_then_mac', 'extended_master_secret', 'session_ticket'],
    ]);
  });

  it('without extensions, as SSL 3 allowed, offers what it has', () => {
    const body = Buffer.concat([
      Buffer.from([3, 0]),
      Buffer.alloc(32),
      behind(1),
      behind(2, shorts([0x002f, 0x0a0a])),
      behind(1, Buffer.from([0])),
    ]);

    const hello = readClientHello(body) as ClientHello;

    expect(hello.versions).to.deep.equal(['SSLv3']);
    expect(names(hello.cipherSuites)).to.deep.equal(['TLS_RSA_WITH_AES_128_CBC_SHA', 'GREASE']);
    expect(hello).to.deep.include({ sni: null, alpn: [], groups: [], extensions: [] });
  });

  it('is read as it was written, however records and segments cut it', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(offers, sizes, sizes, (offer, recordSizes, segmentSizes) => {
        const message = Buffer.concat([
          Buffer.from([CLIENT_HELLO_MESSAGE]),
          behind(3, bodyOf(offer)),
        ]);
        const records = pieces(message, recordSizes).map((part) =>
          Buffer.concat([Buffer.from([22, 3, 1]), behind(2, part)]),
        );
        const reading = new ClearText();

        const seen = pieces(Buffer.concat(records), segmentSizes).flatMap((part) =>
          reading.read(part),
        );

        expect(seen.map(({ kind }) => kind)).to.deep.equal(['handshake']);
        const [only] = seen;
        const hello = readClientHello(only?.kind === 'handshake' ? only.body : Buffer.alloc(0));
        expect(hello?.cipherSuites.map(({ number }) => number)).to.deep.equal(offer.suites);
        expect(hello?.sni).to.equal(offer.name);
        expect(hello?.alpn).to.deep.equal(offer.protocols);
        expect(hello?.versions).to.have.lengthOf(offer.versions.length);
        expect(hello?.extensions.map(({ number }) => number)).to.deep.equal([
          ...offer.others.map(([number]) => number),
          ...[0, 16, 43],
        ]);
      }),
    );
  });

  it('that ends too early, or goes on too long, is none', () => {
    const body = Buffer.from(REAL_WITH_NAME, 'hex').subarray(9);
    const beforeExtensions = body.length - 2 - body.readUInt16BE(body.length - 2 - 0x49);

    for (let end = 0; end < body.length; end++) {
      const hello = readClientHello(body.subarray(0, end));
      if (end === beforeExtensions) expect(hello?.extensions).to.deep.equal([]);
      else expect(hello, `${end} bytes`).to.equal(null);
    }
    expect(readClientHello(Buffer.concat([body, Buffer.from([0])]))).to.equal(null);
  });

  it('whose lengths lie is none, or another; it never breaks the reader', () => {
    fc.assert(
      fc.property(offers, fc.nat(), fc.integer({ min: 0, max: 255 }), (offer, place, value) => {
        const body = bodyOf(offer);
        body[place % body.length] = value;
        readClientHello(body);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
        readClientHello(Buffer.from(noise));
      }),
    );
  });
});
