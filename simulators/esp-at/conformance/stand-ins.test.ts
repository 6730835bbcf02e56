import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { fill, makeCast } from './stand-ins.ts';

describe('What stands for bytes that a recording does not hold', () => {
  it('is as long as announced, of the right kind, and fits together', async () => {
    const cast = await makeCast();

    const ca = fill({ bytes: 1127, kind: 'PEM: right CA' }, cast);
    const cert = fill({ bytes: 1135, kind: 'PEM: client cert' }, cast);
    const key = fill({ bytes: 1675, kind: 'PEM: client key (throwaway)' }, cast);

    expect([ca, cert, key].map((pem) => pem.length)).to.deep.equal([1127, 1135, 1675]);
    const certificate = new X509Certificate(cert);
    expect(certificate.verify(new X509Certificate(ca).publicKey)).to.equal(true);
    expect(certificate.checkPrivateKey(createPrivateKey(key))).to.equal(true);
  });

  it('is that of a stranger where the recording says so', async () => {
    const cast = await makeCast();

    const wrong = fill({ bytes: 1200, kind: 'PEM: wrong CA' }, cast);
    const cert = fill({ bytes: 1200, kind: 'PEM: client cert of another CA' }, cast);
    const key = fill({ bytes: 1700, kind: 'PEM: other client key' }, cast);

    const certificate = new X509Certificate(cert);
    expect(certificate.verify(new X509Certificate(wrong).publicKey)).to.equal(true);
    expect(certificate.checkPrivateKey(createPrivateKey(key))).to.equal(true);
    expect(wrong).not.to.equal(fill({ bytes: 1200, kind: 'PEM: right CA' }, cast));
  });

  it('has the line ends of DOS where the recording says so', async () => {
    const pem = fill({ bytes: 1300, kind: 'PEM: right CA, CRLF' }, await makeCast());

    expect(pem).to.match(/^-----BEGIN CERTIFICATE-----\r\n/);
    expect(pem).to.have.length(1300);
  });

  it('is just bytes where there is no such kind, and where it does not fit', async () => {
    const cast = await makeCast();

    for (const kind of ['garbage', 'PEM: right CA']) {
      expect(fill({ bytes: 100, kind }, cast)).to.equal('x'.repeat(100));
    }
  });

  it('names the broker, so that a client that checks names is content', async () => {
    const { broker } = await makeCast();

    const certificate = new X509Certificate(broker.cert);

    expect(certificate.checkIP('10.0.2.2')).to.equal('10.0.2.2');
    expect(certificate.checkHost('broker.test')).to.equal('broker.test');
  });
});
