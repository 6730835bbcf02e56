import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Context } from 'mocha';
import { alertFor } from './certificate-fault.ts';
import { isIssuedFor } from './server-name.ts';
import { chainFaults, DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, usageFaults } from './verify-chain.ts';

interface Recipe {
  /** Name of the issuer's files; itself if left out. */
  readonly by?: string;
  readonly subject?: string;
  readonly extensions?: readonly string[];
  readonly key?: readonly string[];
  readonly digest?: string;
}

const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
const CA = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign'];

/** The cases that the throw-away authority does not make, with certificates by openssl. */
describe('Verification of a chain as in mbedTLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chain-'));
  const file = (name: string) => join(folder, name);
  /** After the certificates of this run begin to be valid. */
  const now = new Date(Date.now() + 3_600_000);

  before(function (this: Context) {
    if (spawnSync('openssl', ['version']).status !== 0) {
      console.log('      openssl is not on this computer');
      this.skip();
    }
  });

  after(() => rmSync(folder, { recursive: true }));

  const make = (name: string, recipe: Recipe = {}): X509Certificate => {
    const { by, subject = name, extensions = [], key = EC, digest = 'sha256' } = recipe;
    const issuer = by ? ['-CA', file(`${by}.pem`), '-CAkey', file(`${by}.key`)] : [];
    const added = extensions.flatMap((extension) => ['-addext', extension]);
    execFileSync(
      'openssl',
      [
        ...[
          'req',
          '-x509',
          ...key,
          '-nodes',
          '-days',
          '30',
          `-${digest}`,
          '-subj',
          `/CN=${subject}`,
        ],
        ...['-keyout', file(`${name}.key`), '-out', file(`${name}.pem`), ...issuer, ...added],
      ],
      { stdio: 'ignore' },
    );
    return new X509Certificate(readFileSync(file(`${name}.pem`)));
  };

  const faults = (presented: X509Certificate[], trusted: X509Certificate[], at = now): string[] =>
    [...chainFaults(presented, trusted, at)].sort();

  it('accepts a chain over two intermediates, in their order', () => {
    const root = make('root', { extensions: CA });
    const upper = make('upper', { by: 'root', extensions: CA });
    const lower = make('lower', { by: 'upper', extensions: CA });
    const server = make('server', { by: 'lower', extensions: ['basicConstraints=CA:FALSE'] });

    expect(faults([server, lower, upper], [root])).to.deep.equal([]);
    expect(faults([server, lower, upper, root], [root])).to.deep.equal([]);
    expect(faults([server, lower], [upper])).to.deep.equal([]);
    expect(faults([server, upper, lower], [root])).to.deep.equal(['not-trusted']);
    expect(faults([server, upper], [root])).to.deep.equal(['not-trusted']);
  });

  it('holds an issuer that may not issue against the chain', () => {
    const root = make('root-2', { extensions: CA });
    make('leaf-2', { by: 'root-2', extensions: ['basicConstraints=CA:FALSE'] });
    const below = make('below-2', { by: 'leaf-2', extensions: ['basicConstraints=CA:FALSE'] });
    const leaf = new X509Certificate(readFileSync(file('leaf-2.pem')));

    expect(faults([below, leaf], [root])).to.deep.equal(['not-trusted']);
  });

  it('holds a path that is too long for an issuer against the chain', () => {
    const short = ['basicConstraints=critical,CA:TRUE,pathlen:0', 'keyUsage=critical,keyCertSign'];
    const root = make('root-3', { extensions: short });
    const middle = make('middle-3', { by: 'root-3', extensions: CA });
    const server = make('server-3', { by: 'middle-3', extensions: ['basicConstraints=CA:FALSE'] });
    const direct = make('direct-3', { by: 'root-3', extensions: ['basicConstraints=CA:FALSE'] });

    expect(faults([server, middle], [root])).to.deep.equal(['not-trusted']);
    expect(faults([direct], [root])).to.deep.equal([]);
  });

  it('is not taken in by an authority of the same name', () => {
    make('twin', { subject: 'twins', extensions: CA });
    const other = make('other-twin', { subject: 'twins', extensions: CA });
    const server = make('server-4', { by: 'twin', extensions: ['basicConstraints=CA:FALSE'] });

    expect(faults([server], [other])).to.deep.equal(['not-trusted']);
    expect(
      faults([server], [other, new X509Certificate(readFileSync(file('twin.pem')))]),
    ).to.deep.equal([]);
  });

  it('takes a self-signed server that is itself what is trusted', () => {
    const server = make('self', { extensions: ['basicConstraints=CA:FALSE'] });

    expect(faults([server], [server])).to.deep.equal([]);
    expect(faults([server], [make('stranger')])).to.deep.equal(['not-trusted']);
  });

  it("counts the root's dates too, and names all faults at once", () => {
    const root = make('root-5', { extensions: CA });
    const server = make('server-5', { by: 'root-5', extensions: ['basicConstraints=CA:FALSE'] });
    const years = (n: number) => new Date(now.getTime() + n * 365 * 24 * 3_600_000);

    expect(faults([server], [root], new Date(0))).to.deep.equal(['not-yet-valid']);
    expect(faults([server], [root], years(5))).to.deep.equal(['expired']);
    expect(faults([server], [], years(5))).to.deep.equal(['expired', 'not-trusted']);
    expect(alertFor(chainFaults([server], [], years(5)))).to.equal(45);
    expect(alertFor(chainFaults([server], [], new Date(0)))).to.equal(48);
  });

  it('refuses short keys and old hashes with alerts 43 and 46', () => {
    const root = make('root-6', { extensions: CA });
    const short = make('short-6', { by: 'root-6', key: ['-newkey', 'rsa:1024'] });
    const old = make('old-6', { by: 'root-6', digest: 'sha1' });

    expect(faults([short], [root])).to.deep.equal(['weak-key']);
    expect(alertFor(chainFaults([short], [root], now))).to.equal(43);
    expect(faults([old], [root])).to.deep.equal(['weak-hash']);
    expect(alertFor(chainFaults([old], [root], now))).to.equal(46);
  });

  it('holds the wrong use of a certificate against a server', () => {
    const usage = (name: string, extensions: string[], needed: number) => [
      ...usageFaults(make(name, { extensions }), needed),
    ];

    expect(usage('any', [], DIGITAL_SIGNATURE)).to.deep.equal([]);
    expect(usage('sign', ['keyUsage=digitalSignature'], DIGITAL_SIGNATURE)).to.deep.equal([]);
    expect(usage('no-sign', ['keyUsage=digitalSignature'], KEY_ENCIPHERMENT)).to.deep.equal([
      'key-usage',
    ]);
    expect(usage('for-clients', ['extendedKeyUsage=clientAuth'], DIGITAL_SIGNATURE)).to.deep.equal([
      'extended-key-usage',
    ]);
    expect(
      usage('both', ['extendedKeyUsage=clientAuth,serverAuth'], DIGITAL_SIGNATURE),
    ).to.deep.equal([]);
  });

  it('finds a name in the alternative names, and else in the common name', () => {
    const plain = make('plain', { subject: 'old.test' });
    const modern = make('modern', {
      subject: 'old.test',
      extensions: ['subjectAltName=DNS:new.test,DNS:*.wild.test,IP:10.0.2.2'],
    });
    const names = [
      'old.test',
      'NEW.test',
      'a.wild.test',
      'a.b.wild.test',
      'wild.test',
      '10.0.2.2',
      '10.0.2.3',
    ];

    expect(names.filter((name) => isIssuedFor(plain, name))).to.deep.equal(['old.test']);
    expect(names.filter((name) => isIssuedFor(modern, name))).to.deep.equal([
      'NEW.test',
      'a.wild.test',
      '10.0.2.2',
    ]);
  });
});
