import { EventEmitter } from 'node:events';
import { type Endpoint, isLoopback, parseEndpoint } from './endpoint.ts';
import type { World } from './world-schema.ts';

const DNS_PORT = 53;
const NTP_PORT = 123;

/** What a joined board can reach: where an address of the simulated network leads on this computer. */
export class Network extends EventEmitter<{
  /** The world is another one now. */
  changed: [];
}> {
  #world: World;

  constructor(world: World) {
    super();
    this.#world = world;
    // As many boards as there are may live in it.
    this.setMaxListeners(0);
  }

  /** The surroundings as they are now. Replace them to change them under a running board. */
  get world(): World {
    return this.#world;
  }

  set world(world: World) {
    this.#world = world;
    this.emit('changed');
  }

  /** Where packets to an address and port really go. Undefined: nowhere, nobody answers. */
  lead(address: string, port: number, protocol: 'tcp' | 'udp'): Endpoint | undefined {
    const { routes, dns, ntp } = this.world;
    const exact = routes[`${address}:${port}`];
    if (exact !== undefined) {
      return parseEndpoint(exact);
    }
    const host = routes[address];
    if (host !== undefined) {
      return { host, port };
    }
    const server = new Map([
      [DNS_PORT, dns],
      [NTP_PORT, ntp],
    ]).get(port);
    if (protocol === 'udp' && server !== undefined) {
      return parseEndpoint(server);
    }
    return isLoopback(address) ? { host: address, port } : undefined;
  }
}
