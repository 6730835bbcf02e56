import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { BadInput } from '../../../errors/bench-error.ts';
import { hostMessage, isOutside } from './host-action.ts';
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

  it('is refused where there is no such kind, and where it does not fit', async () => {
    const cast = await makeCast();

    for (const standIn of [
      { bytes: 1127, kind: 'PEM: wrong CA' },
      { bytes: 100, kind: 'PEM: right CA' },
    ]) {
      expect(() => fill(standIn, cast))
        .to.throw(BadInput)
        .with.property('code', 'STAND_IN_UNKNOWN');
    }
  });
});

describe('What a note tells of the host', () => {
  it('is a message, as long as it says', () => {
    expect(hostMessage("HOST: mosquitto_pub dn/host qos1 'LL'(5) retain=False rc=0")).to.deep.equal(
      { topic: 'dn/host', qos: 1, payload: 'LLLLL' },
    );
    expect(hostMessage("HOST: mosquitto_pub t qos0 ''(0) retain=False rc=0")?.payload).to.equal('');
    expect(hostMessage('HOST: access point off')).to.equal(undefined);
    expect(isOutside('after the HOST: row')).to.equal(false);
  });
});
