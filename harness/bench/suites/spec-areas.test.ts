import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { AREAS } from '../../../errors/area.ts';

const SPECS = fileURLToPath(new URL('../../../specs/', import.meta.url));

const specs = readdirSync(SPECS, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.spec.ts'))
  .map((file) => ({ file, text: readFileSync(`${SPECS}/${file}`, 'utf8') }));

const times = (text: string, what: RegExp): number => [...text.matchAll(what)].length;

describe('The specs', () => {
  it('say of each suite what it is about', () => {
    const unsaid = specs.filter(
      ({ text }) => times(text, /^describe\(/gm) !== times(text, /useBench\(\{\s*area: '\w+'/g),
    );

    expect(specs).not.to.deep.equal([]);
    expect(unsaid.map(({ file }) => file)).to.deep.equal([]);
  });

  it('are about every part of the firmware', () => {
    const said = specs.flatMap(({ text }) =>
      [...text.matchAll(/(?:area: |about\()'(\w+)'/g)].map(([, area]) => area),
    );

    expect(new Set(said)).to.deep.equal(new Set(AREAS));
  });
});
