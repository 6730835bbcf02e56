import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { API } from 'typescript/unstable/sync';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** What every cloud tells, is told in and judges by, stand-ins included. */
const CLOUD_WORDS = [
  'events',
  'event-log',
  'client-hello',
  'personality',
  'cipher-suite-case',
  'packet-fault',
].map((file) => `harness/clouds/${file}.ts`);

/** It knows of Node alone, and both ends of a wire wait on the same busy machine. */
const PATIENCE = 'harness/ports/patience.ts';

/**
 * Who may import whom, below a first level `part`. The first row whose `from` holds the importing file counts, so
 * the doors stand before the house. Everybody may import what is in its own `from`, and `errors/`.
 */
const MAY_IMPORT: readonly { from: string; to: readonly string[] }[] = [
  { from: 'specs/', to: ['harness/', 'certs/', 'reports/'] },
  { from: 'harness/architecture.test.ts', to: [] },
  { from: 'harness/bench/', to: ['harness/', 'certs/', 'reports/', 'simulators/'] },
  { from: 'harness/cli/', to: ['harness/', 'certs/', 'reports/', 'simulators/'] },
  // Below the doors never upwards: wires, then the protocol, then flash, then the board.
  { from: 'harness/ports/', to: [] },
  { from: 'harness/at/', to: ['harness/ports/'] },
  { from: 'harness/flash/', to: ['harness/ports/', 'harness/at/', 'certs/', 'reports/'] },
  {
    from: 'harness/boards/',
    to: ['harness/ports/', 'harness/at/', 'harness/flash/', 'certs/', 'reports/'],
  },
  { from: 'harness/', to: ['certs/', 'reports/'] },
  { from: 'simulators/', to: ['certs/', 'harness/at/commands/', PATIENCE, ...CLOUD_WORDS] },
  { from: 'certs/', to: [] },
  { from: 'reports/', to: [] },
  { from: 'errors/', to: [] },
];

const EVERYBODY_MAY_IMPORT = 'errors/';

interface Import {
  readonly from: string;
  readonly to: string;
}

/** Every import of the project's files as the compiler's own parser sees it: static, dynamic, of types alone. */
const importsOf = (root: string): { files: string[]; imports: Import[] } => {
  const api = new API({ cwd: root });
  try {
    const config = join(root, 'tsconfig.json');
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config);
    if (!project) throw new TypeError(`${config} is not a project`);
    const shorten = (file: string): string => relative(root, file).split(sep).join('/');
    const imports = project.rootFiles.flatMap((file) =>
      (project.program.getSourceFile(file)?.imports ?? []).map((literal) => ({
        from: shorten(file),
        to: (literal as unknown as { text: string }).text,
      })),
    );
    return { files: project.rootFiles.map(shorten), imports };
  } finally {
    api.close();
  }
};

const isOurs = ({ to }: Import): boolean => to.startsWith('.');

const target = ({ from, to }: Import): string =>
  relative(ROOT, join(ROOT, dirname(from), to))
    .split(sep)
    .join('/');

/** The forbidden ones, as sentences. */
const violations = (imports: readonly Import[]): string[] =>
  imports.filter(isOurs).flatMap((entry) => {
    const rule = MAY_IMPORT.find(({ from }) => entry.from.startsWith(from));
    const to = target(entry);
    const allowed = [rule?.from ?? entry.from, EVERYBODY_MAY_IMPORT, ...(rule?.to ?? [])];
    return allowed.some((part) => to.startsWith(part)) ? [] : [`${entry.from} imports ${to}`];
  });

describe('The house', () => {
  const { files, imports } = importsOf(ROOT);

  it('is looked at as a whole', () => {
    expect(files).to.include('harness/at/commands/index.ts');
    expect(imports).to.deep.include({ from: 'harness/at/commands/index.ts', to: './mqtt.ts' });
  });

  it('imports only in the directions of its table', () => {
    expect(violations(imports)).to.deep.equal([]);
  });

  it('has no barrel but the command table', () => {
    const barrels = files.filter((file) => file.endsWith('/index.ts'));
    expect(barrels).to.deep.equal(['harness/at/commands/index.ts']);
  });

  it('names every file with small letters, digits and hyphens', () => {
    const strange = files.filter((file) => !/^[a-z0-9-/]+(\.test|\.spec)?\.ts$/.test(file));
    expect(strange).to.deep.equal([]);
  });

  it('spells imports of its own with the .ts ending', () => {
    const other = imports.filter((entry) => isOurs(entry) && !/\.(ts|json)$/.test(entry.to));
    expect(other).to.deep.equal([]);
  });
});

describe('The import rule', () => {
  const forbidden: readonly Import[] = [
    { from: 'specs/a.spec.ts', to: '../simulators/esp-at/device.ts' },
    { from: 'harness/boards/board.test.ts', to: '../../simulators/esp-at/device.ts' },
    { from: 'harness/at/at-client.ts', to: '../boards/board.ts' },
    { from: 'harness/boards/board.ts', to: '../bench/bench-file.ts' },
    { from: 'simulators/esp-at/device.ts', to: '../../harness/at/at-client.ts' },
    { from: 'simulators/aws-iot/broker.ts', to: '../../harness/clouds/cloud.ts' },
    { from: 'certs/keys.ts', to: '../reports/journal.ts' },
    { from: 'errors/bench-error.ts', to: '../certs/keys.ts' },
  ];
  const allowed: readonly Import[] = [
    { from: 'specs/a.spec.ts', to: './bench/use-bench.ts' },
    { from: 'harness/bench/open-bench.ts', to: '../../simulators/esp-at/device.ts' },
    { from: 'harness/cli/simulate/simulate.ts', to: '../../simulators/esp-at/device.ts' },
    { from: 'simulators/esp-at/device.ts', to: '../../harness/at/commands/index.ts' },
    { from: 'simulators/aws-iot/broker.ts', to: '../../harness/clouds/events.ts' },
    { from: 'harness/boards/board.ts', to: '../../errors/bench-error.ts' },
  ];

  for (const entry of forbidden) {
    it(`refuses ${target(entry)} in ${entry.from}`, () => {
      expect(violations([entry])).to.have.length(1);
    });
  }

  for (const entry of allowed) {
    it(`allows ${target(entry)} in ${entry.from}`, () => {
      expect(violations([entry])).to.deep.equal([]);
    });
  }

  it('sees static, dynamic, type and re-exporting imports, and none in text', () => {
    const folder = mkdtempSync(join(tmpdir(), 'imports-'));
    try {
      writeFileSync(join(folder, 'tsconfig.json'), '{"compilerOptions":{"types":[]}}');
      writeFileSync(
        join(folder, 'a.ts'),
        `import type { A } from './type.ts';
         import './effect.ts';
         export * from './again.ts';
         export const load = () => import('./dynamic.ts');
         export type B = A | import('./in-a-type.ts').B;
         // import './comment.ts';
         export const text = "import './text.ts'";`,
      );
      const seen = importsOf(folder).imports.map(({ to }) => to);
      expect(seen).to.have.members([
        './type.ts',
        './effect.ts',
        './again.ts',
        './dynamic.ts',
        './in-a-type.ts',
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
