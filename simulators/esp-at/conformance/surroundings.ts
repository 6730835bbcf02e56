import type { Network } from '../../network/network.ts';
import { startNetwork } from '../../network/start-network.ts';
import { parseWorld } from '../../network/world.ts';

/** The air and the addresses of the recordings (their README). DNS leads to where nobody listens. */
const WORLD = `
accessPoints:
  - {ssid: Espressif, bssid: "10:01:00:c4:0a:51", channel: 5, rssi: -27, security: open}
  - {ssid: MasseyWifi, bssid: "10:01:00:c4:0a:52", channel: 10, rssi: -34, security: open}
`;

/** What was around the board when it was recorded, as long as it is needed. */
export interface Surroundings extends AsyncDisposable {
  readonly network: Network;
}

export const startSurroundings = async (): Promise<Surroundings> => {
  const running = await startNetwork(parseWorld(WORLD));
  const { dns: _nobody, ...world } = running.network.world;
  running.network.world = world;
  return running;
};
