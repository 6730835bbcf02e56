import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { combine, type Matrix, releaseSummary } from '../tables/matrix.ts';
import { madeUpSummary, madeUpTest } from '../tables/matrix-samples.ts';
import { completeResults } from './complete-results.ts';

const END = { exitCode: 0, signal: null, stoppedBy: undefined } as const;
const TESTS = [madeUpTest(0, 'passed')];

describe('The results of several releases', () => {
  let folder: string;
  let facts: Awaited<ReturnType<typeof completeResults>>;
  let matrix: Matrix;
  const complaints: string[] = [];

  before('complete them', async () => {
    folder = await mkdtemp(join(tmpdir(), 'complete-results-'));
    const ofAll = { node: 'v20', cloud: 'stand-in' };
    const runs = [
      releaseSummary(
        '2.2.0.0',
        madeUpSummary(TESTS, { environment: { ...ofAll, module: 'WROOM-32' } }),
        END,
      ),
      releaseSummary(
        '4.1.1.0-MINI-1',
        madeUpSummary(TESTS, { environment: { ...ofAll, module: 'MINI-1' } }),
        END,
      ),
      releaseSummary('3.4.0.0', madeUpSummary(TESTS, { planned: 2, ended: false }), {
        ...END,
        exitCode: 9,
      }),
    ];
    matrix = combine(runs, 1);
    facts = await completeResults(join(folder, 'results'), matrix, (said) => complaints.push(said));
  });
  after(() => rm(folder, { recursive: true }));

  const contents = async (ending: string): Promise<string> => {
    const names = await readdir(join(folder, 'results'));
    const [name = '', ...others] = names.filter((candidate) => candidate.endsWith(ending));
    expect(others).to.deep.equal([]);
    return readFile(join(folder, 'results', name), 'utf8');
  };

  it('say of all what is true of all, and of each the rest', async () => {
    expect((await contents('environment.properties')).trim().split('\n')).to.have.members([
      'node=v20',
      'cloud=stand-in',
    ]);
    expect(facts).to.deep.equal({
      '2.2.0.0': { module: 'WROOM-32' },
      '4.1.1.0-MINI-1': { module: 'MINI-1' },
    });
  });

  it('that cannot be written are said to lack it, and the rest of the report is made', async () => {
    const noFolder = join(folder, 'file');
    await writeFile(noFolder, '');
    expect(complaints).to.deep.equal([]);

    const told = await completeResults(noFolder, matrix, (said) => complaints.push(said));

    expect(told).to.deep.equal(facts);
    expect(complaints.join('\n')).to.match(/^the report lacks the table of the releases.*EEXIST/);
  });

  it('hold the table, and tell which release is incomplete', async () => {
    const { errors, attachments } = JSON.parse(await contents('-globals.json'));

    expect(errors.map(({ message }: { message: string }) => message)).to.deep.equal([
      '3.4.0.0 is incomplete: its process ended with exit code 9',
    ]);
    expect(attachments[0]).to.include({ name: 'The releases side by side' });
    expect(await contents(attachments[0].source)).to.match(/2\.2\.0\.0 +4\.1\.1\.0-MINI-1 +3\.4/);
  });
});
