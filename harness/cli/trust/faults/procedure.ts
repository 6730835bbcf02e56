import { expect } from 'chai';
import { labNames } from '../../../bench/lab/lab-script.ts';
import type { Lab } from '../../../bench/lab.ts';

/** A step of the lab procedure, with what proves it at both ends. */
export interface ProcedureStep {
  readonly title: string;
  readonly body: (lab: Lab) => Promise<void>;
}

const { clientId: CLIENT_ID, topic: TOPIC, otherTopic: OTHER_TOPIC } = labNames();

export { CLIENT_ID, OTHER_TOPIC };
/** What the board publishes, in this order. */
export const PAYLOADS: readonly Buffer[] = [
  Buffer.from('{"message":"Hello World!","sequence":1}'),
  Buffer.from('two\r\nOK\r\nlines, "quoted", and a \0', 'latin1'),
];
const FROM_CLOUD = '{"message":"from the cloud"}';
const LONG = 'The quick brown fox jumps over the lazy dog. '.repeat(60);
/** The stand-in answers in milliseconds. */
const SOON_MS = 3_000;

const publishes = (nth: number, raw: boolean) => async (lab: Lab) => {
  const payload = PAYLOADS[nth] as Buffer;
  const from = lab.cloud.position();
  await lab.board.mqtt.publish(OTHER_TOPIC, payload, { qos: 1, raw });
  await lab.cloud.expect(
    { kind: 'publish', clientId: CLIENT_ID, topic: OTHER_TOPIC, payload },
    { from, withinMs: SOON_MS },
  );
};

const receives = (payload: string) => async (lab: Lab) => {
  const from = lab.board.position();
  await lab.cloud.publish(TOPIC, payload, { qos: 1 });
  const options = { from, withinMs: SOON_MS };
  const message = await lab.board.mqtt.expectMessage({ topic: TOPIC, payload }, options);
  expect(Buffer.from(message.payload).toString()).to.equal(payload);
};

/** The steps of `specs/procedure/onto-aws-iot.spec.ts` in which a board takes part, behind its opening. */
export const PROCEDURE: readonly ProcedureStep[] = [
  {
    title: 'writes the credentials',
    body: async (lab) => {
      const written = await lab.board.writeCredentials(lab.credentialsOf(await lab.thing()));
      expect(written.map(({ name }) => name)).to.have.members(['mqtt_ca', 'mqtt_cert', 'mqtt_key']);
    },
  },
  {
    title: 'restarts the board',
    body: async (lab) => void (await lab.board.restart()),
  },
  {
    title: 'joins the Wi-Fi',
    body: async (lab) => {
      await lab.joinWifi();
      expect(await lab.board.address()).not.to.have.property('ip', '0.0.0.0');
    },
  },
  {
    title: 'sets the clock',
    body: async (lab) => {
      await lab.setClock();
      const { local } = await lab.board.clock();
      expect(local?.getUTCFullYear()).to.be.within(new Date().getUTCFullYear() - 1, 2049);
    },
  },
  {
    title: 'connects with mutual TLS',
    body: async (lab) => {
      const { certificateId } = await lab.thing();
      const from = lab.cloud.position();
      await lab.connect({ clientId: CLIENT_ID });
      expect(await lab.board.mqtt.state()).to.have.property('isConnected', true);
      await lab.cloud.expect(
        { kind: 'connect', clientId: CLIENT_ID, certificateId, outcome: { accepted: true } },
        { from, withinMs: SOON_MS },
      );
    },
  },
  {
    title: 'subscribes',
    body: async (lab) => {
      const from = lab.cloud.position();
      await lab.board.mqtt.subscribe(TOPIC, 1);
      expect(await lab.board.mqtt.topics()).to.deep.equal([{ topic: TOPIC, qos: 1 }]);
      await lab.cloud.expect(
        { kind: 'subscribe', clientId: CLIENT_ID, answer: 'suback' },
        { from, withinMs: SOON_MS },
      );
    },
  },
  { title: 'publishes what fits into a command line', body: publishes(0, false) },
  { title: 'publishes raw bytes', body: publishes(1, true) },
  { title: 'receives what the cloud publishes', body: receives(FROM_CLOUD) },
  { title: 'receives a message that the board has to split', body: receives(LONG) },
  {
    title: 'takes leave',
    body: async (lab) => {
      const from = lab.cloud.position();
      await lab.board.mqtt.clean();
      await lab.cloud.expect(
        { kind: 'disconnect', clientId: CLIENT_ID, reason: 'CLIENT_INITIATED_DISCONNECT' },
        { from, withinMs: SOON_MS },
      );
    },
  },
];

/** The first thing that is done with a board, before there is a lab. */
export const OPENING = 'opens the board';
