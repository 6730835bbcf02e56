import { expect } from 'chai';
import { type MochaRun, runMocha } from '../mocha-run.ts';
import { type Summary, summarize } from '../summary.ts';

const SPEC = `
before(() => { onTestEnd(({ title }) => { if (title === 'passes') throw new Error('the port is gone'); }); });
it('passes', () => {});
it('leaves work behind', () => { void turns(5).then(() => journal.step('late', {}, async () => {})); });
it('is innocent', () => turns(30));
it('tells too late', () => { journal.attach('log', 'it was tr0ub4dor', 'text/plain'); });
it('knows', () => { runRedactor().addSecret('tr0ub4dor', 'MQTT password'); });
`;

describe('Reporter, when the evidence itself is in trouble', () => {
  let run: MochaRun;
  let summary: Summary;
  before(async () => {
    run = await runMocha(SPEC);
    summary = summarize(run.record);
  });
  after(() => run[Symbol.asyncDispose]());

  const fatal = (code: string): boolean | undefined =>
    summary.troubles.find((trouble) => trouble.code === code)?.fatal;

  it('keeps every test green', () => {
    expect(summary).to.include({ passed: 5, failed: 0 });
  });

  it('fails the run for a step begun after its test, and keeps it out of the next', () => {
    expect(fatal('LATE_STEP')).to.equal(true);
    expect(run.tests.get('is innocent')?.steps).to.deep.equal([]);
    expect(run.terminal).to.include('"late" was begun after its test "leaves work behind"');
  });

  it('fails the run for a secret stored before it was known to be one, without telling it', () => {
    expect(summary.leaks.map(({ kind }) => kind)).to.deep.equal(['MQTT password']);
    expect(run.terminal).to.match(/a secret \(MQTT password\) was stored in \S+-attachment\.txt/);
    expect(run.terminal).not.to.include('tr0ub4dor');
  });

  it('only says so when evidence could not be handed over', () => {
    expect(fatal('EVIDENCE_NOT_HANDED_OVER')).to.equal(false);
  });

  it('counts each fatal trouble in the exit code', () => {
    expect(summary.verdict).to.equal('failed');
    expect(run.exitCode).to.equal(2);
  });
});
