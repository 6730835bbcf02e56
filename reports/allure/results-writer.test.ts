import { readdir } from 'node:fs/promises';
import { expect } from 'chai';
import { runMocha } from '../mocha-run.ts';
import { summarize } from '../summary.ts';

const SECRET = 'correct-horse-9';

const SPEC = `
runRedactor().addSecret('${SECRET}', 'Wi-Fi password');
describe('A board', () => {
  before('opens', () => {
    onTestEnd(({ attach }) => attach('AT transcript', '${SECRET}', 'text/plain'));
    describeTest({ labels: { port: 'simulated' } });
  });
  it('works', () => journal.step('work', { password: '${SECRET}' }, async (note) => {
    note('of', 'course');
    journal.attach('image', 'bytes', 'application/octet-stream');
    journal.measure('speed', 1, 'bytes/s');
  }));
  it('fails', () => journal.step('write', {}, async () => { throw new BadInput('NOT_A_PEM', 'not a PEM: ${SECRET}'); }));
  it('forgets', () => { void journal.step('forgotten', {}, () => turns(40)); });
});
`;

describe('A run of which nobody makes a report', () => {
  it('keeps a record as any other, without secrets, and writes no results', async () => {
    await using kept = await runMocha(SPEC);
    await using unkept = await runMocha(SPEC, '--reporter-option', 'results=none');
    const told = ({ record }: typeof kept) =>
      summarize(record).tests.map(({ title, state, code, message }) => [
        title,
        state,
        code,
        message,
      ]);

    expect(await readdir(unkept.results)).to.deep.equal([]);
    expect(await readdir(kept.results)).not.to.deep.equal([]);
    expect(told(unkept)).to.deep.equal(told(kept));
    expect(unkept.exitCode).to.equal(kept.exitCode);
    expect(JSON.stringify(unkept.record)).not.to.include(SECRET);
  });
});
