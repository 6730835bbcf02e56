import { expect } from 'chai';
import fc from 'fast-check';
import { StepTimers } from '../network/step-timers.ts';
import { PacedLine } from './paced-line.ts';

interface Arrival {
  readonly at: number;
  readonly bytes: number;
}

const line = () => {
  const timers = new StepTimers();
  const arrivals: Arrival[] = [];
  const paced = new PacedLine(timers, ({ length }) =>
    arrivals.push({ at: timers.now(), bytes: length }),
  );
  return { timers, arrivals, paced };
};

const at = (rate: number) => () => rate;

describe('A paced line', () => {
  it('delivers a tenth of its rate in bytes a second, in pieces of a FIFO', async () => {
    const { timers, arrivals, paced } = line();

    paced.send(Buffer.alloc(300), at(10_000));
    await timers.advance(1000);
    await paced.idle();

    expect(arrivals).to.deep.equal([
      { at: 120, bytes: 120 },
      { at: 240, bytes: 120 },
      { at: 300, bytes: 60 },
    ]);
    expect(timers.pending).to.equal(0);
  });

  it('loses no time to timers that are late', async () => {
    const { timers, arrivals } = line();
    // 12 ms a piece, looked at every 50 ms only.
    const late = { ...timers, setTimeout: (run: () => void) => timers.setTimeout(run, 50) };
    const slow = new PacedLine(late, ({ length }) =>
      arrivals.push({ at: timers.now(), bytes: length }),
    );

    slow.send(Buffer.alloc(1200), at(100_000));
    await timers.advance(150);

    expect(arrivals.reduce((sum, { bytes }) => sum + bytes, 0)).to.equal(1200);
    await slow.idle();
  });

  it('leaves no gap for a sender who goes on when he may', async () => {
    const { timers, paced } = line();
    let done = 0;
    const next = (): void => {
      done = timers.now();
      if (done < 1000) paced.send(Buffer.alloc(5), at(1000), next);
    };

    paced.send(Buffer.alloc(5), at(1000), next);
    await timers.advance(2000);

    expect(done).to.equal(1000);
  });

  it('asks for the rate when a piece begins', async () => {
    const { timers, arrivals, paced } = line();
    let rate = 10_000;

    paced.send(Buffer.alloc(240), () => rate);
    rate = 1000;
    await timers.advance(10_000);

    expect(arrivals.map((arrival) => arrival.at)).to.deep.equal([120, 1320]);
  });

  it('keeps order and bytes, and never has more than one timer', async () => {
    const pieces = fc.array(
      fc.record({ bytes: fc.uint8Array({ maxLength: 300 }), wait: fc.nat(30) }),
    );
    await fc.assert(
      fc.asyncProperty(pieces, async (sent) => {
        const timers = new StepTimers();
        const came: Buffer[] = [];
        let done = 0;
        const paced = new PacedLine(timers, (bytes) => came.push(bytes));

        for (const { bytes, wait } of sent) {
          paced.send(Buffer.from(bytes), at(115_200), () => done++);
          expect(timers.pending).to.be.at.most(1);
          await timers.advance(wait);
        }
        await timers.advance(10_000);

        expect(Buffer.concat(came).equals(Buffer.concat(sent.map(({ bytes }) => bytes)))).to.equal(
          true,
        );
        expect(done).to.equal(sent.length);
      }),
      { numRuns: 30 },
    );
  });

  it('loses what is on the way when it is cut, and works again', async () => {
    const { timers, arrivals, paced } = line();

    paced.send(Buffer.alloc(300), at(10_000), () => expect.fail('was cut'));
    await timers.advance(150);
    const idle = paced.idle();
    paced.cut();
    await idle;
    expect(timers.pending).to.equal(0);
    paced.send(Buffer.alloc(10), at(10_000));
    await timers.advance(1000);

    expect(arrivals).to.deep.equal([
      { at: 120, bytes: 120 },
      { at: 160, bytes: 10 },
    ]);
  });
});
