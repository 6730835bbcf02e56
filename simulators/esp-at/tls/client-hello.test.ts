import { expect } from 'chai';
import { useTlsBench } from './tls-bench.ts';

describe('ClientHello of the modem', () => {
  const bench = useTlsBench();

  it('sends a name only when it has one, also an address', async () => {
    expect(nameIn((await bench.attempt()).hello)).to.equal(undefined);
    expect(nameIn((await bench.attempt({ serverName: 'broker.test' })).hello)).to.equal(
      'broker.test',
    );
    expect(nameIn((await bench.attempt({ serverName: '10.0.2.2' })).hello)).to.equal('10.0.2.2');
  });

  it('writes its hello as mbedTLS 3 does: versions, suites in order, groups, signatures', async () => {
    const { hello } = await bench.attempt({ alpn: ['x-amzn-mqtt-ca'] });

    expect(hello.subarray(0, 3).toString('hex')).to.equal('160303');
    expect(hello.subarray(9, 11).toString('hex')).to.equal('0303');
    expect(hello[43], 'session id').to.equal(0);
    expect(hello.subarray(46, 58).toString('hex')).to.equal('c02cc030009fc0adc09fc024');
    const extensions = extensionsOf(hello);
    expect(extensions.get(16)).to.equal('000f0e782d616d7a6e2d6d7174742d6361');
    expect(extensions.get(10)).to.equal('000e001d001700180019001a001b001c');
    expect(extensions.get(13)).to.equal('000c060306010503050104030401');
    expect([...extensions.keys()].sort((a, b) => a - b)).to.deep.equal([
      10, 11, 13, 16, 22, 23, 35,
    ]);
  });
});

/** Extension number to its bytes (hex) in a ClientHello record. */
const extensionsOf = (hello: Buffer): Map<number, string> => {
  let at = 44 + (hello[43] ?? 0);
  at += 2 + hello.readUInt16BE(at); // suites
  at += 1 + hello.readUInt8(at); // compression
  at += 2; // length of all extensions
  const found = new Map<number, string>();
  while (at < hello.length) {
    const length = hello.readUInt16BE(at + 2);
    found.set(hello.readUInt16BE(at), hello.subarray(at + 4, at + 4 + length).toString('hex'));
    at += 4 + length;
  }
  return found;
};

const nameIn = (hello: Buffer): string | undefined => {
  const extension = extensionsOf(hello).get(0);
  return extension === undefined
    ? undefined
    : Buffer.from(extension, 'hex').subarray(5).toString('latin1');
};
