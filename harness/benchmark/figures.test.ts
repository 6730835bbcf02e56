import { expect } from 'chai';
import { ratioOf } from './figure.ts';
import { figureJson, figureTable } from './figure-table.ts';
import { measureNvs } from './nvs-figures.ts';
import { measureWire } from './wire-figures.ts';

describe('The benchmark', () => {
  it('measures the NVS beside its floor', async () => {
    const figures = await measureNvs(3);

    expect(figures.map(({ name }) => name.split(' ')[0])).to.deep.equal(['pack', 'read']);
    for (const figure of figures) expect(ratioOf(figure)).to.be.greaterThan(1);
  });

  for (const [release, way] of [
    ['2.2.0.0', 'sysflash'],
    ['3.4.0.0', 'sysmfg'],
  ] as const) {
    it(`measures ${way} on a wire that no one can beat`, async () => {
      const figure = await measureWire(release, way, 1);

      // A key of some 1,700 bytes goes in and comes out.
      expect(figure.floorMs).to.be.within(290, 400);
      // Timers may be early by a tick.
      expect(ratioOf(figure)).to.be.greaterThan(0.97);
    });
  }

  it('tells people and programs the same', () => {
    const figures = [
      { name: 'one', ms: 30, floorMs: 20, floor: 'a floor', runs: 3 },
      { name: 'the other', ms: 0.5, floorMs: 0.25, floor: 'another', runs: 3 },
    ];

    expect(figureTable(figures)).to.equal(
      [
        '             median     floor  ratio  the floor is',
        'one         30.0 ms   20.0 ms   1.50  a floor',
        'the other  0.500 ms  0.250 ms   2.00  another',
      ].join('\n'),
    );
    expect(JSON.parse(figureJson(figures))[1]).to.deep.include({ name: 'the other', ratio: 2 });
  });
});
