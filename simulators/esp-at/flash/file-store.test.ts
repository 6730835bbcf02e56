import { expect } from 'chai';
import fc from 'fast-check';
import { FileStore } from './file-store.ts';
import { NorFlash, SECTOR_BYTES } from './nor-flash.ts';
import { partitionView } from './partition-view.ts';

const PARTITION = {
  name: 'fatfs',
  type: 1,
  subtype: 129,
  address: SECTOR_BYTES,
  size: 4 * SECTOR_BYTES,
};

const blank = () => {
  const flash = NorFlash.erased(8 * SECTOR_BYTES);
  return { flash, view: partitionView(flash, PARTITION) };
};

describe('Files in flash', () => {
  it('are what was written, whatever was written before, and whoever looks later', () => {
    const change = fc.record({
      name: fc.constantFrom('a', 'b.txt', '\xe9'),
      offset: fc.nat(300),
      bytes: fc.option(fc.uint8Array({ maxLength: 300 })),
    });

    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        const { flash, view } = blank();
        const model = new Map<string, Buffer>();
        for (const { name, offset, bytes } of changes) {
          const before = model.get(name) ?? Buffer.alloc(0);
          if (bytes === null) {
            expect(new FileStore(view).delete(name)).to.equal(model.delete(name));
            continue;
          }
          const after = Buffer.alloc(Math.max(before.length, offset + bytes.length));
          before.copy(after);
          after.set(bytes, offset);
          model.set(name, after);
          expect(new FileStore(view).write(name, offset, bytes)).to.equal(true);
        }

        const store = new FileStore(view);
        expect([...store.names].sort()).to.deep.equal([...model.keys()].sort());
        for (const [name, bytes] of model) expect(store.find(name)).to.deep.equal(bytes);
        // The neighbours of the partition are left alone.
        expect(flash.read(0, SECTOR_BYTES).every((byte) => byte === 0xff)).to.equal(true);
        expect(flash.read(5 * SECTOR_BYTES, SECTOR_BYTES).every((byte) => byte === 0xff)).to.equal(
          true,
        );
      }),
    );
  });

  it('that have no room are refused, and those before them stay', () => {
    const { view } = blank();
    const store = new FileStore(view);
    expect(store.write('kept', 0, Buffer.from('kept'))).to.equal(true);

    expect(store.write('large', 0, Buffer.alloc(4 * SECTOR_BYTES))).to.equal(false);
    expect(store.write('far', 1_000_000, Buffer.alloc(1))).to.equal(false);

    expect(new FileStore(view).names).to.deep.equal(['kept']);
  });

  it('are gone when their partition was erased or damaged', () => {
    const { flash, view } = blank();
    new FileStore(view).write('a', 0, Buffer.alloc(100, 1));

    flash.program(SECTOR_BYTES + 60, Buffer.from([0]));
    expect(new FileStore(view).names).to.deep.equal([]);
    expect(new FileStore(view).write('b', 0, Buffer.from('b'))).to.equal(true);
    expect(new FileStore(view).names).to.deep.equal(['b']);
    flash.erase(SECTOR_BYTES, SECTOR_BYTES);

    expect(new FileStore(view).names).to.deep.equal([]);
  });
});
