import { expect } from 'chai';
import { useBench } from '../../harness/bench/use-bench.ts';

const SOON = 10_000;
const FROM_BOARD = '{"from":"the board"}';
const FROM_CLOUD = '{"from":"the cloud"}';

describe('One set of credentials', () => {
  const bench = useBench({
    area: 'flash',
    needs: ['tls-events', 'mqtt-events'],
    bench: ['download'],
  });

  const talkBothWays = async (): Promise<void> => {
    const { certificateId } = await bench.thing();
    const { clientId, topic, otherTopic } = bench.names;
    await bench.goOnline();
    const from = bench.cloud.position();
    const boardFrom = bench.board.position();

    await bench.connect();
    await bench.board.mqtt.subscribe(topic, 1);
    await bench.board.mqtt.publish(otherTopic, FROM_BOARD, { qos: 1 });
    await bench.cloud.publish(topic, FROM_CLOUD, { qos: 1 });

    await bench.board.mqtt.expectMessage({ topic, payload: FROM_CLOUD }, { from: boardFrom });
    await bench.cloud.expect(
      { kind: 'tls-accepted', peer: { certificateId } },
      { from, withinMs: SOON },
    );
    await bench.cloud.expect(
      { kind: 'connect', clientId, certificateId, outcome: { accepted: true } },
      { from, withinMs: SOON },
    );
    await bench.cloud.expect(
      { kind: 'publish', clientId, topic: otherTopic, payload: FROM_BOARD },
      { from, withinMs: SOON },
    );
    await bench.cloud.expect({ kind: 'puback', clientId, topic }, { from, withinMs: SOON });
    await bench.board.mqtt.clean();
  };

  it('connects the board when it was written over AT', async () => {
    await bench.ways.write('at', bench.credentialsOf(await bench.thing()));

    await talkBothWays();
  });

  it('connects the board when the loader of its chip wrote it', async () => {
    await bench.ways.write('rom', bench.credentialsOf(await bench.thing()));

    await talkBothWays();
  });

  it('connects the board when it was in a factory image', async () => {
    await bench.ways.write('image', bench.credentialsOf(await bench.thing()));

    await talkBothWays();
  });

  it('stands in the flash alike, whichever way it came there', async () => {
    const credentials = bench.credentialsOf(await bench.thing());

    const places = await bench.ways.placesAfter('at', credentials);

    expect(Object.keys(places)).to.have.length.of.at.least(3);
    expect(await bench.ways.placesAfter('rom', credentials)).to.deep.equal(places);
    expect(await bench.ways.placesAfter('image', credentials)).to.deep.equal(places);
    bench.ways.report();
  });
});
