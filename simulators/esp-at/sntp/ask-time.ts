import { createSocket } from 'node:dgram';
import type { Endpoint } from '../../network/endpoint.ts';
import type { Network } from '../../network/network.ts';
import { NTP_BYTES, readTimestamp } from '../../network/ntp-packet.ts';
import { pause, type Timers } from '../../network/timers.ts';
import { DNS_PATIENCE, type DnsPatience, resolve } from '../dns/resolve.ts';

/** The patience of lwIP's SNTP client as ESP-IDF builds it; times in milliseconds. */
interface SntpTimes {
  /** For the answer to one request. */
  readonly answerMs: number;
  /** Between two rounds over the servers; doubles from round to round. */
  readonly retryMs: number;
  readonly longestRetryMs: number;
  readonly dns: DnsPatience;
}

export const SNTP_TIMES: SntpTimes = {
  answerMs: 15_000,
  retryMs: 15_000,
  longestRetryMs: 150_000,
  dns: DNS_PATIENCE,
};

export interface AskTimeOptions {
  /** The reach of the board at each try; undefined while it has no address. */
  readonly network: () => Network | undefined;
  /** Names or addresses, in the order of `AT+CIPSNTPCFG`. */
  readonly servers: readonly string[];
  readonly timers: Timers;
  readonly times?: SntpTimes;
  /** SNTP switched off, configured anew, or the board reset: the call rejects with its reason. */
  readonly signal: AbortSignal;
}

const NTP_PORT = 123;

/**
 * Asks the servers in turn until one answers, for ever if none does, as the firmware's SNTP client does.
 * Resolves to the time in milliseconds since 1970.
 */
export const askTime = async (options: AskTimeOptions): Promise<number> => {
  const { network, servers, timers, times = SNTP_TIMES, signal } = options;
  for (let retryMs = times.retryMs; ; retryMs = Math.min(2 * retryMs, times.longestRetryMs)) {
    for (const server of servers) {
      const reach = network();
      if (reach === undefined) {
        continue; // no address yet: nothing can be sent, the next round comes soon enough
      }
      const { dns: patience } = times;
      const found = await resolve({ network: reach, name: server, timers, patience, signal });
      if ('failure' in found) {
        continue;
      }
      const answered = await ask(
        reach.lead(found.address, NTP_PORT, 'udp'),
        timers,
        times.answerMs,
        signal,
      );
      if (answered !== undefined) {
        return answered;
      }
    }
    await pause(timers, retryMs, signal);
  }
};

/** One request; undefined when no usable answer came in time. */
const ask = async (
  target: Endpoint | undefined,
  timers: Timers,
  answerMs: number,
  signal: AbortSignal,
): Promise<number | undefined> => {
  if (target === undefined) {
    await pause(timers, answerMs, signal);
    return undefined;
  }
  const socket = createSocket('udp4');
  const done = new AbortController();
  try {
    const answer = new Promise<number>((resolve) => {
      socket.on('message', (reply) => {
        const time = timeIn(reply);
        if (time !== undefined) {
          resolve(time);
        }
      });
    });
    socket.on('error', () => undefined); // an unreachable port is silence to a UDP client
    socket.send(request(), target.port, target.host, () => undefined);
    const patience = pause(timers, answerMs, AbortSignal.any([signal, done.signal]));
    return await Promise.race([answer, patience.then(() => undefined)]);
  } finally {
    done.abort();
    socket.close();
  }
};

const request = (): Buffer => {
  const packet = Buffer.alloc(NTP_BYTES);
  packet[0] = 0x23; // no leap warning, version 4, client
  return packet;
};

/** lwIP takes answers and broadcasts of a server with a stratum; stratum 0 is a refusal (RFC 4330, section 8). */
const timeIn = (reply: Buffer): number | undefined => {
  const mode = (reply[0] ?? 0) & 7;
  const usable = reply.length >= NTP_BYTES && (mode === 4 || mode === 5) && reply[1] !== 0;
  return usable ? readTimestamp(reply, 40) : undefined;
};
