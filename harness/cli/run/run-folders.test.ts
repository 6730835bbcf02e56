import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { failure } from '../../bench/failure.ts';
import { claimResults, resultsFolder } from './run-folders.ts';

describe('The folder of results', () => {
  let folder: string;

  before('make one', async () => {
    folder = await mkdtemp(join(tmpdir(), 'run-folders-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('is filled by one run at a time, unless each names one', async () => {
    {
      await using _first = await claimResults(undefined, folder);
      await using _named = await claimResults('elsewhere', folder);

      expect((await failure(claimResults(undefined, folder))).code).to.equal('RESULTS_LOCKED');
    }
    await using _next = await claimResults(undefined, folder);
  });

  it('is made with those above it, where a person named one', async () => {
    const named = join(folder, 'of', 'tonight');

    expect(await resultsFolder(named)).to.equal(named);
    expect(await resultsFolder(named)).to.equal(named);
  });

  it('is refused at once where the system makes none', async function () {
    if (process.platform !== 'linux') this.skip();

    expect((await failure(resultsFolder('/proc/results/here'))).code).to.equal('FOLDER_UNUSABLE');
  });
});
