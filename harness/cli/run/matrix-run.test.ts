import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { sideBySide } from '../../../reports/side-by-side.ts';
import type { Matrix } from '../../../reports/tables/matrix.ts';
import { RELEASES } from '../../../simulators/esp-at/releases/releases.ts';
import { type Ended, type Running, startCommand } from '../running-command.ts';

const RUN_MS = 120_000;
const TEST_MS = 180_000;

const [FIRST = '', SECOND = ''] = RELEASES;
const BOTH = `${FIRST},${SECOND}`;

/** A spec that needs no bench: it says itself what becomes of it on which release. */
const SPEC = `
const isSecond = process.env.AT_RELEASE === '${SECOND}';
describe('Anything', () => {
  it('passes', () => {});
  it('dies', () => { if (isSecond) process.kill(process.pid, 'SIGKILL'); });
  it('tells two apart', () => { if (isSecond) throw new Error('not this one'); });
  it('is skipped on the first', function () { if (!isSecond) this.skip(); });
});
describe('Work without end', () => {
  it('begins', () => {});
  it('goes on', async function () {
    this.timeout(0);
    await new Promise(() => setInterval(() => undefined, 1000));
  });
});
`;

interface Result {
  readonly name: string;
  readonly historyId: string;
  readonly testCaseId: string;
  readonly labels: readonly { name: string; value: string }[];
  readonly parameters: readonly { name: string; value: string }[];
}

describe('A run on several releases', function () {
  this.timeout(TEST_MS);
  let folder: string;
  let spec: string;

  before('write a spec', async () => {
    folder = await mkdtemp(join(tmpdir(), 'matrix-run-'));
    spec = join(folder, 'anything.spec.ts');
    await writeFile(spec, SPEC);
  });

  after(() => rm(folder, { recursive: true, force: true }));

  sideBySide(this);

  const start = (results: string, ...more: readonly string[]): Running =>
    startCommand(
      ['run', '--no-report', '--release', BOTH, '--results', join(folder, results), ...more],
      { withinMs: RUN_MS },
    );

  const matrixOf = ({ stdout }: Ended): Matrix => JSON.parse(stdout);

  const resultsIn = async (name: string): Promise<Result[]> => {
    const files = await readdir(join(folder, name));
    const texts = files
      .filter((file) => file.endsWith('-result.json'))
      .map((file) => readFile(join(folder, name, file), 'utf8'));
    return (await Promise.all(texts)).map((text) => JSON.parse(text));
  };

  it('puts a board of each release through the specs, each test with a history of its own', async () => {
    await using run = start('real', '--json', '--grep', 'lets the host connect');

    const end = await run.ended;

    expect(end).to.include({ code: 0, stderr: '' });
    const { verdict, passed, releases } = matrixOf(end);
    expect({ verdict, passed }).to.deep.equal({ verdict: 'passed', passed: 2 });
    expect(releases.map(({ release }) => release)).to.deep.equal([FIRST, SECOND]);
    for (const { release, environment } of releases) {
      expect(environment.port).to.equal(`sim://default?release=${release}`);
    }
    const results = await resultsIn('real');
    expect(new Set(results.map(({ testCaseId }) => testCaseId))).to.have.property('size', 1);
    expect(new Set(results.map(({ historyId }) => historyId))).to.have.property('size', 2);
    for (const part of ['labels', 'parameters'] as const) {
      const marks = results.flatMap((result) =>
        result[part].filter(({ name }) => name === 'release').map(({ value }) => value),
      );
      expect(marks).to.have.members([FIRST, SECOND]);
    }
  });

  it('fails when one release does, and says which and why', async () => {
    await using run = start('apart', spec, '--grep', 'apart|is skipped');

    const { code, stdout, stderr } = await run.ended;

    expect({ code, stderr }).to.deep.equal({ code: 1, stderr: '' });
    expect(stdout).to.include(`${SECOND}  ✗ Anything tells two apart`);
    expect(stdout).to.include('! harness UNEXPECTED_ERROR: not this one\n');
    expect(stdout).to.match(/^2 releases: 2 passed, 1 failed, 1 skipped in .*: failed$/m);
  });

  it('is no pass when one release executed nothing', async () => {
    await using run = start('none', '--json', spec, '--grep', 'is skipped');

    const end = await run.ended;

    expect(end.code).to.equal(1);
    expect(matrixOf(end).releases.map(({ verdict }) => verdict)).to.deep.equal([
      'nothing executed',
      'passed',
    ]);
  });

  it('goes on when the process of one release dies, and marks it as incomplete', async () => {
    await using run = start('dead', '--json', spec, '--grep', 'passes|dies');

    const end = await run.ended;

    expect(end.code).to.equal(1);
    const { verdict, releases } = matrixOf(end);
    expect(verdict).to.equal('incomplete');
    expect(releases[0]).to.include({ verdict: 'passed', passed: 2 });
    expect(releases[1]).to.include({
      verdict: 'incomplete',
      passed: 1,
      notRun: 1,
      cutOff: 'its process was ended by SIGKILL',
    });
  });

  /** Both processes are there, and have come to where they stay. */
  const bothAtWork = async (run: Running): Promise<void> => {
    const begun = new Set<string>();
    while (begun.size < 2) {
      const line = await run.line();
      if (/ ✓ /.test(line)) begun.add(line.split(' ', 1)[0] ?? '');
    }
  };

  it('stops behind the tests that run at Ctrl-C, leaves nothing running and tells what it has got', async () => {
    await using run = start('stopped', '--grep', 'Putting a board');
    await bothAtWork(run);

    run.signalAll('SIGINT');

    const { code, stdout, stderr } = await run.ended;
    expect(code).to.equal(130);
    await run.allGone();
    expect(stderr.trim().split('\n')).to.have.length(1);
    expect(stderr).to.include('esp-at-bench: stopped by SIGINT');
    expect(stdout).to.match(/ - Putting a board .*: the run was stopped by SIGINT/);
    expect(stdout).to.match(/^2 releases: .*: incomplete$/m);
    const marked = (release: string) =>
      results.filter(({ parameters }) => parameters.some(({ value }) => value === release));
    const results = await resultsIn('stopped');
    expect(marked(FIRST)).to.have.length(15);
    expect(marked(SECOND)).to.have.length(15);
  });

  it('stops at once at a second Ctrl-C, whatever its tests wait for', async () => {
    await using run = start('killed', spec, '--grep', 'Work');
    await bothAtWork(run);
    run.child.stderr?.once('data', () => run.signalAll('SIGINT'));

    run.signalAll('SIGINT');

    const { code, stdout } = await run.ended;
    expect(code).to.equal(130);
    await run.allGone();
    expect(stdout).to.match(/^2 releases: 2 passed, .*2 not run.*: incomplete$/m);
  });

  it('begins no further release once it is stopped', async () => {
    await mkdir(join(folder, 'waiting'));
    await using run = start('waiting', '--jobs', '1', '--grep', 'Putting a board');
    await run.line();

    run.child.kill('SIGTERM');

    const { code, stdout } = await run.ended;
    expect(code).to.equal(143);
    expect(stdout).to.include(`${SECOND}: not begun, as the run was stopped before`);
    expect(stdout).not.to.include(`${SECOND}  ✓`);
  });
});
