import { expect } from 'chai';
import fc from 'fast-check';
import { HostEnd } from '../esp-at/host-end.ts';
import { StepTimers } from '../network/step-timers.ts';
import { SEEDS } from './chance.ts';
import { conditionsOf, underConditions } from './conditions.ts';

const seeds = fc.integer({ min: 0, max: SEEDS - 1 });
const texts = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 8 });
/** No wire holds anything for longer. */
const LONG_MS = 1_000;

const plugOf = (
  sent: (chunk: Buffer, done: () => void) => void,
  gone: () => void = () => undefined,
): HostEnd => new HostEnd({ sent, gone, lines: () => undefined });

/** What came out at each end of a wire, piece by piece, of what was put in. */
const carried = async (seed: number, sent: readonly Uint8Array[]) => {
  const timers = new StepTimers();
  const atBoard: string[] = [];
  const atHost: string[] = [];
  const plug = plugOf((chunk, done) => {
    atBoard.push(chunk.toString('hex'));
    done();
  });
  const host = underConditions(plug, seed, 'AT port', timers);
  host.on('data', (chunk: Buffer) => atHost.push(chunk.toString('hex')));
  for (const bytes of sent) {
    host.write(Buffer.from(bytes));
    plug.push(Buffer.from(bytes));
    await timers.advance(1);
  }
  await timers.advance(LONG_MS);
  host.destroy();
  return { atBoard, atHost, pending: timers.pending };
};

describe('A wire under the conditions of a seed', () => {
  it('carries every byte in its order, both ways', () =>
    fc.assert(
      fc.asyncProperty(seeds, texts, async (seed, sent) => {
        const all = Buffer.concat(sent).toString('hex');

        const { atBoard, atHost, pending } = await carried(seed, sent);

        expect([atBoard.join(''), atHost.join('')]).to.deep.equal([all, all]);
        expect(pending).to.equal(0);
      }),
      { numRuns: 40 },
    ));

  it('cuts the same again for the same seed', () =>
    fc.assert(
      fc.asyncProperty(seeds, texts, async (seed, sent) => {
        expect(await carried(seed, sent)).to.deep.equal(await carried(seed, sent));
      }),
      { numRuns: 20 },
    ));

  it('is now one that hands on single bytes, now one that gathers them', () => {
    const all = Array.from({ length: 200 }, (_, seed) => conditionsOf(seed, 'AT port'));

    const sizes = new Set(all.map(({ toHost }) => toHost.mostBytes));
    const delays = new Set(all.map(({ toBoard }) => toBoard.mostMs));

    expect([...sizes]).to.include.members([1, 4_096]);
    expect([...delays]).to.have.members([0, 1, 2, 4]);
  });

  it('takes a change of the rate behind what was sent before it', async () => {
    const timers = new StepTimers();
    const heard: string[] = [];
    const plug = plugOf((chunk, done) => {
      heard.push(`${chunk} at ${plug.line?.baud}`);
      done();
    });
    const host = underConditions(plug, 5, 'AT port', timers);
    host.setBaudRate(9_600);
    host.write('a');
    host.setBaudRate(115_200);
    host.write('b');
    for (let n = 0; n < 10; n += 1) await timers.advance(10);

    expect(heard).to.deep.equal(['a at 9600', 'b at 115200']);
  });

  it('ends when the port is unplugged, and unplugs it when the host goes', async () => {
    const gone: string[] = [];
    const plug = plugOf(
      (_chunk, done) => done(),
      () => void gone.push('plug'),
    );
    const host = underConditions(plug, 7, 'AT port');
    const closed = new Promise((resolve) => host.once('close', resolve));
    host.destroy();
    await closed;
    const other = plugOf((_chunk, done) => done());
    const itsHost = underConditions(other, 7, 'AT port');
    const itsClosed = new Promise((resolve) => itsHost.once('close', resolve));
    other.destroy();
    await itsClosed;

    expect(gone).to.include('plug');
  });

  it('is no wire at all without a seed', () => {
    const plug = plugOf((_chunk, done) => done());

    expect(underConditions(plug, undefined, 'AT port')).to.equal(plug);
  });
});
