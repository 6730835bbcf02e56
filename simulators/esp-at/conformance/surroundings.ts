import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { Network } from '../../network/network.ts';
import { startNetwork } from '../../network/start-network.ts';
import { parseWorld } from '../../network/world.ts';
import type { World } from '../../network/world-schema.ts';
import { type Broker, startBroker } from './broker.ts';
import { type HostAction, hostAction } from './host-action.ts';
import type { Exchange, StandIn } from './recording.ts';
import { seenWorld } from './seen-world.ts';
import { type Cast, fill, makeCast } from './stand-ins.ts';

/** The access points of the emulator answer at once, so that a board that boots tells of them before it is ready. */
const ANSWERS_IN_MS = 5;

/** The air of the recordings of v3.4.0.0 (their README), for those that show none. */
const AIR = parseWorld(`
accessPoints:
  - {ssid: Espressif, bssid: "10:01:00:c4:0a:51", channel: 5, rssi: -27, security: open}
  - {ssid: MasseyWifi, bssid: "10:01:00:c4:0a:52", channel: 10, rssi: -34, security: open}
`);

/** One set of keys for all replays of a process. */
let cast: Promise<Cast> | undefined;

/** What was around the board when it was recorded, as long as it is needed. */
export interface Surroundings extends AsyncDisposable {
  readonly network: Network;
  readonly stationMac: string | undefined;
  fill(standIn: StandIn): string;
  /** Does what a note tells of something outside of the board; false for what cannot be played. */
  act(note: string): Promise<boolean>;
}

const routesTo = (hosts: readonly string[], { clearPort, tlsPort }: Broker): World['routes'] =>
  Object.fromEntries(
    hosts.flatMap((host) => [
      [`${host}:1883`, `127.0.0.1:${clearPort}`],
      [`${host}:8883`, `127.0.0.1:${tlsPort}`],
    ]),
  );

/** A port of this computer where nobody listens. */
const closedPort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const perform = async (action: HostAction, broker: Broker, network: Network, air: World) => {
  if (action.kind === 'publish') await broker.publish(action.message);
  else if (action.kind === 'cut') broker.cut();
  else if (action.kind === 'takeover') await broker.takeOver();
  else if (action.kind === 'broker') {
    if (action.goes !== 'up') await broker.down();
    if (action.goes !== 'down') await broker.up();
  } else {
    const { accessPoints } = air;
    network.world = { ...network.world, accessPoints: action.goes === 'on' ? accessPoints : [] };
  }
};

/** Makes the world that a recording shows: its air, its addresses, an MQTT broker and a time server. */
export const startSurroundings = async (exchanges: readonly Exchange[]): Promise<Surroundings> => {
  cast ??= makeCast();
  const players = await cast;
  const { accessPoints, dhcp, names, called, refused, stationMac } = seenWorld(exchanges);
  const broker = await startBroker(players);
  const seen: World = {
    ...AIR,
    accessPoints: (accessPoints.length > 0 ? accessPoints : AIR.accessPoints).map((each) => ({
      ...each,
      answersInMs: ANSWERS_IN_MS,
    })),
    dhcp: { ...AIR.dhcp, ...dhcp },
    names,
  };
  const hosts = [...new Set([seen.dhcp.gateway, ...called])];
  const nobody = `127.0.0.1:${await closedPort()}`;
  const routes = {
    ...Object.fromEntries(refused.map((address) => [address, nobody])),
    ...routesTo(hosts, broker),
  };
  const running = await startNetwork({ ...seen, routes });
  const { network } = running;
  if (Object.keys(names).length === 0) {
    // No name was ever resolved: DNS leads to where nobody listens.
    const { dns: _nobody, ...world } = network.world;
    network.world = world;
  }
  return {
    network,
    stationMac,
    fill: (standIn) => fill(standIn, players),
    act: async (note) => {
      const action = hostAction(note);
      if (action) await perform(action, broker, network, seen);
      return action !== undefined;
    },
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]();
      await broker[Symbol.asyncDispose]();
    },
  };
};
