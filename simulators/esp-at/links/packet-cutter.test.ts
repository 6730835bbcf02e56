import { expect } from 'chai';
import fc from 'fast-check';
import { StepTimers } from '../../network/step-timers.ts';
import { PacketCutter } from './packet-cutter.ts';

const cutter = (most: number) => {
  const timers = new StepTimers();
  const packets: string[] = [];
  const onPacket = (packet: Buffer) => packets.push(packet.toString('latin1'));
  return { timers, packets, cut: new PacketCutter({ timers, most, onPacket }) };
};

describe('Packets of passthrough', () => {
  it('end with 20 ms of silence', async () => {
    const { timers, packets, cut } = cutter(100);

    cut.take(Buffer.from('ab'));
    await timers.advance(19);
    cut.take(Buffer.from('c'));
    await timers.advance(19);
    expect(packets).to.deep.equal([]);
    await timers.advance(1);
    cut.take(Buffer.from('+++'));
    await timers.advance(20);

    expect(packets).to.deep.equal(['abc', '+++']);
    expect(timers.pending).to.equal(0);
  });

  it('hold every byte once, whatever its pieces, and are never too large', async () => {
    const pieces = fc.array(fc.tuple(fc.uint8Array({ maxLength: 12 }), fc.nat({ max: 30 })));

    await fc.assert(
      fc.asyncProperty(pieces, async (given) => {
        const { timers, packets, cut } = cutter(8);
        for (const [piece, pauseMs] of given) {
          cut.take(Buffer.from(piece));
          await timers.advance(pauseMs);
        }
        await timers.advance(20);

        const all = Buffer.concat(given.map(([piece]) => piece)).toString('latin1');
        expect(packets.join('')).to.equal(all);
        expect(packets.every(({ length }) => length >= 1 && length <= 8)).to.equal(true);
      }),
    );
  });

  it('are not made any more once it is stopped', async () => {
    const { timers, packets, cut } = cutter(8);

    cut.take(Buffer.from('ab'));
    cut.stop();
    await timers.advance(100);

    expect(packets).to.deep.equal([]);
    expect(timers.pending).to.equal(0);
  });
});
