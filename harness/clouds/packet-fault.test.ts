import { expect } from 'chai';
import { recordedJournal } from '../../reports/recorded-journal.ts';
import type { Step } from '../../reports/step.ts';
import type { Cloud } from './cloud.ts';
import { journaledCloud } from './journaled-cloud.ts';

describe('A fault on what a cloud sends', () => {
  it('stands in the notebook, from when it was laid until it was lifted', async () => {
    const steps: Step[] = [];
    const journal = recordedJournal({
      ended: (step) => steps.push(step),
      attached: () => undefined,
      measured: () => undefined,
    });
    const done: string[] = [];
    const cloud = {
      interfere: async () => {
        done.push('laid');
        return { [Symbol.asyncDispose]: async () => void done.push('lifted') };
      },
    } as unknown as Cloud;
    {
      await using _faults = await journaledCloud(cloud, journal).interfere(
        { packet: 'connack', to: 5, does: 'drop' },
        { packet: 'puback', clientId: 'lamp', does: { delayMs: 200 } },
      );
      expect(done).to.deep.equal(['laid']);
    }

    expect(done).to.deep.equal(['laid', 'lifted']);
    expect(steps.map(({ name }) => name)).to.deep.equal([
      'lay faults on what the cloud sends',
      'lift the faults',
    ]);
    expect(steps[0]?.parameters).to.deep.equal([
      ['faults', 'drop connack {"to":5}; delay by 200 ms puback {"clientId":"lamp"}'],
    ]);
  });
});
