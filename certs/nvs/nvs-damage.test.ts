import { expect } from 'chai';
import fc from 'fast-check';
import { encodeItem, NVS, type PageState } from './nvs-format.ts';
import { NvsImage } from './nvs-image.ts';
import { entryAt } from './nvs-page-header.ts';
import { readNvs } from './nvs-reader.ts';
import { anyNvsEntries, nvsPage, pattern } from './nvs-samples.ts';
import { nvsBlob } from './nvs-value.ts';
import { writeNvs } from './nvs-writer.ts';

describe('Reading NVS', () => {
  it('survives any damage, and then still gives what can be written', () => {
    const damage = fc.array(fc.tuple(fc.nat({ max: 0x5000 - 1 }), fc.nat({ max: 255 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(anyNvsEntries(12), damage, (entries, spots) => {
        const small = entries.filter(
          ({ value }) => !(value instanceof Uint8Array && value.length > 1000),
        );
        const image = Buffer.from(writeNvs(NvsImage.of(small), 0x5000));
        // Mostly into what is used.
        for (const [at, byte] of spots) image[at % 2 ? at : at % 0x800] = byte;
        const back = readNvs(image);
        expect(readNvs(writeNvs(back, 0x8000)).entries).to.deep.equal(back.entries);
      }),
      { numRuns: 150 },
    );
  });

  it('survives a bitmap and heads of any kind', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.array(fc.tuple(fc.nat({ max: 125 }), fc.uint8Array({ minLength: 28, maxLength: 28 })), {
          maxLength: 30,
        }),
        fc.constantFrom<PageState>('active', 'full', 'freeing'),
        (bitmap, heads, state) => {
          const bytes = nvsPage(state, 0, []);
          bytes.set(bitmap, NVS.bitmapAt);
          for (const [at, [namespace = 0, type = 0, span = 0, number = 0, ...rest]] of heads) {
            const key = Buffer.from(rest.slice(0, 15)).toString('latin1').replaceAll('\0', 'x');
            const data = Uint8Array.from(rest.slice(16));
            const item = { namespace: namespace % 3, type, span, chunk: number, key, data };
            bytes.set(encodeItem(item), entryAt(at));
          }
          expect(readNvs(bytes).entries).to.be.an('array');
        },
      ),
      { numRuns: 200 },
    );
  });

  it('copies what it gives', () => {
    const image = writeNvs(NvsImage.of().with('n', 'k', nvsBlob(pattern(5000))), 0x3000);
    const { entries } = readNvs(image);
    image.fill(0);
    expect(entries[0]?.value).to.deep.equal(Buffer.from(pattern(5000)));
  });
});
