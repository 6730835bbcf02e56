import { expect } from 'chai';
import { useBench } from '../../harness/bench/use-bench.ts';
import { describeTest } from '../../reports/allure/allure-journal.ts';
import { about } from '../../reports/area.ts';

const SOON = 10_000;

describe('New credentials', () => {
  const bench = useBench({ area: 'flash', needs: ['mqtt-events'] });

  it('are used after a restart, and the report records whether before one too', async () => {
    const first = await bench.createThing();
    const second = await bench.createThing();
    await bench.prepare(bench.credentialsOf(first));
    await bench.connect();
    await bench.board.mqtt.clean();

    await bench.board.writeCredentials(bench.credentialsOf(second));
    const withoutRestart = await bench.certificateShown();
    await bench.board.restart();
    await bench.joinWifi();
    await bench.setClock();
    const from = bench.cloud.position();
    await bench.connect();

    const { certificateId } = second;
    await bench.cloud.expect(
      { kind: 'connect', certificateId, outcome: { accepted: true } },
      { from, withinMs: SOON },
    );
    expect([first.certificateId, certificateId]).to.include(withoutRestart);
    describeTest({
      parameters: { 'used without a restart': String(withoutRestart === certificateId) },
    });
    await bench.board.mqtt.clean();
  });

  it(
    'are not mixed with those of before',
    about('tls', async () => {
      const things = [await bench.createThing(), await bench.createThing()] as const;
      const [first, second] = things;
      await bench.prepare(bench.credentialsOf(first));
      const before = await bench.certificateShown();

      await bench.board.writeCredentials(bench.credentialsOf(second));
      const behind = await bench.certificateShown();

      expect(before).to.equal(first.certificateId);
      expect(things.map(({ certificateId }) => certificateId)).to.include(behind);
    }),
  );
});
