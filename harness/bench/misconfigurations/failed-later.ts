import { expect } from 'chai';
import type { Lab } from '../lab.ts';
import { NEW, OLD, onReleases, type Wrong } from './on-releases.ts';
import { typeLine } from './typed.ts';
import { erase, ofNewThing, packedFor, prepared, write } from './written-wrongly.ts';

const SOON = 500;

const inVain = async (tried: Promise<unknown>): Promise<void> => {
  await tried.catch(() => undefined);
};

const connected = async (lab: Lab): Promise<void> => {
  await lab.prepare(lab.credentialsOf(await lab.freeThing()));
  await lab.connect();
};

/** A JSON payload whose commas nobody escaped. */
const tearLine = (lab: Lab): Promise<void> =>
  inVain(typeLine(lab, 'AT+MQTTPUB', '0,"a","{\\"a\\":1,\\"b\\":2}",0,0'));

const rejoinWrongly = (lab: Lab): Promise<unknown> =>
  lab.board.joinWifi({ ssid: 'bench', password: 'something-else' });

const wrong = (
  name: string,
  expected: string,
  steps: Wrong['steps'],
  releases = [OLD, NEW],
): Wrong => ({
  name,
  expected,
  releases,
  steps,
});

/** What fails is not what was done wrongly, but something behind it; or something else was wrong before, and was put right. */
export const FAILED_LATER = onReleases([
  wrong('the key was erased, and the test waits for the cloud', 'KEY_MISSING', async (lab) => {
    await prepared(lab);
    await erase(lab, 'mqtt_key');
    await lab.restart();
    const from = lab.cloud.position();
    await inVain(lab.connect());
    await lab.cloud.expect({ kind: 'connect' }, { from, withinMs: SOON });
  }),
  wrong(
    'the board left the Wi-Fi, and the test waits for its message',
    'NOT_ON_WIFI',
    async (lab) => {
      await connected(lab);
      await lab.board.leaveWifi();
      const from = lab.cloud.position();
      await inVain(lab.board.mqtt.publish('a', 'x', { qos: 1, withinMs: SOON }));
      await lab.cloud.expect({ kind: 'publish' }, { from, withinMs: SOON });
    },
  ),
  wrong(
    'the radio was switched off, and the test waits for a message',
    'NOT_ON_WIFI',
    async (lab) => {
      await connected(lab);
      await lab.board.mqtt.subscribe('a', 1);
      await typeLine(lab, 'AT+CWMODE', '0');
      await lab.cloud.publish('a', 'x', { qos: 1 });
      await lab.board.mqtt.expectMessage({ topic: 'a' }, { withinMs: SOON });
    },
  ),
  wrong('joined before, and again with another password', 'WIFI_PASSWORD_WRONG', async (lab) => {
    await prepared(lab);
    await rejoinWrongly(lab);
  }),
  wrong('the join was in vain, and the connection fails', 'WIFI_PASSWORD_WRONG', async (lab) => {
    await prepared(lab);
    await inVain(rejoinWrongly(lab));
    await lab.connect();
  }),
  wrong(
    'an unescaped comma was wanted, and the password is another',
    'WIFI_PASSWORD_WRONG',
    async (lab) => {
      await connected(lab);
      await tearLine(lab);
      await rejoinWrongly(lab);
    },
  ),
  wrong(
    'a policy was put right, and the certificate revoked later',
    'CERTIFICATE_REVOKED',
    async (lab) => {
      const thing = await lab.thing();
      await lab.prepare(lab.credentialsOf(thing));
      await lab.connect();
      await inVain(lab.board.mqtt.subscribe('elsewhere', 1));
      await lab.connect();
      await lab.cloud.setCertificateStatus(thing.certificateId, 'REVOKED');
      await lab.cloud.disconnect('sdk-java');
      await lab.board.mqtt.expectLoss();
      await lab.connect();
    },
  ),
  wrong(
    'the certificate that was shown is compared',
    'CERTIFICATE_OF_ANOTHER_THING',
    async (lab) => {
      const { certificateId } = await lab.thing();
      await lab.prepare(await ofNewThing(lab));
      expect(await lab.certificateShown()).to.equal(certificateId);
    },
  ),
  wrong('the keep-alive in use is compared', 'KEEP_ALIVE_OUT_OF_RANGE', async (lab) => {
    await prepared(lab);
    const from = lab.cloud.position();
    await lab.connect({ keepAliveSeconds: 10 });
    const seen = await lab.cloud.expect({ kind: 'connect' }, { from, withinMs: SOON });
    expect(seen.keepAlive.used).to.equal(10);
  }),
  wrong('a message has no room in the memory of the board', 'PAYLOAD_TOO_LARGE', async (lab) => {
    await connected(lab);
    await lab.board.mqtt.publish('a', 'x'.repeat(200_000), { qos: 1, withinMs: SOON });
  }),
  wrong(
    'the image of the key begins a byte too late',
    'STORED_BYTES_DAMAGED',
    async (lab) => {
      const { bytes } = await packedFor(lab, await prepared(lab), 'mqtt_key');
      await write(lab, 'mqtt_key', bytes.subarray(1));
      await lab.restart();
      await lab.connect();
    },
    [OLD],
  ),
  wrong(
    'a line end came in front of the image of the CA',
    'STORED_BYTES_DAMAGED',
    async (lab) => {
      const { bytes } = await packedFor(lab, await prepared(lab), 'mqtt_ca');
      await write(lab, 'mqtt_ca', Buffer.concat([Buffer.from('\r\n'), bytes]));
      await lab.restart();
      await lab.connect();
    },
    [OLD],
  ),
]);
