import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { type MochaRun, runMocha } from '../../../reports/mocha-run.ts';
import type { TestRecord } from '../../../reports/run-record.ts';
import { perform } from '../../cli/main.ts';

const USE_BENCH = new URL('../use-bench.ts', import.meta.url).pathname;

const SPEC = `
import { useBench } from '${USE_BENCH}';
describe('A board', () => {
  const lab = useBench({ area: 'mqtt' });
  it('is asked for its address', async () => {
    expect(await lab.board.address()).to.have.property('ip');
  });
  it('connects without the time', async () => {
    await lab.prepare(lab.credentialsOf(await lab.thing()));
    await lab.forgetTime();
    await lab.joinWifi();
    await lab.connect();
  });
  it('fails for a reason of the spec', () => {
    expect(1).to.equal(2);
  });
  it('is skipped', function () {
    this.skip();
  });
});
describe('A board without Wi-Fi', () => {
  const lab = useBench({ area: 'mqtt' });
  before('connect', async () => {
    await lab.board.leaveWifi();
    await lab.connect();
  });
  it('has nothing to do', () => {});
});
`;

describe('A failed test on a bench', function () {
  this.timeout(120_000);
  let run: MochaRun;

  before('run specs that fail', async () => {
    run = await runMocha(SPEC);
  });

  after('put the run away', () => run[Symbol.asyncDispose]());

  const recorded = (title: string): TestRecord | undefined =>
    run.record.find((line): line is TestRecord => line.type === 'test' && line.title === title);

  it('has its cause in the record', () => {
    expect(recorded('connects without the time')?.diagnosis).to.include({ name: 'NO_TIME' });
    expect(recorded('connects without the time')?.code).to.equal('MQTT_CONNECT_FAILED');
  });

  it('has none where none fits, and neither has a test that passed or was skipped', () => {
    for (const title of [
      'fails for a reason of the spec',
      'is asked for its address',
      'is skipped',
    ])
      expect(recorded(title)).to.not.have.property('diagnosis');
  });

  it('begins with its cause in the report, and keeps the evidence', async () => {
    const result = run.tests.get('connects without the time');

    expect(result?.statusDetails.message).to.match(/^NO_TIME \(.* %\)/);
    expect(result?.statusDetails.message).to.include('the board did not connect');
    expect(result?.attachments.map(({ name }) => name).slice(0, 2)).to.deep.equal([
      'diagnosis',
      'evidence',
    ]);
    const [said, evidence] = result?.attachments ?? [];
    expect(await run.attachment(said?.source ?? '')).to.match(/^### NO_TIME/);
    expect(await run.attachment(evidence?.source ?? '')).to.not.include('of-the-simulated-bench');
  });

  it('has its cause under it in the terminal', () => {
    expect(run.terminal).to.match(
      /connects without the time\n +NO_TIME .*\n +because .*\n +next: /s,
    );
  });

  it('passes the cause of a hook on to the tests that it kept from running', () => {
    expect(recorded('has nothing to do')?.diagnosis).to.include({ name: 'NOT_ON_WIFI' });
    expect(run.tests.get('has nothing to do')?.statusDetails.message).to.match(/^NOT_ON_WIFI/);
  });

  it('leaves tests that passed without evidence', () => {
    const passed = run.tests.get('is asked for its address');
    expect(passed?.attachments.map(({ name }) => name)).to.not.include('evidence');
  });

  /** What `diagnose` says of the run, and how it ends. */
  const diagnosed = async (...flags: readonly string[]) => {
    let complaint = '';
    const before = process.exitCode;
    const written: string[] = [];
    const write = process.stdout.write;
    process.stdout.write = ((text: string) => written.push(text) > 0) as typeof write;
    try {
      process.exitCode = 0;
      const ended = await perform(['diagnose', run.results, ...flags], (text) => {
        complaint += text;
      });
      return { code: ended ?? process.exitCode, said: written.join(''), complaint };
    } finally {
      process.stdout.write = write;
      process.exitCode = before;
    }
  };

  it('can be diagnosed again from the folder of the run', async () => {
    const { code, said, complaint } = await diagnosed('--json');
    const { failures } = JSON.parse(said) as {
      failures: { test: string; causes: { name: string }[] }[];
    };

    expect([code, complaint]).to.deep.equal([1, '']);
    expect(failures.map(({ test, causes }) => [test, causes[0]?.name])).to.deep.equal([
      ['A board › connects without the time', 'NO_TIME'],
      ['A board › fails for a reason of the spec', undefined],
      ['A board without Wi-Fi › has nothing to do', 'NOT_ON_WIFI'],
    ]);
  });

  it('is diagnosed again line by line', async () => {
    const { said } = await diagnosed();

    expect(said).to.match(/^ {2}NO_TIME .*\n {4}because .*\n/m);
    expect(said).to.match(/^ {4}next: .*\n/m);
  });

  it('whose evidence is damaged keeps that of no other back', async () => {
    const attachments = run.tests.get('connects without the time')?.attachments ?? [];
    const source = attachments.find(({ name }) => name === 'evidence')?.source ?? '';
    await truncate(join(run.results, source), 100);
    const { code, said } = await diagnosed();

    expect(code).to.equal(2);
    expect(said).to.match(/connects without the time\n .*is not JSON/);
    expect(said).to.match(/^ {2}NOT_ON_WIFI /m);
  });
});
