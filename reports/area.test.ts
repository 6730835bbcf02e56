import { expect } from 'chai';
import { runMocha } from './mocha-run.ts';
import { summarize } from './summary.ts';
import { summaryTable } from './summary-table.ts';

const SPEC = `
const broken = () => { throw new BadInput('BROKEN', 'it broke'); };
describe('Messages', () => {
  before('open', function () { markArea(this.runnable().parent, 'mqtt'); });
  it('go out', broken);
  it('go out over the air', about('wifi', async () => broken()));
  describe('of a board', () => {
    before('prepare', broken);
    it('come in', () => {});
  });
});
describe('Everything else', () => {
  it('is about nothing', broken);
});
`;

describe('The area of a test', () => {
  it('is its own or that of its suite, in the record, in the report and in the table', async () => {
    await using run = await runMocha(SPEC);

    const summary = summarize(run.record);
    const recorded = summary.tests.map(({ title, area }) => [title, area]);
    const labelled = recorded.map(([title]) => [
      title,
      run.tests.get(title ?? '')?.labels.find(({ name }) => name === 'area')?.value,
    ]);
    const expected = [
      ['go out', 'mqtt'],
      ['go out over the air', 'wifi'],
      ['come in', 'mqtt'],
      ['is about nothing', undefined],
    ];
    expect(recorded).to.deep.equal(expected);
    expect(labelled).to.deep.equal(expected);
    expect(summary.hooks.map(({ area }) => area)).to.deep.equal(['mqtt']);
    expect(summaryTable(summary)).to.include('! mqtt, wifi: BROKEN: it broke (4 tests)');
  });
});
