import { isIPv4 } from 'node:net';
import { type Endpoint, isLoopback, parseEndpoint } from './endpoint.ts';
import type { World } from './world-schema.ts';

const NTP_PORT = 123;

/** Servers that the firmware asks by itself, and the one that everybody types: known wherever there is NTP. */
const WELL_KNOWN_TIME_SERVERS: Readonly<Record<string, string>> = {
  'cn.ntp.org.cn': '203.0.113.1',
  'ntp.sjtu.edu.cn': '203.0.113.2',
  'us.pool.ntp.org': '203.0.113.3',
  'pool.ntp.org': '203.0.113.4',
};

/** What a joined board can reach: DNS, and where an address of the simulated network leads on this computer. */
export class Network {
  /** The surroundings as they are now. Replace it to change them under a running board. */
  world: World;

  constructor(world: World) {
    this.world = world;
  }

  /** The address of a name, by DNS; a literal address is its own. Undefined: no server knows the name. */
  resolve(name: string): string | undefined {
    if (isIPv4(name)) {
      return name;
    }
    const wanted = name.toLowerCase();
    const known = this.world.ntp === undefined ? {} : WELL_KNOWN_TIME_SERVERS;
    return Object.entries({ ...known, ...this.world.names }).findLast(
      ([given]) => given.toLowerCase() === wanted,
    )?.[1];
  }

  /** Where packets to an address and port really go. Undefined: nowhere, nobody answers. */
  lead(address: string, port: number, protocol: 'tcp' | 'udp'): Endpoint | undefined {
    const { routes, ntp } = this.world;
    const exact = routes[`${address}:${port}`];
    if (exact !== undefined) {
      return parseEndpoint(exact);
    }
    const host = routes[address];
    if (host !== undefined) {
      return { host, port };
    }
    if (protocol === 'udp' && port === NTP_PORT && ntp !== undefined) {
      return parseEndpoint(ntp);
    }
    return isLoopback(address) ? { host: address, port } : undefined;
  }
}
