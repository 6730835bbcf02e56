import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Laboratory } from './trial.ts';

/** Stands for a spec on a board that never comes back, as one whose firmware loops for ever. */
const STUCK = `
describe('A board', () => {
  it('works', () => undefined);
  it('is stuck', () => { for (;;) {} });
});
`;

describe('A trial', () => {
  it('that hangs is cut off, with what it had found until then', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trial-'));
    try {
      const spec = join(folder, 'stuck.test.mjs');
      await writeFile(spec, STUCK);
      const laboratory = new Laboratory(folder, { deadlineMs: 1_000 });
      const trial = { specs: [spec], release: '2.2.0.0', planted: {}, isEnough: () => false };

      const { tests, found, cutOff } = await laboratory.run(trial);

      expect(tests.map(({ title }) => title)).to.deep.equal(['works']);
      expect(found).to.equal(undefined);
      expect(cutOff).to.equal('nothing ended for 1 s, behind "works"');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('that ends early says so, and is not begun where no more are wanted', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trial-'));
    try {
      const laboratory = new Laboratory(folder);
      const trial = {
        specs: ['nowhere.spec.ts'],
        release: '2.2.0.0',
        planted: {},
        isEnough: () => false,
      };

      const early = await laboratory.run(trial);
      await laboratory.close();
      const late = await laboratory.run(trial);

      expect(early.cutOff).to.match(/^they ended early, with exit code \d/);
      expect(late.cutOff).to.equal('nothing more was begun');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
