import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { failure } from '../failure.ts';
import { chosenBench } from './chosen-bench.ts';

describe('The bench of a run', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chosen-bench-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const bench = async (...ports: readonly string[]): Promise<string> => {
    const path = join(folder, 'bench.yaml');
    const world = {
      wifi: { ssid: 'lab', open: true },
      reach: { host: '10.0.2.2' },
      time: { via: 'timestamp' },
    };
    const boards = ports.map((at, nth) => ({ name: `board-${nth}`, at }));
    await writeFile(path, JSON.stringify({ boards, ...world }));
    return path;
  };

  it('is the default bench with the release that was asked for', async () => {
    const { boards } = await chosenBench(undefined, 'v3.4.0.0');

    expect(boards.map(({ at }) => at)).to.deep.equal(['sim://default?release=3.4.0.0']);
  });

  it('is what the file says where no release is asked for', async () => {
    const { boards } = await chosenBench(await bench('sim://a?release=v3.4.0.0', '/dev/ttyS0'));

    expect(boards.map(({ at }) => at)).to.deep.equal(['sim://a?release=v3.4.0.0', '/dev/ttyS0']);
  });

  it('has the release that was asked for on every simulated board', async () => {
    const path = await bench('sim://a?release=3.4.0.0', 'sim://b');

    const { boards } = await chosenBench(path, '2.2.0.0');

    expect(boards.map(({ at }) => at)).to.deep.equal([
      'sim://a?release=2.2.0.0',
      'sim://b?release=2.2.0.0',
    ]);
  });

  it('has the seed that was asked for, and else what the file says', async () => {
    const asked = await chosenBench(undefined, undefined, {}, 42);
    const unasked = await chosenBench(undefined);

    expect(asked.simulator.seed).to.equal(42);
    expect(unasked.simulator.seed).to.equal(undefined);
  });

  it('is refused when the release of a board on hardware is asked for', async () => {
    const refused = await failure(chosenBench(await bench('sim://a', '/dev/ttyUSB1'), '3.4.0.0'));

    expect(refused.code).to.equal('RELEASE_OF_HARDWARE');
    expect(refused.message).to.include('board-1 at /dev/ttyUSB1');
  });
});
