import type { Network } from '../../network/network.ts';
import { startNetwork } from '../../network/start-network.ts';
import { parseWorld } from '../../network/world.ts';
import { startBroker } from './broker.ts';
import { hostMessage } from './host-action.ts';
import type { StandIn } from './recording.ts';
import { type Cast, fill, makeCast } from './stand-ins.ts';

/** The air and the addresses of the recordings (their README). DNS leads to where nobody listens. */
const WORLD = `
accessPoints:
  - {ssid: Espressif, bssid: "10:01:00:c4:0a:51", channel: 5, rssi: -27, security: open}
  - {ssid: MasseyWifi, bssid: "10:01:00:c4:0a:52", channel: 10, rssi: -34, security: open}
`;

/** One set of keys for all replays of a process. */
let cast: Promise<Cast> | undefined;

/** What was around the board when it was recorded, as long as it is needed. */
export interface Surroundings extends AsyncDisposable {
  readonly network: Network;
  /** @throws BadInput for a kind that there is not */
  fill(standIn: StandIn): string;
  /** Does what a note tells of something outside of the board. */
  act(note: string): Promise<void>;
}

export const startSurroundings = async (): Promise<Surroundings> => {
  cast ??= makeCast();
  const players = await cast;
  const broker = await startBroker(players);
  const routes = {
    '10.0.2.2:1883': `127.0.0.1:${broker.clearPort}`,
    '10.0.2.2:8883': `127.0.0.1:${broker.tlsPort}`,
  };
  const running = await startNetwork({ ...parseWorld(WORLD), routes });
  const { dns: _nobody, ...world } = running.network.world;
  running.network.world = world;
  return {
    network: running.network,
    fill: (standIn) => fill(standIn, players),
    act: async (note) => {
      const message = hostMessage(note);
      if (message) await broker.publish(message);
    },
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]();
      await broker[Symbol.asyncDispose]();
    },
  };
};
