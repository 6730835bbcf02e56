import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { generateReport } from './allure-report.ts';
import { dataOf } from './report-data.ts';
import { ReportNotWritten } from './report-not-written.ts';
import { foreignHosts } from './report-page.ts';

interface Marks {
  readonly colour?: string;
  readonly release?: string;
}

const writeResult = async (
  folder: string,
  name: string,
  { colour, release }: Marks = {},
): Promise<void> => {
  const uuid = randomUUID();
  const labels = [
    { name: 'parentSuite', value: 'Procedure' },
    { name: 'host', value: 'a-machine' },
    ...(release === undefined ? [] : [{ name: 'release', value: release }]),
    ...(colour === undefined
      ? []
      : [
          { name: 'colour', value: colour },
          { name: 'code', value: 'CODE' },
        ]),
  ];
  const result = {
    ...{ uuid, name, fullName: name, historyId: name, testCaseId: name, labels, links: [] },
    ...{ steps: [], attachments: [], stage: 'finished', start: 1000, stop: 2000 },
    parameters: release === undefined ? [] : [{ name: 'release', value: release }],
    status: colour === undefined ? 'passed' : 'broken',
    statusDetails:
      colour === undefined ? {} : { message: `${name} <script src="https://x.example/">` },
  };
  await writeFile(join(folder, `${uuid}-result.json`), JSON.stringify(result));
};

const refusal = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('Report', () => {
  let folder: string;
  let page: string;
  let data: Map<string, string>;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'report-'));
    const results = join(folder, 'results');
    await mkdir(results);
    await writeResult(results, 'connects');
    for (const colour of ['firmware', 'bench', 'harness']) {
      await writeResult(results, `fails by ${colour}`, { colour });
    }
    await writeFile(join(results, 'environment.properties'), 'firmware = 3.4.0.0\n');
    const folders = { results, output: join(folder, 'report'), history: join(folder, 'history') };
    await generateReport(folders);
    page = await readFile(await generateReport(folders), 'utf8');
    data = dataOf(page);
  });
  after(() => rm(folder, { recursive: true }));

  it('is one page with everything in it', async () => {
    const files = await readdir(join(folder, 'report'));
    expect(files.filter((name) => /\.(?:js|css|woff2?)$/.test(name))).to.deep.equal([]);
    expect(page).to.match(/<script[^>]+src="data:text\/javascript;base64,/);
    expect([...data.keys()]).to.include('widgets/statistic.json');
  });

  it('loads nothing from anywhere', () => {
    expect(foreignHosts(page)).to.deep.equal([]);
    expect(page).not.to.match(/googletagmanager|gtag\(/);
    expect(page).to.include("default-src 'none'");
  });

  it('would notice a script from somewhere', () => {
    const infected = page.replace(
      '</body>',
      '<script src="https://cdn.example/x.js"></script></body>',
    );
    expect(foreignHosts(infected)).to.deep.equal(['https://cdn.example']);
  });

  it('groups failures by whose fault they are', () => {
    const { nodes } = JSON.parse(data.get('widgets/categories.json') ?? '{}');
    const inside = (id: string): string[] =>
      nodes[id].type === 'tr' ? [nodes[id].name] : (nodes[id].childrenIds ?? []).flatMap(inside);
    const categories = Object.keys(nodes).filter((id) => nodes[id].type === 'category');
    const found = categories.map((id) => [nodes[id].name.split(':')[0], ...inside(id)]);
    expect(found).to.have.deep.members([
      ['Firmware', 'fails by firmware'],
      ['Bench', 'fails by bench'],
      ['Harness', 'fails by harness'],
    ]);
  });

  it('shows the environment', () => {
    expect(data.get('widgets/allure_environment.json')).to.include('3.4.0.0');
  });

  it('remembers earlier runs', async () => {
    const lines = (await readFile(join(folder, 'history', 'history.jsonl'), 'utf8'))
      .trim()
      .split('\n');
    expect(lines).to.have.length(2);
    const tests = [...data].filter(([name]) => name.startsWith('data/test-results/'));
    for (const [, test] of tests) expect(JSON.parse(test).history).to.have.length(1);
  });

  it('is refused for a folder without results, or one that holds something else', async () => {
    const none = await refusal(generateReport({ results: folder, output: join(folder, 'x') }));
    const results = join(folder, 'results');
    const busy = await refusal(generateReport({ results, output: join(folder, 'history') }));

    expect(none).to.be.instanceOf(ReportNotWritten);
    expect(busy).to.be.instanceOf(ReportNotWritten);
    expect(await readdir(join(folder, 'history'))).to.deep.equal(['history.jsonl']);
  });
});

describe('Report of several releases', () => {
  const RELEASES = ['2.2.0.0', '4.1.1.0-MINI-1'] as const;
  let folder: string;
  let data: Map<string, string>;

  before('run them twice, and another release in between', async () => {
    folder = await mkdtemp(join(tmpdir(), 'report-'));
    const report = async (...releases: readonly string[]): Promise<string> => {
      const results = await mkdtemp(join(folder, 'results-'));
      for (const release of releases) await writeResult(results, 'connects', { release });
      await writeFile(join(results, `${randomUUID()}-result.json`), '{"name": "cut o');
      const facts = { '2.2.0.0': { module: 'WROOM-32' } };
      const folders = { output: join(folder, 'report'), history: join(folder, 'history') };
      return generateReport({ results, facts, ...folders });
    };
    await report(...RELEASES);
    await report('3.4.0.0');
    data = dataOf(await readFile(await report(...RELEASES), 'utf8'));
  });
  after(() => rm(folder, { recursive: true }));

  const parsed = (name: string) => JSON.parse(data.get(name) ?? 'null');

  it('has an environment for each of them, with what is true of it alone', () => {
    const names = parsed('widgets/environments.json').map(({ name }: { name: string }) => name);
    expect(names).to.include.members([...RELEASES]);
    expect(parsed('widgets/2_2_0_0/variables.json')).to.deep.equal({ module: 'WROOM-32' });
    expect(parsed('widgets/4_1_1_0-MINI-1/variables.json')).to.deep.equal({});
  });

  it('shows the same test of all of them side by side', () => {
    const [group] = [...data.keys()].filter((name) => name.startsWith('data/test-env-groups/'));
    expect(Object.keys(parsed(group ?? '').testResultsByEnv)).to.have.members([
      '2_2_0_0',
      '4_1_1_0-MINI-1',
    ]);
  });

  it('keeps the history of each for itself', () => {
    const tests = [...data.keys()].filter((name) => name.startsWith('data/test-results/'));
    const found = tests.map((name) => {
      const { environment, history } = parsed(name);
      return [environment, history.map((earlier: { environment: string }) => earlier.environment)];
    });
    expect(found).to.have.deep.members(RELEASES.map((release) => [release, [release]]));
  });
});
