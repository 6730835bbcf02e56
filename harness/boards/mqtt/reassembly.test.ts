import { expect } from 'chai';
import fc from 'fast-check';
import { mayBeFirstOfMany, Reassembly } from './reassembly.ts';

const TOPIC = 'sdk/test';

const parts = (payload: Uint8Array, cuts: readonly number[]): Uint8Array[] => {
  const places = [...new Set(cuts.map((cut) => cut % (payload.length + 1)))]
    .filter((place) => place > 0 && place < payload.length)
    .sort((a, b) => a - b);
  return [0, ...places].map((from, i) => payload.subarray(from, places[i]));
};

const on = (payload: Uint8Array, topic = TOPIC) => ({ topic, payload });

const payloads = fc.uint8Array({ minLength: 1, maxLength: 5_000 });
const noise = fc.array(fc.uint8Array({ maxLength: 1_024 }), { maxLength: 5 });

describe('A split message', () => {
  it('is found whatever its parts and whatever came before', () => {
    fc.assert(
      fc.property(
        payloads,
        fc.array(fc.nat(), { maxLength: 8 }),
        noise,
        (payload, cuts, before) => {
          const reassembly = new Reassembly({ topic: TOPIC, payload });
          const stream = [...before, ...parts(payload, cuts)];

          const found = stream.map((part) => reassembly.take(on(part))).find(Boolean);

          expect(Buffer.compare(found?.payload ?? new Uint8Array(), payload)).to.equal(0);
        },
      ),
    );
  });

  it('is never made up of other bytes', () => {
    fc.assert(
      fc.property(payloads, fc.nat(), fc.array(fc.nat(), { maxLength: 8 }), (payload, at, cuts) => {
        const spoilt = payload.slice();
        const place = at % payload.length;
        spoilt[place] = (spoilt[place] ?? 0) ^ 1;
        const reassembly = new Reassembly({ topic: TOPIC, payload });

        const found = parts(spoilt, cuts).map((part) => reassembly.take(on(part)));

        expect(found.every((each) => each === undefined)).to.equal(true);
      }),
    );
  });

  it('is not one with a part lost, twice, or out of order', () => {
    const payload = Buffer.from(Array.from({ length: 3_000 }, (_, i) => i % 251));
    const [a, b, c] = parts(payload, [1_000, 2_000]) as [Uint8Array, Uint8Array, Uint8Array];
    for (const wrong of [
      [a, c],
      [a, b, b, c],
      [b, a, c],
      [a, c, b],
    ]) {
      const reassembly = new Reassembly({ topic: TOPIC, payload });

      expect(wrong.some((part) => reassembly.take(on(part)))).to.equal(false);
    }
  });

  it('is broken off by a message on another topic', () => {
    const payload = Buffer.from('halfhalf');
    const reassembly = new Reassembly({ topic: TOPIC, payload });

    reassembly.take(on(Buffer.from('half')));
    reassembly.take(on(Buffer.from('x'), 'other'));

    expect(reassembly.take(on(Buffer.from('half')))).to.equal(undefined);
    expect(reassembly.take(on(Buffer.from('half')))?.parts).to.equal(2);
  });

  it('may be empty, and then is not split', () => {
    const empty = new Uint8Array();

    expect(new Reassembly({ topic: TOPIC, payload: empty }).take(on(empty))?.parts).to.equal(1);
  });

  // Seen on v3.4.0.0: topic of 7 bytes, QoS 1.
  it("is found by its length alone where the first part fills the board's buffer", () => {
    const reassembly = new Reassembly({ topic: 'topic/7', length: 3_000 });
    const lengths = [40, 1_010, 1_010, 416, 1_024, 550];

    const found = lengths.map((length) => reassembly.take(on(new Uint8Array(length), 'topic/7')));

    expect(found.map((each) => each?.parts)).to.deep.equal([...Array(5), 4]);
  });

  it('is not put together of short ones by length alone', () => {
    const reassembly = new Reassembly({ topic: TOPIC, length: 20 });

    reassembly.take(on(new Uint8Array(10)));

    expect(reassembly.take(on(new Uint8Array(10)))).to.equal(undefined);
  });

  it('can be told from others of its length by a check of its own', () => {
    const reassembly = new Reassembly({ topic: TOPIC, length: 1, matches: ([byte]) => byte === 2 });

    expect(reassembly.take(on(Buffer.of(1)))).to.equal(undefined);
    expect(reassembly.take(on(Buffer.of(2)))?.payload).to.deep.equal(new Uint8Array([2]));
  });
});

describe('A part', () => {
  // Seen on v3.4.0.0: topic of 7: 1500 = 1012 + 488 at QoS 0; topic of 5: 1014 whole, 1015 = 1014 + 1.
  const cases = [
    ['seven77', 1_012, true],
    ['five5', 1_014, true],
    ['five5', 1_010, false],
    ['five5', 5, false],
  ] as const;

  for (const [topic, length, expected] of cases) {
    it(`of ${length} bytes on a topic of ${topic.length} is ${expected ? 'perhaps not ' : ''}all`, () => {
      expect(mayBeFirstOfMany({ topic, payload: new Uint8Array(length) })).to.equal(expected);
    });
  }
});
