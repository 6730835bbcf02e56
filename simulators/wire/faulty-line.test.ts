import { expect } from 'chai';
import fc from 'fast-check';
import { faultyLine, type LineFault } from './faulty-line.ts';

/** What comes out of a line that is told to spoil a byte, whatever pieces the bytes go in by. */
const through = async (
  bytes: Uint8Array,
  pieceBytes: number,
  plans: readonly (readonly [LineFault, number])[],
): Promise<{ came: Buffer; struck: number }> => {
  const faulty = faultyLine();
  const came: Buffer[] = [];
  let struck = 0;
  const line = faulty.line((piece) => came.push(piece));
  for (const [fault, after] of plans) faulty.arm(fault, after, () => (struck += 1));
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const piece = Buffer.from(bytes.subarray(at, at + pieceBytes));
    await new Promise<void>((resolve) => line.carry(piece, resolve));
  }
  return { came: Buffer.concat(came), struck };
};

const input = fc
  .tuple(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(), fc.integer({ min: 1, max: 50 }))
  .map(([bytes, place, piece]) => ({ bytes, at: place % bytes.length, piece }));

describe('A faulty line', () => {
  it('carries everything as it is while it is told nothing', () =>
    fc.assert(
      fc.asyncProperty(input, async ({ bytes, piece }) => {
        const { came } = await through(bytes, piece, []);

        expect(came).to.deep.equal(Buffer.from(bytes));
      }),
    ));

  it('loses, doubles or changes the byte that it was told, and no other', () =>
    fc.assert(
      fc.asyncProperty(input, fc.nat({ max: 7 }), async ({ bytes, at, piece }, bit) => {
        const before = bytes.subarray(0, at);
        const after = bytes.subarray(at + 1);
        const byte = bytes[at] ?? 0;
        const expected = [
          [{ kind: 'drop' }, []],
          [{ kind: 'double' }, [byte, byte]],
          [{ kind: 'flip', bit }, [byte ^ (1 << bit)]],
        ] as const;

        for (const [fault, instead] of expected) {
          const { came, struck } = await through(bytes, piece, [[fault, at]]);
          expect(came).to.deep.equal(Buffer.from([...before, ...instead, ...after]));
          expect(struck).to.equal(1);
        }
      }),
    ));

  it('carries everything in its order when some of it is late', () =>
    fc.assert(
      fc.asyncProperty(input, async ({ bytes, at, piece }) => {
        const { came } = await through(bytes, piece, [[{ kind: 'delay', ms: 2 }, at]]);

        expect(came).to.deep.equal(Buffer.from(bytes));
      }),
      { numRuns: 30 },
    ));

  it('does something else at the moment of a byte, and does nothing behind the last', async () => {
    const seen: string[] = [];
    const act = () => void seen.push('now');

    const { struck } = await through(Buffer.from('abc'), 1, [
      [{ kind: 'meanwhile', act }, 2],
      [{ kind: 'drop' }, 3],
    ]);

    expect({ seen, struck }).to.deep.equal({ seen: ['now'], struck: 1 });
  });
});
