import { expect } from 'chai';
import { imageFor } from '../../certs/pki/credential-images.ts';
import { failure } from '../../harness/bench/failure.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const TENTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const PLACES = ['mqtt_ca', 'mqtt_cert', 'mqtt_key'];

describe('A power cut while credentials are replaced', () => {
  const bench = useBench({
    area: 'tls',
    needs: ['tls-events', 'mqtt-events'],
    bench: ['power-at-chip'],
  });

  const replaced = async (during: 'erase' | 'program', tenths: number) => {
    const things = { before: await bench.thing(), after: await bench.createThing() };
    const before = bench.credentialsOf(things.before);
    const after = bench.credentialsOf(things.after);
    const answer = await bench.trials.cutPowerWhileReplacing(before, after, { during, tenths });
    const held = await bench.board.heldCredentials({ before, after });
    await bench.goOnline();
    const shown = await bench.certificateShown();
    return { answer, held, shown, expected: held.whole && things[held.whole].certificateId };
  };

  for (const tenths of TENTHS) {
    it(`leaves the identity that stands in flash, or none, after ${tenths} tenths of it`, async () => {
      const { answer, shown, expected } = await replaced('program', tenths);

      expect(answer).to.include({ code: 'AT_RESTARTED' });
      expect(shown).to.equal(expected);
    });
  }
});

describe('A power cut at a board that keeps its credentials in an NVS', () => {
  const bench = useBench({
    area: 'nvs',
    needs: ['tls-events', 'mqtt-events'],
    board: ['sysmfg'],
    bench: ['power', 'power-at-chip'],
  });

  it('while it takes the bytes of a certificate leaves the old one', async () => {
    const thing = await bench.thing();
    const other = Buffer.from(bench.credentialsOf(await bench.createThing()).certificatePem);
    await bench.prepare(bench.credentialsOf(thing));

    await failure(bench.board.raw.nvs.abandonWrite('mqtt_cert', other, other.length / 2));
    await bench.board.powerCycle();
    await bench.goOnline();

    expect(await bench.certificateShown()).to.equal(thing.certificateId);
  });

  for (const tenths of [2, 5, 8]) {
    it(`after ${tenths} tenths of it leaves each value whole, the old one or the new`, async () => {
      const replacement = await bench.createThing();
      const before = bench.credentialsOf(await bench.thing());
      const after = bench.credentialsOf(replacement);

      const answer = await bench.trials.cutPowerWhileReplacing(before, after, {
        during: 'program',
        tenths,
      });
      const held = await bench.board.heldCredentials({ before, after });
      await bench.prepare(after);

      expect(answer).to.include({ code: 'AT_RESTARTED' });
      expect(held.torn).to.deep.equal([]);
      expect(await bench.certificateShown()).to.equal(replacement.certificateId);
    });
  }
});

describe('A power cut at a board with a partition for each credential', () => {
  const bench = useBench({
    area: 'flash',
    needs: ['tls-events', 'mqtt-events'],
    board: ['sysflash'],
    bench: ['power', 'power-at-chip'],
  });

  for (const tenths of [1, 5, 9]) {
    it(`after ${tenths} tenths of its erases leaves no identity`, async () => {
      const before = bench.credentialsOf(await bench.thing());
      const after = bench.credentialsOf(await bench.createThing());

      const answer = await bench.trials.cutPowerWhileReplacing(before, after, {
        during: 'erase',
        tenths,
      });
      await bench.goOnline();
      const shown = await bench.certificateShown();

      expect(answer).to.include({ code: 'AT_RESTARTED' });
      expect(shown).to.equal(null);
    });
  }

  for (const place of PLACES) {
    it(`while it takes the bytes for ${place} leaves that empty, and can be made good`, async () => {
      const thing = await bench.thing();
      const credentials = bench.credentialsOf(thing);
      const image = imageFor(credentials, place);
      await bench.prepare(credentials);

      await bench.board.raw.flash.erase(place);
      await failure(bench.board.raw.flash.abandonWrite(place, image, image.length / 2));
      await bench.board.powerCycle();
      await bench.goOnline();
      const shownThen = await bench.certificateShown();
      const held = await bench.board.heldCredentials({ credentials });
      await bench.board.writeCredentials(credentials);
      const shownAtLast = await bench.certificateShown();

      expect(held.torn).to.deep.equal([place]);
      expect(shownThen).to.equal(null);
      expect(shownAtLast).to.equal(thing.certificateId);
    });
  }
});
