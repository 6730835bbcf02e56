import { duplexPair } from 'node:stream';
import { expect } from 'chai';
import { fromDuplex } from '../ports/from-duplex.ts';
import type { ModemLines } from '../ports/port.ts';
import { modemLineReset } from './modem-line-reset.ts';

describe('A reset by modem lines', () => {
  it('holds EN low for a tenth of a second, with IO0 high all the time', async () => {
    const seen: { lines: ModemLines; at: number }[] = [];
    const [near] = duplexPair();
    await using port = fromDuplex(near, 'log', 'serial', {
      setModemLines: async (lines) => {
        seen.push({ lines, at: performance.now() });
      },
    });

    await modemLineReset(port)();

    expect(seen.map(({ lines }) => lines)).to.deep.equal([
      { dtr: false, rts: true },
      { dtr: false, rts: false },
    ]);
    expect((seen[1]?.at ?? 0) - (seen[0]?.at ?? 0)).to.be.greaterThan(95);
  });

  it('is refused for a port that has none', async () => {
    const [near] = duplexPair();
    await using port = fromDuplex(near, 'tcp://h:1', 'tcp');

    expect(() => modemLineReset(port))
      .to.throw('tcp://h:1')
      .with.property('code', 'PORT_UNSUPPORTED');
  });
});
