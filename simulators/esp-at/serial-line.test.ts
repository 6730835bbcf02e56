import { expect } from 'chai';
import fc from 'fast-check';
import { asRead, EIGHT_N_ONE, type LineSettings } from './serial-line.ts';

const at = (baud: number, frame: Partial<LineSettings> = {}): LineSettings => ({
  baud,
  ...EIGHT_N_ONE,
  ...frame,
});
const ALL = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
const read = (text: string, sent: LineSettings, receiver: LineSettings): string =>
  asRead(Buffer.from(text, 'latin1'), sent, receiver).toString('latin1');

describe('A serial line', () => {
  it('carries every byte between ends that are set alike, or nearly', () => {
    for (const [sent, receiver] of [
      [115_200, 115_200],
      [115_200, 115_201],
      [921_600, 922_190],
      [100_000, 104_000],
      [104_000, 100_000],
    ] as const) {
      expect(asRead(ALL, at(sent), at(receiver)), `${sent} to ${receiver}`).to.deep.equal(ALL);
    }
  });

  it('carries as many bytes between ends that are not', () => {
    const settings = fc.record({
      baud: fc.integer({ min: 80, max: 5_000_000 }),
      dataBits: fc.integer({ min: 5, max: 8 }),
      parity: fc.constantFrom('none' as const, 'odd' as const, 'even' as const),
    });

    fc.assert(
      fc.property(fc.uint8Array(), settings, settings, (bytes, sent, receiver) => {
        expect(asRead(Buffer.from(bytes), sent, receiver)).to.have.length(bytes.length);
      }),
    );
  });

  it('shows a slow sender to a fast receiver as breaks, and a fast one to a slow receiver as silence', () => {
    expect(read('AT\r\n', at(9_600), at(115_200))).to.equal('\0\0\0\0');
    expect(read('AT\r\n', at(115_200), at(9_600))).to.equal('\xff\xff\xff\xff');
  });

  it('shows half the rate as each bit twice', () => {
    // From the lowest bit on 1,1,0,1,1,...; the receiver sees the start bit's other half, and then 1,1,1,1,0,0,1.
    expect(asRead(Buffer.from([0x5b]), at(57_600), at(115_200))[0]).to.equal(0x9e);
    // From the lowest bit on 1,0,1,0,...; where the stop bit should be the line is low.
    expect(asRead(Buffer.from([0x55]), at(57_600), at(115_200))[0]).to.equal(0);
  });

  it('leaves nothing of a command whose rate is wrong by half', () => {
    for (const [sent, receiver] of [
      [115_200, 57_600],
      [57_600, 115_200],
      [115_200, 76_800],
      [115_200, 230_400],
    ] as const) {
      expect(read('AT\r\n', at(sent), at(receiver))).to.not.equal('AT\r\n');
    }
  });

  it('adds and takes bits by the frame', () => {
    const sevenEven = at(9_600, { dataBits: 7, parity: 'even' });
    const even = at(9_600, { parity: 'even' });

    // The parity bit stands where the eighth bit is looked for: A has two ones, C three.
    expect(read('AC', sevenEven, at(9_600))).to.equal('A\xc3');
    // Its eighth bit, 0, is the parity that two ones have and three have not.
    expect(read('AC', at(9_600), sevenEven)).to.equal('A\0');
    // Without a parity bit the line's rest is taken for one: odd numbers of ones pass.
    expect(read('AC', at(9_600), even)).to.equal('\0C');
    expect(read('AC', even, at(9_600))).to.equal('\0C');
    expect(asRead(ALL, even, even)).to.deep.equal(ALL);
  });
});
