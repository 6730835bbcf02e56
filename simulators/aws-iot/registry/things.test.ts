import { expect } from 'chai';
import { BadInput } from '../../../errors/bench-error.ts';
import { Things, type ThingTraits } from './things.ts';

const attributes = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`a${i}`, 'x']));

describe('The things of an account', () => {
  const refusal = (traits: ThingTraits): string => {
    try {
      new Things().create('lamp', traits);
    } catch (error) {
      if (error instanceof BadInput) return error.code;
      throw error;
    }
    return 'none';
  };

  const ATTRIBUTES: readonly [what: string, traits: ThingTraits, code: string][] = [
    ['three without a type', { attributes: attributes(3) }, 'none'],
    ['four without a type', { attributes: attributes(4) }, 'THING_ATTRIBUTES_INVALID'],
    ['fifty with a type', { attributes: attributes(50), typeName: 't' }, 'none'],
    [
      'fifty-one with a type',
      { attributes: attributes(51), typeName: 't' },
      'THING_ATTRIBUTES_INVALID',
    ],
    ['800 characters', { attributes: { a: 'x'.repeat(800) } }, 'none'],
    ['801 characters', { attributes: { a: 'x'.repeat(801) } }, 'THING_ATTRIBUTES_INVALID'],
    [
      'a wildcard, which a policy would take for one',
      { attributes: { a: '*' } },
      'THING_ATTRIBUTES_INVALID',
    ],
    ['a blank in a name', { attributes: { 'a b': 'x' } }, 'THING_ATTRIBUTES_INVALID'],
  ];
  for (const [what, traits, code] of ATTRIBUTES) {
    it(`${code === 'none' ? 'may' : 'may not'} have attributes of ${what}`, () => {
      expect(refusal(traits)).to.equal(code);
    });
  }

  it('are the same when they are created again with the same, and refused with another', () => {
    const things = new Things();
    const first = things.create('lamp', { attributes: { room: 'hall' } });

    expect(things.create('lamp', { attributes: { room: 'hall' } })).to.equal(first);
    expect(() => things.create('lamp')).to.throw(BadInput);
    things.delete('lamp');
    expect(things.create('lamp').id).not.to.equal(first.id);
  });

  it('keep what an update does not speak of, and lose a type with the attributes that need one', () => {
    const things = new Things();
    things.create('lamp', { attributes: { room: 'hall' }, typeName: 't', billingGroup: 'b' });

    things.update('lamp', { typeName: undefined });
    things.update('lamp', { attributes: { floor: '1' } });

    expect(things.get('lamp')).to.deep.include({
      attributes: { floor: '1' },
      typeName: undefined,
      billingGroup: 'b',
      version: 3,
    });
    expect(() => things.update('lamp', { attributes: attributes(4) })).to.throw(BadInput);
    expect(things.get('lamp')?.version).to.equal(3);
  });
});
