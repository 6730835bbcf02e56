import { expect } from 'chai';
import fc from 'fast-check';
import { NorFlash, SECTOR_BYTES } from './nor-flash.ts';

const SIZE = 4 * SECTOR_BYTES;

const work = fc.oneof(
  fc.record({ erase: fc.nat(3), sectors: fc.integer({ min: 0, max: 4 }) }),
  fc.record({ at: fc.nat(SIZE), data: fc.uint8Array({ maxLength: 2 * SECTOR_BYTES }) }),
);

describe('NorFlash', () => {
  it('behaves like a plain array in which an erase sets bits and programming clears them', () => {
    fc.assert(
      fc.property(fc.array(work, { maxLength: 10 }), (works) => {
        const flash = NorFlash.erased(SIZE);
        const model = Buffer.alloc(SIZE, 0xff);

        for (const step of works) {
          if ('erase' in step) {
            const sectors = Math.min(step.sectors, 4 - step.erase);
            flash.erase(step.erase * SECTOR_BYTES, sectors * SECTOR_BYTES);
            model.fill(0xff, step.erase * SECTOR_BYTES, (step.erase + sectors) * SECTOR_BYTES);
          } else {
            const data = step.data.subarray(0, SIZE - step.at);
            flash.program(step.at, data);
            for (const [i, byte] of data.entries()) {
              model[step.at + i] = (model[step.at + i] as number) & byte;
            }
          }
        }

        expect(flash.read(0, SIZE).equals(model)).to.equal(true);
        expect(NorFlash.holding(model).read(0, SIZE).equals(model)).to.equal(true);
      }),
      { numRuns: 50 },
    );
  });

  it('gives copies, and keeps none of what it was made of', () => {
    const image = Buffer.alloc(SIZE, 1);
    const flash = NorFlash.holding(image);

    image.fill(2);
    flash.read(0, 4).fill(3);

    expect(flash.read(0, 4)).to.deep.equal(Buffer.alloc(4, 1));
  });

  it('refuses what does not lie inside, and an erase of parts', () => {
    const flash = NorFlash.erased(SIZE);

    expect(() => flash.read(SIZE - 1, 2)).to.throw(RangeError);
    expect(() => flash.read(-1, 1)).to.throw(RangeError);
    expect(() => flash.program(SIZE, Buffer.alloc(1))).to.throw(RangeError);
    expect(() => flash.erase(1, SECTOR_BYTES)).to.throw(RangeError);
    expect(() => flash.erase(0, 1)).to.throw(RangeError);
    expect(() => NorFlash.holding(Buffer.alloc(5))).to.throw(RangeError);
  });

  it('tells where it changed, until told to stop', () => {
    const flash = NorFlash.erased(SIZE);
    const changes: [number, number][] = [];
    const stop = flash.onChange((from, to) => changes.push([from, to]));

    flash.program(10, Buffer.alloc(3));
    flash.erase(0, SECTOR_BYTES);
    stop();
    flash.program(10, Buffer.alloc(3));

    expect(changes).to.deep.equal([
      [10, 13],
      [0, SECTOR_BYTES],
    ]);
  });
});
