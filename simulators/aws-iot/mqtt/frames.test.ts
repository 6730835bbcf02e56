import { expect } from 'chai';
import fc from 'fast-check';
import { generate } from 'mqtt-packet';
import { Frames } from './frames.ts';

const LIMIT = 1000;

const takeAll = (frames: Frames): (Buffer | string)[] => {
  const taken: (Buffer | string)[] = [];
  for (let next = frames.take(); next !== null; next = frames.take()) {
    taken.push(next);
    if (typeof next === 'string') break;
  }
  return taken;
};

const packet = fc
  .tuple(fc.string({ minLength: 1, maxLength: 20 }), fc.uint8Array({ maxLength: 400 }))
  .map(([topic, payload]) =>
    generate({
      cmd: 'publish',
      topic,
      payload: Buffer.from(payload),
      qos: 0,
      dup: false,
      retain: false,
    }),
  );

describe('MQTT frames', () => {
  it('come out whole however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(packet, { maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 }),
        (packets, cuts) => {
          const frames = new Frames(LIMIT);
          const stream = Buffer.concat(packets);
          const taken: (Buffer | string)[] = [];
          for (let at = 0, i = 0; at < stream.length; i++) {
            const size = cuts[i % cuts.length] ?? 1;
            frames.append(stream.subarray(at, at + size));
            taken.push(...takeAll(frames));
            at += size;
          }
          expect(taken.map(String)).to.deep.equal(packets.map(String));
        },
      ),
    );
  });

  it('are at fault as soon as they announce more than is allowed', () => {
    const frames = new Frames(LIMIT);
    frames.append(Buffer.from([0x30, 0xe9, 0x07])); // 1001
    expect(frames.take()).to.equal('too long');
  });

  it('are at fault with a length of more than four bytes', () => {
    const frames = new Frames(LIMIT);
    frames.append(Buffer.from([0x30, 0x80, 0x80, 0x80, 0x80]));
    expect(frames.take()).to.equal('malformed length');
  });

  it('never throw and never give more than they got, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (chunks) => {
        const frames = new Frames(LIMIT);
        let given = 0;
        let got = 0;
        for (const chunk of chunks) {
          frames.append(Buffer.from(chunk));
          got += chunk.length;
          for (const frame of takeAll(frames))
            given += typeof frame === 'string' ? 0 : frame.length;
          expect(given).to.be.at.most(got);
        }
      }),
    );
  });
});
