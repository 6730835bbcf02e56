import { expect } from 'chai';
import fc from 'fast-check';
import { generate } from 'mqtt-packet';
import { type Inbound, InboundSplitter, MalformedPacket } from './inbound.ts';

const publish = (topic: string, payload: Buffer, qos: 0 | 1 | 2): Buffer =>
  generate({ cmd: 'publish', topic, payload, qos, dup: false, retain: false, messageId: 4711 });

const split = (...chunks: readonly Uint8Array[]): Inbound[] => {
  const splitter = new InboundSplitter(1024);
  return chunks.flatMap((chunk) => [...splitter.take(chunk)]);
};

const partsOf = (items: readonly Inbound[]) => items.filter((item) => item.kind === 'part');

describe('Messages to the modem', () => {
  // Topic length, payload and QoS to the sizes that were seen on v3.4.0.0.
  for (const [topicBytes, size, qos, sizes] of [
    [7, 1500, 0, [1012, 488]],
    [5, 1014, 0, [1014]],
    [5, 1015, 0, [1014, 1]],
    [5, 4096, 0, [1014, 1024, 1024, 1024, 10]],
    [3, 5000, 1, [1014, 1024, 1024, 1024, 914]],
    [5, 0, 0, [0]],
    [5, 0, 1, [0]],
  ] as const) {
    it(`of ${size} bytes at QoS ${qos} come in parts of ${sizes.join(', ')}`, () => {
      const payload = Buffer.alloc(size, 'x');

      const parts = partsOf(split(publish('t'.repeat(topicBytes), payload, qos)));

      expect(parts.map((part) => part.payload.length)).to.deep.equal(sizes);
    });
  }

  it('come in the same parts however the stream is cut, with the whole payload and the topic each time', () => {
    const message = fc.record({
      topic: fc.string({ minLength: 1, maxLength: 128, unit: 'grapheme' }),
      payload: fc.uint8Array({ maxLength: 4000 }),
      qos: fc.constantFrom(0 as const, 1 as const, 2 as const),
    });
    fc.assert(
      fc.property(message, fc.array(fc.nat(6000), { maxLength: 12 }), (sent, cuts) => {
        const bytes = publish(sent.topic, Buffer.from(sent.payload), sent.qos);
        const head = bytes.length - sent.payload.length;
        const places = [
          0,
          ...cuts.map((cut) => cut % bytes.length).sort((a, b) => a - b),
          bytes.length,
        ];
        const chunks = places.slice(1).map((end, i) => bytes.subarray(places[i], end));

        const items = split(...chunks);

        const parts = partsOf(items);
        expect(Buffer.concat(parts.map(({ payload }) => payload))).to.deep.equal(
          Buffer.from(sent.payload),
        );
        expect(new Set(parts.map(({ topic }) => topic))).to.deep.equal(new Set([sent.topic]));
        expect(parts[0]?.payload.length).to.equal(Math.min(sent.payload.length, 1024 - head));
        for (const middle of parts.slice(1, -1)) expect(middle.payload.length).to.equal(1024);
        expect(items.at(-1)).to.deep.equal({
          kind: 'message',
          qos: sent.qos,
          id: sent.qos > 0 ? 4711 : undefined,
        });
      }),
    );
  });

  it('stand among other packets', () => {
    const ack = generate({ cmd: 'puback', messageId: 9 });
    const items = split(Buffer.concat([ack, publish('a', Buffer.from('b'), 0), ack]));

    expect(items.map(({ kind }) => kind)).to.deep.equal(['packet', 'part', 'message', 'packet']);
  });

  for (const [what, hex] of [
    ['a length of five bytes', '30ffffffff01'],
    ['QoS 3', '3605000174000061'],
    ['a topic longer than the packet', '3004000900'],
    ['no topic', '3000'],
  ] as const) {
    it(`are malformed with ${what}`, () => {
      expect(() => split(Buffer.from(`${hex}${'00'.repeat(4)}`, 'hex'))).to.throw(MalformedPacket);
    });
  }

  it('never make it hang or fail otherwise, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
        try {
          split(noise);
        } catch (error) {
          expect(error).to.be.instanceOf(MalformedPacket);
        }
      }),
    );
  });
});
