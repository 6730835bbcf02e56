import { once } from 'node:events';
import { expect } from 'chai';
import { SupplyGone } from '../esp-at/flash/supply.ts';
import type { Grip } from '../esp-at/grip.ts';
import { guardedPlant } from './guarded-plant.ts';

const BOARD: Grip = { panic: () => {}, hang: () => {}, say: () => {}, after: () => {} };

describe('A defect whose hook throws', () => {
  it('is told to be broken, past whoever called the hook', async () => {
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    const heard = once(process, 'uncaughtException');
    try {
      const { shell } = guardedPlant({
        name: 'no-good',
        plant: () => ({
          shell: {
            line: () => {
              throw new Error('oh');
            },
          },
        }),
      })(BOARD);

      expect(() => shell?.line?.('AT')).to.throw('its shell.line threw oh');
      const [told] = await heard;
      expect(told).to.include({ code: 'DEFECT_BROKEN' });
    } finally {
      for (const other of others) process.on('uncaughtException', other);
    }
  });

  it('is not where it is the firmware that throws, as when its supply goes', () => {
    const { nvs } = guardedPlant({
      name: 'good',
      plant: () => ({
        nvs: {
          set: () => {
            throw new SupplyGone('the supply went');
          },
        },
      }),
    })(BOARD);

    expect(() => Reflect.apply(nvs?.set ?? (() => undefined), undefined, [])).to.throw(SupplyGone);
  });

  it('is as it was where it does not', () => {
    const plant = () => ({ shell: { lineLimitBytes: 99, line: (line: string) => `${line}!` } });

    const { shell } = guardedPlant({ name: 'good', plant })(BOARD);

    expect([shell?.lineLimitBytes, shell?.line?.('AT')]).to.deep.equal([99, 'AT!']);
  });
});
