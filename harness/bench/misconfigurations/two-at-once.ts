import { onReleases, type Wrong } from './on-releases.ts';
import { erase, ofNewThing, packedFor, prepared, write } from './written-wrongly.ts';

const two = (name: string, expected: string, steps: Wrong['steps']): Wrong => ({
  name,
  expected,
  steps,
});

/** Two things are wrong at a time: the one that bites first is to be named first. */
export const TWO_AT_ONCE = onReleases([
  two('the port is wrong, and the demo certificates stayed', 'BROKER_PORT_WRONG', async (lab) => {
    await lab.board.writePacked(await packedFor(lab, await ofNewThing(lab), 'mqtt_ca'));
    await lab.restart();
    await lab.board.mqtt.configure({ scheme: 5, clientId: 'sdk-java' });
    await lab.board.mqtt.connect({ host: lab.serverName, port: 1883 });
  }),
  two('off the Wi-Fi, and the key is that of another thing', 'NOT_ON_WIFI', async (lab) => {
    await prepared(lab);
    await write(lab, 'mqtt_key', (await packedFor(lab, await ofNewThing(lab), 'mqtt_key')).bytes);
    await lab.restart();
    await lab.board.leaveWifi();
    await lab.connect();
  }),
  two('the CA was erased, and the certificate is not active', 'CA_MISSING', async (lab) => {
    await lab.prepare(lab.credentialsOf(await lab.createThing({ status: 'INACTIVE' })));
    await erase(lab, 'mqtt_ca');
    await lab.restart();
    await lab.connect();
  }),
  two('no time, and the certificate is not active', 'NO_TIME', async (lab) => {
    await lab.prepare(lab.credentialsOf(await lab.createThing({ status: 'INACTIVE' })));
    await lab.forgetTime();
    await lab.joinWifi();
    await lab.connect();
  }),
  two('half of the key, and no time', 'TRUNCATED_WRITE', async (lab) => {
    const { bytes } = await packedFor(lab, await prepared(lab), 'mqtt_key');
    await write(lab, 'mqtt_key', bytes.subarray(0, bytes.length >> 1));
    await lab.forgetTime();
    await lab.joinWifi();
    await lab.connect();
  }),
]);
