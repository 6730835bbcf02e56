import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { chosenDefect } from './chosen-defect.ts';
import { loadDefectFile } from './defect-file.ts';

const TYPES = new URL('./defect.ts', import.meta.url).pathname;
const SECTOR = new URL('../esp-at/flash/nor-flash.ts', import.meta.url).pathname;

const defect = (name: string, rest = ''): string =>
  `{ name: '${name}', area: 'mqtt', suffering: 'Nothing works.', plant: () => ({ mqtt: { send: () => [] } })${rest} }`;

/** Name of the file, what it holds, and the sentence that it is refused with. */
const WRONG: readonly (readonly [file: string, text: string, code: string, why: RegExp])[] = [
  ['syntax.mjs', 'export const a = {', 'DEFECT_FILE_BROKEN', /syntax\.mjs cannot be loaded: \S/],
  ['throws.mjs', "throw new Error('not today')", 'DEFECT_FILE_BROKEN', /loaded: not today$/],
  ['import.mjs', "import './nowhere.mjs'", 'DEFECT_FILE_BROKEN', /Cannot find .*nowhere\.mjs/],
  ['nothing.mjs', 'export const helper = () => 1', 'DEFECT_INVALID', /exports no defect/],
  [
    'name.mjs',
    `export default ${defect('No Name')}`,
    'DEFECT_INVALID',
    /expected name to be words/,
  ],
  [
    'area.mjs',
    `export default ${defect('a').replace('mqtt', 'radio')}`,
    'DEFECT_INVALID',
    /defect "a" cannot be planted: expected area to be one of flash, uart/,
  ],
  [
    'suffering.mjs',
    `export default ${defect('a').replace('Nothing works.', ' ')}`,
    'DEFECT_INVALID',
    /expected suffering to say/,
  ],
  [
    'plant.mjs',
    `export default ${defect('a', ', plant: 1')}`,
    'DEFECT_INVALID',
    /plant to be a fun/,
  ],
  [
    'planted.mjs',
    `export default ${defect('a', ', plant: () => undefined')}`,
    'DEFECT_INVALID',
    /expected its plant to return the seams/,
  ],
  [
    'throwing.mjs',
    `export default ${defect('a', ", plant: () => { throw new Error('no soil') }")}`,
    'DEFECT_INVALID',
    /its plant throws: no soil/,
  ],
  [
    'seam.mjs',
    `export default ${defect('a', ', plant: () => ({ mqqt: {} })')}`,
    'DEFECT_INVALID',
    /there is no seam "mqqt"; did you mean "mqtt"\?/,
  ],
  [
    'hook.mjs',
    `export default ${defect('a', ', plant: () => ({ flash: { raed: () => 1 } })')}`,
    'DEFECT_INVALID',
    /no hook of the seam flash "raed"; did you mean "read"\?/,
  ],
  [
    'empty.mjs',
    `export default ${defect('a', ', plant: () => ({})')}`,
    'DEFECT_INVALID',
    /one seam/,
  ],
  [
    'release.mjs',
    `export default ${defect('a', ", releases: ['9.9']")}`,
    'DEFECT_INVALID',
    /no simulated release "9\.9"/,
  ],
  [
    'twice.mjs',
    `export const a = ${defect('a')}; export const b = ${defect('a')}`,
    'DEFECT_INVALID',
    /two of its defects are named "a"/,
  ],
];

describe('A defect file', () => {
  let folder: string;
  const file = async (name: string, text: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'defect-file-'));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('may be TypeScript from anywhere, and use types and values of this project', async () => {
    const path = await file(
      'typed.ts',
      `import type { Defect } from '${TYPES}';
       import { SECTOR_BYTES } from '${SECTOR}';
       const later = ${defect('later', ", releases: ['3.4.0.0']")};
       export const late = later as Defect;
       export const BOTH: readonly Defect[] = [later as Defect, ${defect('sooner')}];
       export const SIZE: number = SECTOR_BYTES;`,
    );

    const loaded = await loadDefectFile(path);

    expect(loaded.map(({ name }) => name)).to.have.members(['later', 'sooner']);
    expect(loaded.find(({ name }) => name === 'later')?.releases).to.deep.equal(['3.4.0.0']);
  });

  it('may be CommonJS', async () => {
    const path = await file('common.cjs', `module.exports = ${defect('common')};`);

    expect((await loadDefectFile(path)).map(({ name }) => name)).to.deep.equal(['common']);
  });

  it('gives the only defect that it has, or the one that is named', async () => {
    const one = await file('one.mjs', `export default ${defect('one')}`);
    const two = await file('two.mjs', `export default [${defect('one')}, ${defect('other')}]`);

    expect((await chosenDefect({ defectFile: one }))?.name).to.equal('one');
    expect((await chosenDefect({ defectFile: two, defect: 'other' }))?.name).to.equal('other');
    const refusals = [
      await chosenDefect({ defectFile: two }).catch((error: unknown) => error),
      await chosenDefect({ defectFile: two, defect: 'othre' }).catch((error: unknown) => error),
    ];
    expect(refusals.map((error) => (error as { code?: string }).code)).to.deep.equal([
      'DEFECT_NOT_CHOSEN',
      'UNKNOWN_DEFECT',
    ]);
  });

  it('that is not there is refused', async () => {
    const refused = await loadDefectFile(join(folder, 'none.ts')).catch((error: unknown) => error);

    expect(refused).to.include({ code: 'DEFECT_FILE_MISSING' });
  });

  for (const [name, text, code, why] of WRONG) {
    it(`like ${name} is refused with a sentence`, async () => {
      const refused = await loadDefectFile(await file(name, text)).catch((error: unknown) => error);

      expect(refused).to.include({ code });
      expect((refused as Error).message)
        .to.match(why)
        .and.not.include('\n');
    });
  }
});
