import { connect, type Socket } from 'node:net';
import type { Endpoint } from '../../network/endpoint.ts';
import type { Network } from '../../network/network.ts';
import { pause, type Timers } from '../../network/timers.ts';
import { DNS_PATIENCE, type DnsPatience, resolve as resolveName } from '../dns/resolve.ts';
import { type ConnectFailure, FAILED_TO_OPEN, type LogLine } from './connect-failure.ts';

/** How patient the modem is. */
export interface DialTimes {
  readonly dns: DnsPatience;
  /** Until a host that does not answer is given up, in milliseconds (seen on v3.4.0.0). */
  readonly connectMs: number;
}

export const DIAL_TIMES: DialTimes = { dns: DNS_PATIENCE, connectMs: 10_000 };

export interface DialOptions {
  /** Undefined while the board has no address. */
  readonly network: Network | undefined;
  /** A name or a literal address, as it was given to the AT command. */
  readonly host: string;
  readonly port: number;
  readonly timers: Timers;
  readonly times?: DialTimes;
  /** Power-off or reset: everything is dropped, the call rejects with its reason. */
  readonly signal: AbortSignal;
}

export type Dialled =
  /** `address` is the host's in the simulated network. */
  { readonly socket: Socket; readonly address: string } | { readonly failure: ConnectFailure };

/** Opens a TCP connection from the simulated network, failing as late as the real modem would. */
export const dial = async (options: DialOptions): Promise<Dialled> => {
  const { network, host, port, timers, times = DIAL_TIMES, signal } = options;
  signal.throwIfAborted();
  if (network === undefined) {
    return failed('network', 'the board has no network', `couldn't get hostname for :${host}`);
  }
  const found = await resolveName({ network, name: host, timers, patience: times.dns, signal });
  signal.throwIfAborted();
  if ('failure' in found) {
    return failed(
      'dns',
      found.failure,
      `couldn't get hostname for :${host}: getaddrinfo() returns 202, addrinfo=0x0`,
    );
  }
  const { address } = found;
  if (port === 0) {
    return refused(address, port);
  }
  const target = network.lead(address, port, 'tcp');
  if (target === undefined) {
    await pause(timers, times.connectMs / (times.dns.paceOfNowhere ?? 1), signal);
    return timedOut(address, port);
  }
  const outcome = await open(target, timers, times.connectMs, signal);
  if (outcome === 'refused') {
    return refused(address, port);
  }
  return outcome === 'no answer' ? timedOut(address, port) : { socket: outcome, address };
};

const open = (
  { host, port }: Endpoint,
  timers: Timers,
  ms: number,
  signal: AbortSignal,
): Promise<Socket | 'refused' | 'no answer'> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    const settle = (outcome: Socket | 'refused' | 'no answer') => {
      timers.clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      if (outcome !== socket) {
        socket.destroy();
      }
      resolve(outcome);
    };
    // Stays on an open socket: what goes wrong later shows as its close.
    const onError = () => settle('refused');
    const onAbort = () => {
      reject(signal.reason);
      settle('refused');
    };
    const timer = timers.setTimeout(() => settle('no answer'), ms);
    socket.once('connect', () => settle(socket)).once('error', onError);
    signal.addEventListener('abort', onAbort, { once: true });
  });

const refused = (address: string, port: number): Dialled =>
  failed(
    'tcp-refused',
    `${address}:${port} refused the connection`,
    '[sock=54] delayed connect error: Connection reset by peer',
  );

const timedOut = (address: string, port: number): Dialled =>
  failed('tcp-timeout', `${address}:${port} did not answer`, '[sock=54] select() timeout');

const failed = (stage: ConnectFailure['stage'], text: string, logged: string): Dialled => {
  const line: LogLine = { level: 'E', tag: 'esp-tls', text: logged };
  return { failure: { stage, text, log: [line, ...FAILED_TO_OPEN] } };
};
