import { isIPv4 } from 'node:net';
import type { AtClient } from '../at/at-client.ts';
import { commands } from '../at/commands/index.ts';
import { AtRefused } from '../at/errors.ts';
import { patience } from '../ports/patience.ts';
import { type Asked, orNull } from './ask-board.ts';
import type { BenchFacts } from './evidence.ts';

/** A name that a server knows is there in milliseconds; without an answer the board takes 14 s (v3.4.0.0). */
const LOOK_UP_MS = 3_000;
/** The answer comes 1.0 s after the command (v3.4.0.0). */
const PING_MS = 2_500;
/** A refused connection takes no time; one that nobody answers takes 15 s. */
const OPEN_MS = 2_500;

/** Links are open: one more would be refused for that alone. */
const WITH_LINKS = 3;

const isOurs = (error: unknown): boolean => error instanceof DOMException;

/** Null: the name was refused or nobody answered in time. */
const lookUp = async (
  client: AtClient,
  name: string,
  signal: AbortSignal,
): Promise<string | null> => {
  const until = AbortSignal.any([signal, patience(LOOK_UP_MS)]);
  try {
    const { address } = await client.do(commands.resolveName.set, { name }, { signal: until });
    return address;
  } catch (error) {
    if (error instanceof AtRefused || (isOurs(error) && !signal.aborted)) return null;
    throw error;
  }
};

const ping = async (client: AtClient, host: string, signal: AbortSignal): Promise<boolean> => {
  const until = AbortSignal.any([signal, patience(PING_MS)]);
  return (await orNull(client.do(commands.ping.set, { host }, { signal: until }))) !== null;
};

const open = async (
  client: AtClient,
  { host, port }: BenchFacts['reach'],
  signal: AbortSignal,
): Promise<Asked['opens']> => {
  const mux = await orNull(client.do(commands.linkNumbers.query, {}, { signal }));
  const links = await orNull(client.do(commands.linkStatus.execute, {}, { signal }));
  if (mux?.on !== 0 || links?.status === WITH_LINKS) return null;
  const until = AbortSignal.any([signal, patience(OPEN_MS)]);
  try {
    const values = { type: 'TCP', host, port };
    await client.do(commands.openLink.set, values, { signal: until });
  } catch (error) {
    if (error instanceof AtRefused) return 'refused';
    if (isOurs(error) && !signal.aborted) return 'silent';
    throw error;
  }
  await orNull(client.do(commands.closeLink.execute, {}, { signal }));
  return 'opened';
};

/**
 * Has a joined board try how far it gets towards the cloud: its name, a ping, a plain connection; and, where its clock
 * is wrong, whether it finds its time server. Each of them only if the one before went well: what waits in vain keeps
 * the board busy.
 * @throws what the AT client throws, and the signal's reason
 */
export const askNetwork = async (
  client: AtClient,
  { reach, time }: BenchFacts,
  asked: Asked,
  { towardsCloud, towardsTime }: { readonly towardsCloud: boolean; readonly towardsTime: boolean },
  signal: AbortSignal,
): Promise<void> => {
  const timeServer = asked.timeServers?.names[0] ?? time.server;
  if (towardsTime && timeServer !== null && !isIPv4(timeServer)) {
    asked.timeServerResolves = (await lookUp(client, timeServer, signal)) !== null;
    if (!asked.timeServerResolves) return;
  }
  if (!towardsCloud) return;
  if (isIPv4(reach.host)) asked.serverAddress = reach.host;
  else {
    asked.serverAddress = await lookUp(client, reach.host, signal);
    asked.resolves = asked.serverAddress !== null;
  }
  if (asked.serverAddress === null) return;
  asked.pings = await ping(client, asked.serverAddress, signal);
  if (asked.pings) asked.opens = await open(client, reach, signal);
};
