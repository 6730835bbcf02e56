import { isIPv4 } from 'node:net';
import { chosenDefect } from '../../../simulators/defects/chosen-defect.ts';
import { guardedPlant } from '../../../simulators/defects/guarded-plant.ts';
import { SimulatedBoard } from '../../../simulators/esp-at/board.ts';
import { openBoardFlash } from '../../../simulators/esp-at/images/board-flash.ts';
import { readReleaseImage } from '../../../simulators/esp-at/images/read-image.ts';
import { releaseProfile } from '../../../simulators/esp-at/releases/releases.ts';
import type { Network } from '../../../simulators/network/network.ts';
import { startNetwork } from '../../../simulators/network/start-network.ts';
import { DEFAULT_WORLD } from '../../../simulators/network/world.ts';
import type { World } from '../../../simulators/network/world-schema.ts';
import type { BenchFile } from '../file/bench-file.ts';

/** Where the simulated network has the bench's host. */
const HOST_ADDRESS = '10.0.2.2';

/**
 * The surroundings that a bench file speaks of, as a world for a simulated board.
 * @param cloud `host:port` of this computer or, where the file does not say how boards reach it, of the cloud itself
 */
export const worldOf = ({ wifi, reach, time }: BenchFile, cloud: string): World => {
  const [, cloudHost = '', cloudPort = ''] = /^(.*):(\d+)$/.exec(cloud) ?? [];
  const { host = cloudHost, port = Number(cloudPort) } = reach ?? {};
  const address = isIPv4(host) ? host : HOST_ADDRESS;
  const named = [host, ...(time.via === 'sntp' ? [time.server] : [])];
  const names = named.filter((name) => !isIPv4(name)).map((name) => [name, address]);
  const [air] = DEFAULT_WORLD.accessPoints;
  const security = wifi.password === '' ? 'open' : 'wpa2';
  return {
    ...DEFAULT_WORLD,
    accessPoints: [{ ...(air as World['accessPoints'][number]), ...wifi, security }],
    names: Object.fromEntries(names),
    routes: { [`${address}:${port}`]: cloud },
  };
};

/** A simulated board with the world around it; off. */
export interface BoardInWorld extends AsyncDisposable {
  readonly board: SimulatedBoard;
  readonly network: Network;
}

/**
 * Puts a simulated board into the bench's world.
 * @param cloud `host:port` where the cloud listens
 * @param changed the world instead of that which the file speaks of
 */
export const simulateBoard = async (
  file: BenchFile,
  release: string,
  cloud: string,
  changed = (world: World): World => world,
): Promise<BoardInWorld> => {
  const { image: named, flash: path, pace, realtime, debugLog } = file.simulator;
  const image = named === undefined ? undefined : await readReleaseImage(named, release);
  const profile = releaseProfile(release);
  const defect = await chosenDefect(file.simulator);
  const kept = await openBoardFlash(profile, { image, file: path });
  const around = await startNetwork(changed(worldOf(file, cloud)));
  const { network } = around;
  const board = new SimulatedBoard({
    profile,
    flash: kept.flash,
    network,
    pace,
    realtime,
    debugBuild: debugLog,
    plant: defect && guardedPlant(defect),
  });
  return {
    board,
    network,
    [Symbol.asyncDispose]: async () => {
      await board[Symbol.asyncDispose]();
      await around[Symbol.asyncDispose]();
      kept[Symbol.dispose]();
    },
  };
};
