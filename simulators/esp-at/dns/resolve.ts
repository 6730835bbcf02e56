import { isIPv4 } from 'node:net';
import type { Network } from '../../network/network.ts';
import type { Timers } from '../../network/timers.ts';
import { askServer } from './ask-server.ts';

/** How patient the modem's resolver is. */
export interface DnsPatience {
  /** Servers that are asked after the one that DHCP gave. */
  readonly backups: readonly string[];
  /** Servers that are asked in the place of all those. */
  readonly servers?: readonly string[];
  /** How long each question to a server is waited for, in milliseconds; after the last the next server is asked. */
  readonly waitsMs: readonly number[];
  /** How many times faster the waits pass where DNS leads nowhere, so that no answer can come late. */
  readonly paceOfNowhere?: number;
}

/**
 * lwIP asks a server four times and then the next one (its dns.c). Behind DHCP's server v3.4.0.0 has this one, and
 * gives up after 14.0 s: twice 7 s. A build that knows one server only (as v2.1-dev does, seen to give up after
 * 6.7 s) has no backups. UNCONFIRMED: how many a release 2.2.0.0 has.
 */
export const DNS_PATIENCE: DnsPatience = {
  backups: ['8.8.8.8'],
  waitsMs: [1_000, 1_000, 2_000, 3_000],
};

export interface ResolveOptions {
  readonly network: Network;
  /** A name or a literal address, as it was given to the AT command. */
  readonly name: string;
  readonly timers: Timers;
  readonly patience?: DnsPatience;
  /** Power-off or reset: the call rejects with its reason. */
  readonly signal: AbortSignal;
}

/** A `failure` is a sentence without its full stop. */
export type Resolved = { readonly address: string } | { readonly failure: string };

const DNS_PORT = 53;

/**
 * The address of a name, asked of the network's DNS servers; a literal address needs none. That a name which does not
 * exist fails at once, where the last server says so, is lwIP's code and was not seen on a module: UNCONFIRMED.
 */
export const resolve = async (options: ResolveOptions): Promise<Resolved> => {
  const { network, name, timers, patience = DNS_PATIENCE, signal } = options;
  signal.throwIfAborted();
  if (isIPv4(name)) return { address: name };
  if (!isHostName(name)) return { failure: `${name} is no host name` };
  let failure = 'there is no DNS server';
  const servers = patience.servers ?? [network.world.dhcp.dns, ...patience.backups];
  for (const server of servers) {
    const target = network.lead(server, DNS_PORT, 'udp');
    const pace = target === undefined ? (patience.paceOfNowhere ?? 1) : 1;
    const waitsMs = patience.waitsMs.map((ms) => ms / pace);
    const answer = await askServer({ target, name, waitsMs, timers, signal });
    if (typeof answer === 'object') return answer;
    if (answer === 'no address') return { failure: `${name} has no IPv4 address` };
    failure = answer === 'silence' ? 'no DNS server answers' : `no DNS server knows ${name}`;
  }
  return { failure };
};

/** RFC 1035, section 2.3.4. What lwIP sends of a name that breaks it is no question that a server can read. */
const isHostName = (name: string): boolean => {
  const bare = name.replace(/\.$/, '');
  const labels = bare.split('.').map((label) => Buffer.byteLength(label));
  return Buffer.byteLength(bare) <= 253 && labels.every((bytes) => bytes >= 1 && bytes <= 63);
};
