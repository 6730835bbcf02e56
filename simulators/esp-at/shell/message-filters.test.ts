import { expect } from 'chai';
import fc from 'fast-check';
import { MessageFilters } from './message-filters.ts';

/** Bytes, a character each, none of which means anything in a pattern. */
const plain = (minLength: number) =>
  fc
    .uint8Array({ minLength, maxLength: 20 })
    .map((bytes) => Buffer.from(bytes).toString('latin1'))
    .filter((text) => !/[\\[*.^$]/.test(text));

const passed = (filters: MessageFilters, message: string): string =>
  Buffer.from(filters.passed(Buffer.from(message, 'latin1'))).toString('latin1');

describe('Message filters', () => {
  it('leave what stands between a head and a tail, whatever the bytes', () => {
    fc.assert(
      fc.property(plain(1), plain(0), plain(1), (head, middle, tail) => {
        const filters = new MessageFilters();
        filters.isOn = true;
        expect(filters.add({ head: `^${head}`, tail: `${tail}$` })).to.equal(true);

        expect(passed(filters, head + middle + tail)).to.equal(middle);
        expect(passed(filters, head)).to.equal(head);
      }),
    );
  });

  it('leave every message alone while they are off, or none is left', () => {
    fc.assert(
      fc.property(plain(1), (text) => {
        const filters = new MessageFilters();
        filters.add({ head: text, tail: '' });
        expect(passed(filters, text)).to.equal(text);

        filters.isOn = true;
        expect(passed(filters, text)).to.equal('');
        expect(filters.remove({ head: text, tail: '' })).to.equal(true);
        expect(filters.remove({ head: text, tail: '' })).to.equal(false);
        expect(passed(filters, text)).to.equal(text);
      }),
    );
  });
});
