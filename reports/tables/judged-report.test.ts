import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { type MochaRun, runMocha } from '../mocha-run.ts';
import { summarize } from '../summary.ts';

const SPEC = `
runRedactor().addSecret('correct-horse-9', 'Wi-Fi password');
markEveryTest({ release: '3.4.0.0' });
const judged = (id, verdict, comparison, reason) => tellJudgement({
  programme: 'Somebody', id, isRequired: true, verdict, comparison, reason, delays: null,
  expected: { verdict: 'pass', because: 'it always did' },
});
describe('A programme', () => {
  it('is content', () => judged('Speaks_Up', 'pass', 'as expected', 'it said correct-horse-9'));
  it('is not', () => { judged('Stays_Quiet', 'fail', 'worse', 'it spoke'); throw new BadInput('WORSE', 'worse'); });
  it('has nothing to do with this', () => {});
});
`;

describe('A run in which cases were judged', () => {
  let run: MochaRun;
  before(async () => {
    run = await runMocha(SPEC);
  });
  after(() => run[Symbol.asyncDispose]());

  it('has them in its record, with the test that each belongs to, and no secret in them', () => {
    const told = summarize(run.record).tests.map(({ title, judged }) => [
      title,
      judged?.id,
      judged?.verdict,
      judged?.reason,
    ]);

    expect(told).to.deep.equal([
      ['is content', 'Speaks_Up', 'pass', 'it said ‹redacted: Wi-Fi password›'],
      ['is not', 'Stays_Quiet', 'fail', 'it spoke'],
      ['has nothing to do with this', undefined, undefined, undefined],
    ]);
  });

  it("has their table on the report's first page", async () => {
    const files = await readdir(run.results);
    const globals = await Promise.all(
      files
        .filter((name) => name.endsWith('-globals.json'))
        .map((name) => readFile(join(run.results, name), 'utf8')),
    );
    const [attachment] = globals.flatMap(
      (text) =>
        (JSON.parse(text) as { attachments: { name: string; source: string }[] }).attachments,
    );

    expect(attachment?.name).to.equal('What Somebody would say of 3.4.0.0');
    const table = await run.attachment(attachment?.source ?? '');
    expect(table).to.match(/Speaks_Up +pass +as expected/);
    expect(table).to.match(/Stays_Quiet +fail +worse/);
    expect(table).not.to.contain('correct-horse-9');
  });
});
