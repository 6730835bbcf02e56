import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runRedactor } from '../stage.ts';
import { dataOf } from './report-data.ts';
import { type TrustCase, trustReport } from './trust-report.ts';

const SECRET = 'correct-horse-of-trust-reports';

const CAUGHT: TrustCase = {
  suite: 'reconnect',
  title: 'no-resubscribe',
  release: '3.4.0.0',
  area: 'reconnect',
  facts: { verdict: 'caught', code: 'CLOUD_SILENT' },
  description: `Nothing arrives any more, not even ${SECRET}.`,
  evidence: { 'What the spec said': `no message, and ${SECRET}` },
  wrong: null,
  durationMs: 1_500,
};

const MISSED: TrustCase = {
  suite: 'flash',
  title: 'erase-does-nothing',
  area: 'flash',
  facts: { verdict: 'missed' },
  description: 'Old bytes shine through.',
  wrong: { why: `no spec fails because of ${SECRET}`, colour: 'harness', code: 'MISSED' },
};

interface Shown {
  readonly status: string;
  readonly duration: number;
  readonly labels: readonly { name: string; value: string }[];
  readonly parameters: readonly { name: string; value: string }[];
  readonly description?: string;
  readonly error?: { message: string };
}

describe('The report of trust', () => {
  let folder: string;
  let page: string;
  let data: Map<string, string>;

  before(async () => {
    runRedactor().addSecret(SECRET, 'Wi-Fi password');
    folder = await mkdtemp(join(tmpdir(), 'trust-report-'));
    const figures = {
      name: 'Planted defects',
      figures: '1 of 2 caught\n0 of 0 healthy',
      table: `the table of all, with ${SECRET}\n`,
      cases: [CAUGHT, MISSED],
    };
    const command = 'npm run defects -- no-resubscribe';
    page = await readFile(await trustReport(figures, { output: folder, command }), 'utf8');
    data = dataOf(page);
  });
  after(() => rm(folder, { recursive: true }));

  const shown = (title: string): Shown => {
    const tests = [...data].filter(([name]) => name.startsWith('data/test-results/'));
    const all = tests.map(([, text]) => JSON.parse(text) as Shown & { name: string });
    return all.find(({ name }) => name === title) as Shown;
  };
  const pairsOf = (pairs: Shown['labels']): string[] =>
    pairs.map(({ name, value }) => `${name}: ${value}`);

  it('has a test for each case, which passes if the case came out as it should', () => {
    const { status, duration, labels, parameters } = shown('no-resubscribe');

    expect([status, duration]).to.deep.equal(['passed', 1_500]);
    expect(pairsOf(labels)).to.have.members([
      ...['parentSuite: reconnect', 'area: reconnect', 'release: 3.4.0.0'],
    ]);
    expect(pairsOf(parameters)).to.include.members(['verdict: caught', 'code: CLOUD_SILENT']);
    expect(shown('erase-does-nothing').status).to.equal('failed');
  });

  it('says why a case should have come out otherwise, and groups it by that', () => {
    const { error, labels } = shown('erase-does-nothing');

    expect(error?.message).to.match(/^no spec fails/);
    expect(pairsOf(labels)).to.include.members(['colour: harness', 'code: MISSED']);
    expect(data.get('widgets/categories.json')).to.include('code: MISSED');
  });

  it('has the figures, the table and the command on its first page', () => {
    const { attachments } = JSON.parse(data.get('widgets/globals.json') ?? '{}') as {
      attachments: { id: string; name: string }[];
    };
    const [table] = attachments;

    expect(page).to.include('Planted defects: 1 of 2 caught, 0 of 0 healthy');
    expect(table?.name).to.equal('The table');
    expect(data.get(`data/attachments/${table?.id}.txt`)).to.match(
      /^\$ npm run defects -- no-resubscribe\n\nthe table of all/,
    );
    expect(data.get('widgets/allure_environment.json')).to.include('npm run defects');
  });

  it('does not take releases apart, as a case is tried on one of them', () => {
    expect(data.get('widgets/environments.json')).not.to.include('3.4.0.0');
  });

  it('holds no secret, wherever one was', () => {
    const texts = [...data.values()].join('\n');

    expect(texts).not.to.include(SECRET);
    expect(texts.match(/‹redacted: Wi-Fi password›/g)).to.have.length.of.at.least(4);
  });
});
