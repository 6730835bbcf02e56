import { expect } from 'chai';
import fc from 'fast-check';
import { Inbox } from './inbox.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('Inbox of a link', () => {
  it('gives what it took, in whatever pieces it is fetched, and never keeps more than its limit', async () => {
    const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 20 }), { maxLength: 20 });
    const fetches = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 10 });

    await fc.assert(
      fc.asyncProperty(pieces, fetches, async (given, sizes) => {
        const limit = 32;
        const inbox = new Inbox(limit);
        const all = Buffer.concat(given);
        const filling = (async () => {
          for (const piece of given) await inbox.put(Buffer.from(piece));
        })();
        const fetched: Buffer[] = [];
        for (let i = 0, left = all.length; left > 0; i++) {
          while (inbox.length === 0) await turn();
          expect(inbox.length).to.be.at.most(limit);
          const taken = inbox.take(sizes[i % sizes.length] as number);
          fetched.push(taken);
          left -= taken.length;
        }
        await filling;
        await inbox.emptied();

        expect(Buffer.concat(fetched).equals(all)).to.equal(true);
        expect(inbox.length).to.equal(0);
      }),
    );
  });

  it('takes a piece that is larger than its limit by itself', async () => {
    const inbox = new Inbox(4);

    await inbox.put(Buffer.from('larger'));

    expect(inbox.take(100).toString()).to.equal('larger');
  });
});
