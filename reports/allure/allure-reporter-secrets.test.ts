import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { type MochaRun, runMocha } from '../mocha-run.ts';
import { summarize } from '../summary.ts';

const SECRET = 'correct-horse-9';

/** Everything a test can do to get a secret out that is not a plain error. */
const SPEC = `
runRedactor().addSecret('${SECRET}', 'Wi-Fi password');
runRedactor().addSecret('test', 'MQTT password');
describe('Suite of ${SECRET}', () => {
  it('title of ${SECRET}', () => {});
  it('skips', function () { skipBecause(this, 'because of ${SECRET}'); });
  it('throws text', () => { throw '${SECRET}'; });
  it('throws an object', () => { throw { message: '${SECRET}', stack: 'at ${SECRET}' }; });
  it('has text for a cause', () => { throw new Error('outer', { cause: '${SECRET}' }); });
  it('has an object for a cause', () => { throw new Error('outer', { cause: { message: '${SECRET}' } }); });
  it('has causes of causes', () => { throw new Error('1', { cause: new Error('2', { cause: new Error('${SECRET}') }) }); });
  it('throws a ring', () => { const ring = new Error('${SECRET}'); ring.cause = ring; throw ring; });
  it('throws several', () => { throw new AggregateError([new Error('${SECRET}')], 'all'); });
  it('throws later', (done) => { setTimeout(() => { throw new Error('${SECRET}'); }, 1); });
});
`;

describe('Reporter, with secrets in odd places', () => {
  let run: MochaRun;
  before(async () => {
    run = await runMocha(SPEC);
  });
  after(() => run[Symbol.asyncDispose]());

  it('stores none of them', async () => {
    for (const name of await readdir(run.results)) {
      expect(await readFile(join(run.results, name), 'latin1'), name).not.to.include(SECRET);
    }
    expect(JSON.stringify(run.record)).not.to.include(SECRET);
  });

  it('shows none of them, but for the title that the terminal prints as it stands', () => {
    const lines = run.terminal.split('\n').filter((line) => line.includes(SECRET));
    expect(lines.filter((line) => !/title of|Suite of/.test(line))).to.deep.equal([]);
  });

  it('counts as before, also where a password is one of its own words', () => {
    expect(summarize(run.record)).to.include({ planned: 10, passed: 1, failed: 8, skipped: 1 });
  });
});
