import { PEERS } from './mosquitto-peers.ts';

/** `npm run test:peers` begins by telling which peers there are on this computer; the tests of the others are skipped. */
for (const [name, find] of Object.entries(PEERS)) {
  const peer = await find();
  const found = peer.found ?? `none, its tests are skipped: ${peer.why}`;
  process.stdout.write(`Mosquitto as a ${name}: ${found}\n`);
}
