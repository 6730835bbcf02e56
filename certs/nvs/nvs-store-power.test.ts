import { expect } from 'chai';
import fc from 'fast-check';
import { BadInput } from '../../errors/bench-error.ts';
import { NVS } from './nvs-format.ts';
import { NvsImage } from './nvs-image.ts';
import { readNvs } from './nvs-reader.ts';
import { pattern } from './nvs-samples.ts';
import { NvsStore } from './nvs-store.ts';
import { NvsFailure } from './nvs-store-failure.ts';
import { apply, cutShort, TrialFlash } from './nvs-trial-flash.ts';
import type { NvsValue } from './nvs-value.ts';
import { writeNvs } from './nvs-writer.ts';

/** Undefined: erase the key. */
type Step =
  | { readonly key: string; readonly value: NvsValue | undefined }
  | 'remount'
  | 'erase all';

/** The type goes with the key: several types under one are another matter. */
const KEYS = ['number', 'text', 'text2', 'small', 'large', 'large2'] as const;
const madeFor = (key: string, size: number, seed: number): NvsValue => {
  if (key === 'number') return { type: 'i32', value: seed - 100 };
  if (key.startsWith('text')) {
    return { type: 'string', value: pattern(size % 900, seed).map((byte) => byte || 1) };
  }
  return { type: 'blob', value: pattern(key === 'small' ? size % 60 : size, seed) };
};
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .tuple(fc.constantFrom(...KEYS), fc.nat({ max: 5500 }), fc.nat({ max: 250 }))
      .map(([key, size, seed]) => ({ key, value: madeFor(key, size, seed) })),
  },
  { weight: 3, arbitrary: fc.constantFrom(...KEYS).map((key) => ({ key, value: undefined })) },
  { weight: 2, arbitrary: fc.constant('remount' as const) },
  { weight: 1, arbitrary: fc.constant('erase all' as const) },
);

/** Content by key, as text that is easy to compare. */
type Model = ReadonlyMap<string, string>;
const plain = ({ type, value }: NvsValue): string =>
  `${type} ${value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value}`;

/** A blob of which power left a part is listed still; asked for, it is not there. */
const contentOf = (store: NvsStore): Map<string, string> =>
  new Map(
    store.keys('n').flatMap(({ key }) => {
      const value = store.get('n', key);
      return value ? [[key, plain(value)]] : [];
    }),
  );
/** A first page cut off in its header makes no image yet. */
const contentOfImage = (bytes: Uint8Array): Map<string, string> => {
  try {
    return new Map(readNvs(bytes).entries.map((entry) => [entry.key, plain(entry)]));
  } catch (error) {
    expect(error).to.be.instanceOf(BadInput).with.property('code', 'NOT_AN_NVS_IMAGE');
    return new Map();
  }
};

/** A small partition as from the factory: the first thing written makes the library empty a page. */
const FULL = writeNvs(
  NvsImage.of(
    ['large', 'text', 'number'].map((key) => ({ ...madeFor(key, 4500, 9), namespace: 'n', key })),
  ),
  3 * NVS.pageBytes,
);

const NO_ROOM = 'ESP_ERR_NVS_NOT_ENOUGH_SPACE';

/** What the key has afterwards, and whether the partition was full. */
const carryOut = (store: NvsStore, step: Exclude<Step, 'remount'>, model: Model): Model => {
  const after = new Map(model);
  if (step === 'erase all') {
    store.eraseNamespace('n');
    return new Map();
  }
  if (step.value === undefined) {
    if (!model.has(step.key)) {
      expect(() => store.erase('n', step.key))
        .to.throw(NvsFailure)
        .with.property('number', 0x1102);
    } else store.erase('n', step.key);
    after.delete(step.key);
    return after;
  }
  try {
    store.set('n', step.key, step.value);
    after.set(step.key, plain(step.value));
  } catch (failure) {
    if (!(failure instanceof NvsFailure)) throw failure;
    expect(failure.code).to.be.oneOf([NO_ROOM, 'ESP_ERR_NVS_VALUE_TOO_LONG']);
  }
  return after;
};

describe('The NVS of a running board', () => {
  it('has what a map would have, at any moment and in any reader', () => {
    fc.assert(
      fc.property(
        fc.array(anyStep, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 3, max: 7 }),
        (steps, pages) => {
          const flash = TrialFlash.erased(pages);
          let store = NvsStore.mount(flash);
          let model: Model = new Map();
          for (const step of steps) {
            if (step === 'remount') store = NvsStore.mount(flash);
            else model = carryOut(store, step, model);
            expect(contentOf(store)).to.deep.equal(model);
          }
          expect(contentOfImage(flash.content)).to.deep.equal(model);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('has the old or the new value after a power cut at any moment', () => {
    fc.assert(
      fc.property(
        fc.array(anyStep, { minLength: 4, maxLength: 12 }),
        fc.constantFrom(TrialFlash.erased(4).content, FULL),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(0, 1),
        (steps, start, done, parity) => {
          const flash = new TrialFlash(start);
          let store = NvsStore.mount(flash);
          let model: Model = contentOf(store);
          const content = Buffer.from(flash.content);
          for (const step of steps) {
            const before = model;
            flash.log.length = 0;
            if (step === 'remount') store = NvsStore.mount(flash);
            else model = carryOut(store, step, model);
            for (const [at, access] of flash.log.entries()) {
              // Within one access, and after the next one.
              const isWithin = at % 2 === parity;
              const torn = Buffer.from(content);
              if (isWithin) cutShort(torn, access, done);
              apply(content, access);
              requireOldOrNew(isWithin ? torn : content, before, model);
            }
          }
        },
      ),
      { numRuns: 4 },
    );
  });
});

/** Mounted after a power cut, each key is as before or as after, and the store works on. */
const requireOldOrNew = (content: Buffer, before: Model, after: Model): void => {
  const flash = new TrialFlash(content);
  const found = contentOf(NvsStore.mount(flash));
  for (const key of KEYS) {
    expect(found.get(key), key).to.be.oneOf([before.get(key), after.get(key)]);
  }
  expect(contentOfImage(content)).to.deep.equal(found);
  const again = NvsStore.mount(flash);
  expect(contentOf(again)).to.deep.equal(found);
  const worked = carryOut(again, { key: 'more', value: { type: 'u8', value: 1 } }, found);
  expect(contentOf(again)).to.deep.equal(worked);
};
