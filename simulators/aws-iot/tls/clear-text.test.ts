import { expect } from 'chai';
import fc from 'fast-check';
import { type Clear, ClearText } from './clear-text.ts';

const record = (type: number, body: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([type, 3, 3, body.length >> 8, body.length & 0xff]), body]);

const message = (type: number, body: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([type, 0, body.length >> 8, body.length & 0xff]), body]);

const readIn = (stream: Uint8Array, size: number): Clear[] => {
  const reading = new ClearText();
  const seen: Clear[] = [];
  for (let at = 0; at < stream.length; at += size) {
    seen.push(...reading.read(stream.subarray(at, at + size)));
  }
  return seen;
};

describe('The clear text of a handshake', () => {
  it('shows messages that are spread over records, and the alert after them, however it is cut', () => {
    const certificate = message(11, new Uint8Array(100).fill(7));
    const stream = Buffer.concat([
      record(22, Buffer.concat([message(1, new Uint8Array(3)), certificate.subarray(0, 50)])),
      record(22, certificate.subarray(50)),
      record(21, Buffer.from([2, 48])),
    ]);
    for (let size = 1; size <= stream.length; size++) {
      const seen = readIn(stream, size);
      expect(seen.map(({ kind }) => kind)).to.deep.equal(['handshake', 'handshake', 'alert']);
      expect(seen[1]).to.deep.include({ type: 11, body: Buffer.alloc(100, 7) });
      expect(seen[2]).to.deep.include({
        alert: { level: 'fatal', number: 48, name: 'unknown_ca' },
      });
    }
  });

  it('ends where encryption begins', () => {
    const alertThatIsNone = record(21, Buffer.from([2, 48]));
    const seen = readIn(Buffer.concat([record(20, Buffer.from([1])), alertThatIsNone]), 3);
    expect(seen).to.deep.equal([{ kind: 'encrypted' }]);
  });

  it('does not begin in what is no TLS', () => {
    expect(readIn(Buffer.from('GET / HTTP/1.1'), 1).map(({ kind }) => kind)).to.deep.equal([
      'not-tls',
    ]);
  });

  it('is not waited for when a message announces more than any has', () => {
    const endless = record(22, Buffer.from([11, 0x10, 0, 0]));
    const seen = readIn(Buffer.concat([endless, record(21, Buffer.from([2, 48]))]), 5);
    expect(seen).to.deep.equal([]);
  });

  it('never throws, whatever comes', () => {
    const start = fc.constantFrom(
      Buffer.alloc(0),
      Buffer.from([22, 3, 3, 0, 9]),
      record(22, Buffer.from([1, 0, 0])),
    );
    fc.assert(
      fc.property(
        start,
        fc.uint8Array({ maxLength: 200 }),
        fc.integer({ min: 1, max: 30 }),
        (head, tail, size) => {
          readIn(Buffer.concat([head, tail]), size);
        },
      ),
    );
  });
});
