import { expect } from 'chai';
import fc from 'fast-check';
import { LineBuffer } from './line-buffer.ts';

/** Everything that a line buffer makes of these pieces: its lines, and the echo. */
const takeAll = (pieces: readonly Buffer[]): { lines: unknown[]; echo: string } => {
  const buffer = new LineBuffer();
  const lines: unknown[] = [];
  let echo = '';
  for (const piece of pieces) {
    for (let rest = piece; rest.length > 0; ) {
      const taken = buffer.take(rest);
      echo += taken.echo.toString('latin1');
      rest = taken.rest;
      if (taken.line !== undefined) lines.push(taken.tooLong ? 'too long' : taken.line);
    }
  }
  return { lines, echo };
};

const cut = (bytes: Buffer, at: readonly number[]): Buffer[] => {
  const places = [...new Set(at.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((from, i) => bytes.subarray(from, places[i]));
};

/** Mostly the bytes that mean something. */
const input = fc
  .array(fc.oneof(fc.constantFrom(0, 10, 13, 65, 84, 255), fc.nat(255)), { maxLength: 200 })
  .map((bytes) => Buffer.from(bytes));

describe('LineBuffer', () => {
  it('makes the same of a short input however it is cut', () => {
    fc.assert(
      fc.property(input, fc.array(fc.nat()), (bytes, places) => {
        expect(takeAll(cut(bytes, places))).to.deep.equal(takeAll([bytes]));
      }),
    );
  });

  it('echoes everything but NULs', () => {
    fc.assert(
      fc.property(input, (bytes) => {
        const { echo } = takeAll([bytes]);

        expect(echo).to.equal(bytes.toString('latin1').replaceAll('\0', ''));
      }),
    );
  });

  it('never keeps more than a line', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 400 })), (pieces) => {
        const buffer = new LineBuffer();
        for (const piece of pieces) {
          for (let rest = Buffer.from(piece); rest.length > 0; )
            rest = Buffer.from(buffer.take(rest).rest);
        }

        const { line = '' } = buffer.take(Buffer.from('\r\n'));
        expect(line.length).to.be.lessThan(256);
      }),
    );
  });

  it('takes a long line apart in linear time', () => {
    const buffer = new LineBuffer();
    const piece = Buffer.alloc(1_000_000, 'x');

    for (let i = 0; i < 20; i++) buffer.take(piece);

    expect(buffer.take(Buffer.from('\r\n')).line).to.equal('');
  });
});
