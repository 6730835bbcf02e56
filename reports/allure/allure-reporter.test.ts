import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepResult, TestResult } from 'allure-js-commons';
import { expect } from 'chai';
import { type MochaRun, runMocha } from '../mocha-run.ts';
import { summarize } from '../summary.ts';

const SECRET = 'correct-horse-9';

const SPEC = `
runRedactor().addSecret('${SECRET}', 'Wi-Fi password');
describeEnvironment({ 'firmware release': '2.2.0.0', board: 'simulated' });
let tries = 0;
describe('Procedure', () => {
  before('opens the bench', async () => {
    describeTest({ labels: { port: 'simulated' }, parameters: { wire: 'short' } });
    markEveryTest({ release: '2.2.0.0' });
    onTestEnd(({ title, state, attach }) => attach('AT transcript', state + ' ' + title + ' ${SECRET}', 'text/plain'));
    await journal.step('open the port', { port: 'sim://' }, () => turns(1));
  });
  it('nests', async () => {
    await journal.step('write', { partition: 'mqtt_key', size: 1704 }, async (note) => {
      const slow = journal.step('erase', {}, async () => { await turns(20); await journal.step('inside erase', {}, () => turns(1)); });
      const fast = journal.step('hash', {}, async () => { await turns(2); journal.attach('image', '${SECRET}', 'application/octet-stream'); });
      await Promise.all([slow, fast]);
      note('password', '${SECRET}');
      journal.measure('write speed', 11520, 'bytes/s');
    });
  });
  it('refuses', () => journal.step('check', {}, async () => { throw new BadInput('NOT_A_PEM', 'not a PEM: ${SECRET}'); }));
  it('wraps', () => { throw new TypeError('outer', { cause: new BadInput('PORT_LOCKED', 'held') }); });
  it('compares', () => { expect({ password: '${SECRET}' }).to.deep.equal({ password: 'b' }); });
  it('breaks', () => { throw new RangeError('oops'); });
  it('forgets', () => { void journal.step('forgotten', {}, () => turns(40)); });
  it('forgets inside', () => journal.step('parent', {}, async () => { void journal.step('child', {}, () => turns(5)); }));
  it('is clean after that', () => journal.step('own', {}, () => turns(60)));
  it('hangs', async function () { this.timeout(40); await journal.step('wait for ready', {}, () => turns(80)); });
  it('calls back', (done) => { journal.attach('note', 'x', 'text/plain'); setTimeout(done, 1); });
  it('stores by other ways', () => allure.attachment('raw', 'a ${SECRET}', 'text/plain'));
  it('hears later', async () => {
    let heard;
    await journal.step('subscribe', {}, async () => { setTimeout(() => { heard = journal.step('notice', {}, async () => {}); }, 5); });
    await turns(20);
    await heard;
  });
  it('skips', function () { skipBecause(this, 'the cloud has no jobs'); });
  it('is flaky', function () { this.retries(1); tries += 1; if (tries === 1) throw new BadInput('PORT_LOST', 'gone'); });
  it('saw something', () => { throw Object.assign(new Error('no ready'), { colour: 'firmware', code: 'NO_READY', evidence: ['> AT+RST', '< ${SECRET}'] }); });
  it('is planned');
});
describe('Without a bench', () => {
  before('opens another', () => { throw new BadInput('PORT_BUSY', 'busy ${SECRET}'); });
  it('cannot run', () => {});
});
describe('Afterwards', () => {
  it('runs', () => journal.step('fine', {}, async () => {}));
});
`;

const tree = ({ name, steps }: StepResult): unknown =>
  steps.length > 0 ? { [name ?? '']: steps.map(tree) } : name;

describe('Reporter, in a Mocha run of its own', () => {
  let run: MochaRun;
  before(async () => {
    run = await runMocha(SPEC);
  });
  after(() => run[Symbol.asyncDispose]());

  const test = (name: string): TestResult => {
    const found = run.tests.get(name);
    if (!found) throw new Error(`no result of "${name}"; the run said:\n${run.terminal}`);
    return found;
  };
  const steps = (name: string): unknown => test(name).steps.map(tree);
  const label = (name: string, wanted: string): string | undefined =>
    test(name).labels.find((candidate) => candidate.name === wanted)?.value;
  const finding = (name: string): string => `${label(name, 'colour')} ${label(name, 'code')}`;

  it('nests steps by where they were begun, also when they overlap', () => {
    expect(steps('nests')).to.deep.equal([{ write: [{ erase: ['inside erase'] }, 'hash'] }]);
    const [write] = test('nests').steps;
    const [erase, hash] = write?.steps ?? [];
    expect(Number(erase?.stop) - Number(erase?.start)).to.be.greaterThan(15);
    expect(Number(hash?.stop)).to.be.lessThan(Number(erase?.stop));
    expect(hash?.attachments.map(({ name }) => name)).to.deep.equal(['image']);
  });

  it('keeps parameters, notes and figures with their step', () => {
    expect(test('nests').steps[0]?.parameters).to.deep.equal([
      { name: 'partition', value: 'mqtt_key' },
      { name: 'size', value: '1704' },
      { name: 'password', value: '‹redacted: Wi-Fi password›' },
      { name: 'write speed', value: '11520 bytes/s' },
    ]);
  });

  it('keeps the steps of a hook with the hook', () => {
    const befores = run.containers.flatMap((container) => container.befores);
    const hook = befores.find(({ name }) => name?.includes('opens the bench'));
    expect(hook?.steps.map(tree)).to.deep.equal(['open the port']);
  });

  it('keeps a step out of one that is over, although it was begun by what that left behind', () => {
    expect(steps('hears later')).to.deep.equal(['subscribe', 'notice']);
  });

  it('records of a test that a hook kept from running what the hook failed with', () => {
    const [kept] = summarize(run.record).tests.filter(({ title }) => title === 'cannot run');

    expect(kept).to.include({ code: 'PORT_BUSY', colour: 'bench' });
    expect(kept?.message).to.match(/^busy /);
  });

  it('keeps steps out of a hook that failed before them', () => {
    expect(steps('runs')).to.deep.equal(['fine']);
  });

  it('gives facts told in a hook to every test', () => {
    expect(label('nests', 'port')).to.equal('simulated');
    expect(test('breaks').parameters).to.deep.include({ name: 'wire', value: 'short' });
  });

  it('marks every test once, also those that were skipped, tried again or never begun', () => {
    const mark = { name: 'release', value: '2.2.0.0' };
    for (const { labels, parameters } of run.attempts) {
      expect(labels.filter(({ name }) => name === 'release')).to.deep.equal([mark]);
      expect(parameters.filter(({ name }) => name === 'release')).to.deep.equal([mark]);
    }
    expect(test('is planned').parameters).to.deep.include(mark);
  });

  it('labels failures by whose fault they are', () => {
    expect(finding('refuses')).to.equal('bench NOT_A_PEM');
    expect(finding('wraps')).to.equal('bench PORT_LOCKED');
    expect(finding('compares')).to.equal('firmware EXPECTATION_FAILED');
    expect(finding('breaks')).to.equal('harness UNEXPECTED_ERROR');
    expect(finding('hangs')).to.equal('harness TEST_TIMEOUT');
    expect(finding('cannot run')).to.equal('bench PORT_BUSY');
    expect(finding('nests')).to.equal('undefined undefined');
  });

  it('fails the test that forgot to await a step, not the next one', () => {
    expect(finding('forgets')).to.equal('harness STEP_NOT_AWAITED');
    expect(finding('forgets inside')).to.equal('harness STEP_NOT_AWAITED');
    expect(test('forgets').steps[0]?.status).to.equal('broken');
    expect(steps('is clean after that')).to.deep.equal(['own']);
    expect(test('is clean after that').status).to.equal('passed');
  });

  it('shows what a test hung in, and hands its transcript over', async () => {
    const { steps: hung, attachments } = test('hangs');
    expect(hung[0]?.name).to.equal('wait for ready');
    expect(hung[0]?.statusDetails.message).to.match(/still running/);
    const source = attachments.find(({ name }) => name === 'AT transcript')?.source ?? '';
    expect(await run.attachment(source)).to.equal(
      'failed Procedure hangs ‹redacted: Wi-Fi password›',
    );
  });

  it('keeps what a failure saw', async () => {
    expect(finding('saw something')).to.equal('firmware NO_READY');
    const [, seen] = test('saw something').attachments;
    expect(await run.attachment(seen?.source ?? '')).to.equal(
      '> AT+RST\n< ‹redacted: Wi-Fi password›\n',
    );
  });

  it('takes evidence at the end of a test with a callback', () => {
    expect(test('calls back').attachments.map(({ name }) => name)).to.deep.equal([
      'note',
      'AT transcript',
    ]);
  });

  it('marks a pass that needed another try as flaky', () => {
    const attempts = run.attempts.filter(({ name }) => name === 'is flaky');
    const found = attempts.map(({ status, statusDetails }) => [status, 'flaky' in statusDetails]);
    expect(found).to.have.deep.members([
      ['broken', false],
      ['passed', true],
    ]);
  });

  it('says why a test was skipped', () => {
    expect(test('skips').statusDetails.message).to.equal('the cloud has no jobs');
  });

  it('stores no secret anywhere, nor shows it in the terminal', async () => {
    const names = await readdir(run.results);
    const files = await Promise.all(
      names.map((name) => readFile(join(run.results, name), 'latin1')),
    );
    for (const content of [...files, run.terminal, JSON.stringify(run.record)]) {
      expect(content).not.to.include(SECRET);
    }
    expect(run.terminal).to.include('not a PEM: ‹redacted: Wi-Fi password›');
  });

  it('writes the environment down', async () => {
    const text = await run.attachment('environment.properties');
    expect(text)
      .to.match(/firmware.*release\s*=\s*2\.2\.0\.0/)
      .and.to.match(/node\s*=\s*v\d/);
  });

  it('records the run for the summary', () => {
    const summary = summarize(run.record);
    expect(summary.environment).to.include({ board: 'simulated', node: process.version });
    expect(summary).to.include({
      planned: 18,
      passed: 7,
      failed: 9,
      skipped: 2,
      notRun: 0,
      flaky: 1,
    });
  });
});
