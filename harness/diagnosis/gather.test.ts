import { expect } from 'chai';
import { failure, openedBoard } from '../boards/opened-board.ts';
import type { Cloud } from '../clouds/cloud.ts';
import { eventsFrom } from '../clouds/event-record.ts';
import type { CloudEvent } from '../clouds/events.ts';
import { ERROR, OK } from '../flash/scripted-board.ts';
import { gather, type Scene } from './gather.ts';
import { CALL, FAILURE, healthy, refusedTls } from './sample-evidence.ts';

/** A cloud that sees what happens later than a board, by so much. */
const slowCloud = (lateMs: number, ...events: readonly CloudEvent[]) => {
  const record: CloudEvent[] = [];
  const listeners = new Set<(event: CloudEvent) => void>();
  const source = {
    events: record,
    dropped: 0,
    onEvent: (listener: (event: CloudEvent) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const see = (): void => {
    record.push(...events);
    for (const event of events) for (const listener of [...listeners]) listener(event);
  };
  const cloud: Pick<Cloud, 'events' | 'seen' | 'rootCaPem' | 'lookUpCertificate'> = {
    events: (from, signal) => eventsFrom(source, from, signal),
    seen: () => [...record],
    rootCaPem: '',
    lookUpCertificate: async () => null,
  };
  return { cloud: cloud as Cloud, called: () => void setTimeout(see, lateMs) };
};

const REFUSED = refusedTls('device', 'UNKNOWN_CA');

const sceneOf = async (cloud: Cloud, answers: Parameters<typeof openedBoard>[0]) => {
  const { board, far } = await openedBoard({
    'AT+MQTTUSERCFG=0,5,"me","","",0,0,""': OK,
    ...answers,
  });
  await board.mqtt.configure({ scheme: 5, clientId: 'me' });
  await failure(board.mqtt.connect({ host: 'iot.bench.test' }));
  const { bench } = healthy();
  const scene: Scene = {
    failure: FAILURE,
    bench,
    board,
    cloud,
    since: { transcript: 0, log: 0, cloud: 0 },
    trials: { patience: 0.1, mayReset: false },
  };
  return { scene, board, far };
};

describe('Gathering evidence', () => {
  it('waits for a cloud that sees a call later than the board has failed', async () => {
    const { cloud, called } = slowCloud(100, REFUSED);
    const { scene, board } = await sceneOf(cloud, {
      [CALL]: () => {
        called();
        return `+MQTTDISCONNECTED:0\r\n${ERROR}`;
      },
    });
    await using _board = board;

    expect((await gather(scene)).cloud.map(({ kind }) => kind)).to.deep.equal(['tls-refused']);
  });

  it('keeps what the cloud saw where the board goes in the middle of its examination', async () => {
    const { cloud, called } = slowCloud(0, REFUSED);
    const { scene, board, far } = await sceneOf(cloud, {
      [CALL]: `+MQTTDISCONNECTED:0\r\n${ERROR}`,
      'AT+CIPSNTPTIME?': () => {
        called();
        setTimeout(() => far.unplug(), 20);
        return null;
      },
    });
    await using _board = board;

    expect((await gather(scene)).cloud.map(({ kind }) => kind)).to.deep.equal(['tls-refused']);
  });
});
