import { expect } from 'chai';
import fc from 'fast-check';
import { NorFlash, SECTOR_BYTES } from './nor-flash.ts';
import { SupplyGone } from './supply.ts';

const SIZE = 2 * SECTOR_BYTES;
const ERASED = 0xff;

describe('The supply of a flash chip', () => {
  it('fails in the middle of programming: the bytes before are there, the others are not', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: SIZE }),
        fc.nat(SIZE - 1),
        (data, cut) => {
          const bytes = 1 + (cut % data.length);
          const flash = NorFlash.erased(SIZE);
          let isGone = false;
          flash.supply.failAfter('program', bytes, () => {
            isGone = true;
          });

          expect(() => flash.program(0, data)).to.throw(SupplyGone);

          const expected = data.map((byte, i) => (i < bytes ? byte : ERASED));
          expect(flash.read(0, data.length).equals(expected)).to.equal(true);
          expect(isGone).to.equal(true);
          expect(flash.supply.done).to.deep.equal({ erase: 0, program: bytes });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('fails in the middle of an erase, of a sector too', () => {
    const flash = NorFlash.holding(Buffer.alloc(SIZE));
    flash.supply.failAfter('erase', SECTOR_BYTES + 100, () => {});

    expect(() => flash.erase(0, SIZE)).to.throw(SupplyGone);

    const left = flash.read(0, SIZE);
    expect(left.indexOf(0)).to.equal(SECTOR_BYTES + 100);
    expect(left.subarray(SECTOR_BYTES + 100).some((byte) => byte !== 0)).to.equal(false);
  });

  it('fails once, at the work that was named, over several pieces of it', () => {
    const flash = NorFlash.erased(SIZE);
    flash.supply.failAfter('program', 5, () => {});

    flash.erase(0, SIZE);
    flash.program(0, Buffer.alloc(4));
    expect(() => flash.program(4, Buffer.alloc(4))).to.throw(SupplyGone);
    flash.program(4, Buffer.alloc(4));

    expect(flash.supply.done).to.deep.equal({ erase: SIZE, program: 9 });
  });
});
