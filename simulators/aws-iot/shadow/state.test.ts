import { expect } from 'chai';
import fc from 'fast-check';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { difference, merge, metadataOf, type State, valuesOf } from './state.ts';

const json = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>(null, true, 0, 1.5, '', 'on', [], [1, null], { a: null }),
    fc.array(fc.constantFrom<Json>(1, 'a', null, { a: 1 }), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'timestamp', '__proto__'), tie('value'), {
    maxKeys: 3,
  }),
})).object;

const NOW = 1_700_000_000;
const made = (...changes: readonly Json[]): State | undefined =>
  changes.reduce<State | undefined>((state, change) => merge(state, change, NOW), undefined);
const shown = (state: State | undefined): Json => (state ? valuesOf(state) : null);

/** All fields without further ones, as `path → value`. */
const leaves = (value: Json, path = ''): [string, string][] =>
  isObject(value) && Object.keys(value).length > 0
    ? Object.entries(value).flatMap(([name, field]) => leaves(field, `${path}/${name}`))
    : [[path, JSON.stringify(value)]];

describe('A shadow’s state', () => {
  for (const { was, change, becomes } of [
    { was: { a: 1 }, change: { b: 2 }, becomes: { a: 1, b: 2 } },
    { was: { a: 1, b: 2 }, change: { a: null }, becomes: { b: 2 } },
    { was: { a: { b: 1, c: 2 } }, change: { a: { b: 3 } }, becomes: { a: { b: 3, c: 2 } } },
    { was: { a: [1, 2, 3] }, change: { a: [4] }, becomes: { a: [4] } },
    { was: { a: 1 }, change: { a: { b: 1 } }, becomes: { a: { b: 1 } } },
    { was: { a: { b: 1 } }, change: { a: 1 }, becomes: { a: 1 } },
    { was: { a: { b: 1 } }, change: { a: { b: null } }, becomes: null },
    { was: { a: 1 }, change: {}, becomes: { a: 1 } },
    { was: { a: 1 }, change: { b: null }, becomes: { a: 1 } },
    { was: { a: 1 }, change: null, becomes: null },
  ] as const satisfies readonly { was: Json; change: Json; becomes: Json }[]) {
    it(`${JSON.stringify(was)} and ${JSON.stringify(change)} make ${JSON.stringify(becomes)}`, () => {
      expect(shown(made(was, change))).to.deep.equal(becomes);
    });
  }

  for (const { desired, reported, delta } of [
    { desired: { color: 'RED' }, reported: { color: 'GREEN' }, delta: { color: 'RED' } },
    { desired: { color: 'RED' }, reported: { color: 'RED' }, delta: null },
    { desired: { color: 'RED' }, reported: {}, delta: { color: 'RED' } },
    { desired: {}, reported: { color: 'RED' }, delta: null },
    {
      desired: { lights: { color: 'RED', on: true }, seq: [1, 2] },
      reported: { lights: { color: 'RED', on: false }, seq: [2, 1] },
      delta: { lights: { on: true }, seq: [1, 2] },
    },
    { desired: { a: { b: 1 } }, reported: { a: 1 }, delta: { a: { b: 1 } } },
    { desired: { a: 1 }, reported: { a: { b: 1 } }, delta: { a: 1 } },
    { desired: { a: 1 }, reported: { a: '1' }, delta: { a: 1 } },
  ] as const satisfies readonly { desired: Json; reported: Json; delta: Json }[]) {
    it(`${JSON.stringify(desired)} differs from ${JSON.stringify(reported)} by ${JSON.stringify(delta)}`, () => {
      expect(shown(difference(made(desired), made(reported)))).to.deep.equal(delta);
    });
  }

  it('has a timestamp for each value, of the update that wrote it', () => {
    const first = merge(undefined, { a: 1, list: [1, { b: 2 }], timestamp: 'x' }, 100);
    const second = merge(first, { a: 2, c: { d: true } }, 200);

    expect(second && metadataOf(second)).to.deep.equal({
      a: { timestamp: 200 },
      list: [{ timestamp: 100 }, { b: { timestamp: 100 } }],
      timestamp: { timestamp: 100 },
      c: { d: { timestamp: 200 } },
    });
  });

  it('is as desired once a device has reported all of the delta', () => {
    fc.assert(
      fc.property(json, json, (wanted, known) => {
        const desired = made(wanted);
        const reported = made(known);
        const delta = difference(desired, reported);
        const after = delta ? merge(reported, valuesOf(delta), NOW) : reported;

        expect(difference(desired, after)).to.equal(undefined);
      }),
    );
  });

  it('takes an update twice as once, and holds each value of it', () => {
    fc.assert(
      fc.property(json, json, (before, change) => {
        const once = shown(made(before, change));
        const kept = new Map(leaves(once));

        expect(shown(made(before, change, change))).to.deep.equal(once);
        for (const [path, value] of leaves(change)) {
          const isNothing = value === 'null' || value === '{}';
          if (path !== '' && !isNothing) expect(kept.get(path)).to.equal(value);
          if (value === 'null') expect(kept.has(path)).to.equal(false);
        }
      }),
    );
  });

  it('keeps what an update does not speak of', () => {
    fc.assert(
      fc.property(json, json, (before, change) => {
        const touched = leaves(change).map(([path]) => path);
        const after = new Map(leaves(shown(made(before, change))));

        for (const [path, value] of leaves(shown(made(before)))) {
          const isTouched = touched.some((one) => one === path || isAlong(one, path));
          if (!isTouched) expect(after.get(path), path).to.equal(value);
        }
      }),
    );
  });

  it('differs from nothing by all of it, and from itself by nothing', () => {
    fc.assert(
      fc.property(json, (value) => {
        const state = made(value);

        expect(difference(state, undefined)).to.equal(state);
        expect(difference(state, made(value))).to.equal(undefined);
      }),
    );
  });
});

/** Whether one path leads through the other. */
const isAlong = (a: string, b: string): boolean =>
  a.startsWith(`${b}/`) || b.startsWith(`${a}/`) || a === '' || b === '';
