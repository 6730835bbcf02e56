import { startDnsServer } from './dns-server.ts';
import { Network } from './network.ts';
import { startNtpServer } from './ntp-server.ts';
import type { World } from './world-schema.ts';

/** Servers that the firmware asks the time by itself, and the one that everybody types. */
const WELL_KNOWN_TIME_SERVERS: Readonly<Record<string, string>> = {
  'cn.ntp.org.cn': '203.0.113.1',
  'ntp.sjtu.edu.cn': '203.0.113.2',
  'us.pool.ntp.org': '203.0.113.3',
  'pool.ntp.org': '203.0.113.4',
};

/** A network with servers behind it, as long as they run. */
export interface RunningNetwork extends AsyncDisposable {
  readonly network: Network;
}

/**
 * Gives a world, on this computer's loopback, the servers that it does not name itself: DNS, which knows the world's
 * names of the moment and the well-known time servers, and NTP, to which those lead.
 */
export const startNetwork = async (world: World): Promise<RunningNetwork> => {
  const network = new Network(world);
  const own: AsyncDisposable[] = [];
  const close = async (): Promise<void> => {
    for (const server of own.splice(0)) await server[Symbol.asyncDispose]();
  };
  const started = <S extends AsyncDisposable>(server: S): S => {
    own.push(server);
    return server;
  };
  try {
    const names = () => ({ ...WELL_KNOWN_TIME_SERVERS, ...network.world.names });
    const dns = world.dns ?? started(await startDnsServer({ names })).endpoint;
    const ntp = world.ntp ?? started(await startNtpServer()).endpoint;
    network.world = { ...world, dns, ntp };
    return { network, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
};
