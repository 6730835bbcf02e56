import { expect } from 'chai';
import fc from 'fast-check';
import { refusalCode } from '../../../errors/refusal-code.ts';
import { type Region, requireRegions, SECTOR_BYTES } from './regions.ts';

const CHIP = { flashSize: 64 * SECTOR_BYTES };

const codeOf = (regions: readonly Region[]): string =>
  refusalCode(() => requireRegions(regions, CHIP));

const region = fc
  .record({
    sector: fc.nat(63),
    offset: fc.constantFrom(0, 0, 0, 4, 0x800),
    length: fc.constantFrom(0, 1, 4_095, 4_096, 4_097, 20_000),
  })
  .map(({ sector, offset, length }) => ({
    name: `at ${sector}`,
    address: sector * SECTOR_BYTES + offset,
    bytes: new Uint8Array(length),
  }));

/** Sector by sector, in the plainest way there is. */
const mayBeWritten = (regions: readonly Region[]): boolean => {
  const touched = new Set<number>();
  for (const { address, bytes } of regions) {
    if (bytes.length === 0 || address % SECTOR_BYTES !== 0) return false;
    for (let at = address; at < address + bytes.length; at += SECTOR_BYTES) {
      if (touched.has(at) || Math.min(at + SECTOR_BYTES, address + bytes.length) > CHIP.flashSize)
        return false;
      touched.add(at);
    }
  }
  return regions.length > 0;
};

describe('Regions of flash', () => {
  it('are taken exactly when each has sectors of its own, inside of the flash', () => {
    fc.assert(
      fc.property(fc.array(region, { maxLength: 4 }), (regions) => {
        expect(codeOf(regions) === 'taken').to.equal(mayBeWritten(regions));
      }),
    );
  });

  const bytes = new Uint8Array(SECTOR_BYTES);
  const cases: readonly (readonly [string, readonly Region[]])[] = [
    ['REGIONS_MISSING', []],
    ['REGION_EMPTY', [{ name: 'a', address: 0, bytes: new Uint8Array() }]],
    ['OFFSET_UNALIGNED', [{ name: 'a', address: 0x8001, bytes }]],
    ['OFFSET_UNALIGNED', [{ name: 'a', address: Number.NaN, bytes }]],
    ['FLASH_TOO_SMALL', [{ name: 'a', address: CHIP.flashSize, bytes }]],
    [
      'REGIONS_OVERLAP',
      [
        { name: 'b', address: 0x2000, bytes },
        { name: 'a', address: 0x1000, bytes: new Uint8Array(SECTOR_BYTES + 1) },
      ],
    ],
  ];
  for (const [code, regions] of cases) {
    it(`are refused with ${code}`, () => expect(codeOf(regions)).to.equal(code));
  }
});
