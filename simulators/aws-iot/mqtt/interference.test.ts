import { expect } from 'chai';
import type { PacketFault } from '../../../harness/clouds/packet-fault.ts';
import { Interference, type Met } from './interference.ts';

const puback = (connection: number, clientId = 'sdk-java'): Met => ({
  packet: 'puback',
  connection,
  clientId,
  topic: null,
});

describe('Interference', () => {
  let interference: Interference;
  beforeEach(() => {
    interference = new Interference();
  });

  const occurrences = (met: readonly Met[]): (number | undefined)[] =>
    met.map((one) => interference.meet(one)?.occurrence);

  it('befalls the packets of its range, counted over all connections', () => {
    using _fault = interference.lay([{ packet: 'puback', from: 2, to: 3, does: 'drop' }]);

    const met = [puback(1), puback(2), puback(1), puback(3)];

    expect(occurrences(met)).to.deep.equal([undefined, 2, 3, undefined]);
  });

  it('counts each connection for itself where it is told so', () => {
    using _fault = interference.lay([
      { packet: 'puback', from: 1, to: 1, eachConnection: true, does: 'drop' },
    ]);

    expect(occurrences([puback(1), puback(1), puback(2)])).to.deep.equal([1, undefined, 1]);
  });

  it('counts only what it speaks of', () => {
    using _fault = interference.lay([
      { packet: 'publish', clientId: 'lamp', topic: 'a', does: 'drop' },
    ]);
    const publish = (clientId: string, topic: string): Met => ({
      packet: 'publish',
      connection: 1,
      clientId,
      topic,
    });

    const met = [puback(1, 'lamp'), publish('lamp', 'b'), publish('oven', 'a')];
    expect(occurrences(met)).to.deep.equal([undefined, undefined, undefined]);
    expect(interference.meet(publish('lamp', 'a'))?.occurrence).to.equal(1);
  });

  it('is lifted with its scope, and gives free what it held', () => {
    const released: string[] = [];
    {
      using _fault = interference.lay([{ packet: 'puback', does: 'withhold' }]);
      interference.meet(puback(1))?.whenLifted(() => released.push('kept'));
      interference.meet(puback(1))?.whenLifted(() => released.push('forgotten'))();
      expect(released).to.deep.equal([]);
    }

    expect(released).to.deep.equal(['kept']);
    expect(interference.meet(puback(1))).to.equal(undefined);
  });

  it('of several kinds befalls a packet as the one laid last says', () => {
    using _drop = interference.lay([{ packet: 'puback', does: 'drop' }]);
    {
      using _twice = interference.lay([{ packet: 'puback', from: 2, does: 'duplicate' }]);
      const fates = [1, 2].map(() => interference.meet(puback(1))?.does);
      expect(fates).to.deep.equal(['drop', 'duplicate']);
    }
    expect(interference.meet(puback(1))).to.include({ does: 'drop', occurrence: 3 });
  });

  const UNSOUND: readonly PacketFault[] = [
    { packet: 'puback', from: 0, does: 'drop' },
    { packet: 'puback', from: 1.5, does: 'drop' },
    { packet: 'puback', from: 3, to: 2, does: 'drop' },
    { packet: 'puback', topic: 'a', does: 'drop' },
    { packet: 'puback', does: { delayMs: Number.NaN } },
  ];
  for (const fault of UNSOUND) {
    it(`does not take ${JSON.stringify(fault)}`, () => {
      expect(() => interference.lay([fault]))
        .to.throw()
        .with.property('code', 'FAULT_INVALID');
      expect(interference.meet(puback(1))).to.equal(undefined);
    });
  }
});
