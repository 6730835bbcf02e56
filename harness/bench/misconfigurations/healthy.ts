import { once } from 'node:events';
import { createConnection } from 'node:net';
import type { Lab } from '../lab.ts';
import { onReleases } from './on-releases.ts';
import { typeLine } from './typed.ts';
import { prepared } from './written-wrongly.ts';

const ROUND_TRIP_MS = 5_000;

/** A message to itself, by way of the cloud. */
const throughTheCloud = async (lab: Lab): Promise<void> => {
  await prepared(lab);
  await lab.connect();
  await lab.board.mqtt.subscribe('sdk/test/java', 1);
  const from = lab.board.position();
  await lab.board.mqtt.publish('sdk/test/java', '{"a":1,"b":"two"}', { qos: 1 });
  await lab.board.mqtt.expectMessage({ topic: 'sdk/test/java' }, { from, withinMs: ROUND_TRIP_MS });
};

/** As what watches over servers does: it connects, and goes. */
const knockAt = async ({ cloud }: Lab): Promise<void> => {
  const from = cloud.position();
  const { host, port } = cloud.endpoint;
  const socket = createConnection({ host, port });
  try {
    await once(socket, 'connect');
    // How the cloud takes leave of it is of no interest.
    socket.on('error', () => undefined).end();
    await cloud.expect({ kind: 'tls-refused' }, { from, withinMs: ROUND_TRIP_MS });
  } finally {
    socket.destroy();
  }
};

/** Nothing is wrong with these: no cause may be named. */
export const HEALTHY = onReleases([
  { name: 'nothing is wrong', expected: '', steps: throughTheCloud },
  {
    name: 'nothing is wrong, after credentials of another thing',
    expected: '',
    steps: async (lab) => {
      await lab.prepare(lab.credentialsOf(await lab.createThing()));
      await throughTheCloud(lab);
    },
  },
  {
    name: 'nothing is wrong, after a refusal that was wanted',
    expected: '',
    steps: async (lab) => {
      await prepared(lab);
      await lab.connect({ clientId: 'nobody' }).catch(() => {});
      await throughTheCloud(lab);
    },
  },
  {
    name: 'nothing is wrong, after a takeover that was wanted',
    expected: '',
    steps: async (lab) => {
      const other = await lab.createThing();
      await prepared(lab);
      await lab.connect({ reconnect: true });
      const from = lab.board.position();
      const theirs = await lab.trials.connectFromHost(other, 'sdk-java');
      await lab.board.mqtt.expectReturn({ from });
      await theirs[Symbol.asyncDispose]();
      await lab.board.mqtt.publish('topic_1', 'x', { qos: 1 });
    },
  },
  {
    name: 'nothing is wrong, and the cloud refuses clients of others',
    expected: '',
    steps: async (lab) => {
      const [revoked, stranger] = [
        await lab.createThing({ status: 'REVOKED' }),
        await lab.createThing(),
      ];
      await throughTheCloud(lab);
      await knockAt(lab);
      await lab.trials.connectFromHost(revoked, 'gateway').catch(() => {});
      await lab.trials.connectFromHost(stranger, 'not-allowed').catch(() => {});
    },
  },
  {
    name: 'nothing is wrong, after a subscription that was to be refused',
    expected: '',
    steps: async (lab) => {
      await prepared(lab);
      await lab.connect();
      await lab.board.mqtt.subscribe('elsewhere', 1).catch(() => {});
      await throughTheCloud(lab);
    },
  },
  {
    name: 'nothing is wrong, after a line that was to be refused',
    expected: '',
    steps: async (lab) => {
      await throughTheCloud(lab);
      await typeLine(lab, 'AT+MQTTPUB', '0,"a","{"a":1,"b":2}",1,0').catch(() => {});
    },
  },
  {
    name: 'nothing is wrong, and the cloud moves the keep-alive',
    expected: '',
    steps: async (lab) => {
      await prepared(lab);
      await lab.connect({ keepAliveSeconds: 10 });
    },
  },
  {
    name: 'nothing is wrong, and the certificate is taken out of use at the end',
    expected: '',
    steps: async (lab) => {
      const { certificateId } = await lab.thing();
      await throughTheCloud(lab);
      await lab.cloud.setCertificateStatus(certificateId, 'INACTIVE');
    },
  },
]);
