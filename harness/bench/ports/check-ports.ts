import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { BadInput } from '../../../errors/bench-error.ts';
import { openPort } from '../../ports/open-port.ts';
import type { BenchFile } from '../file/bench-file.ts';
import { lockPorts } from './lock.ts';

/** A board server that is taken accepts a second connection and closes it soon; the simulator's looks for 250 ms first. */
const TURNED_AWAY_MS = 400;

/** The ports of a bench that lead out of this process. */
export const outsidePorts = ({ boards }: BenchFile): { url: string; baud: number }[] =>
  boards
    .flatMap(({ at, log, baud }) => [
      { url: at, baud },
      ...(log === undefined ? [] : [{ url: log, baud: 115_200 }]),
    ])
    .filter(({ url }) => !/^sim:/i.test(url));

const checkPort = async (url: string, baudRate: number): Promise<void> => {
  await using port = await openPort(url, { baudRate });
  if (port.kind !== 'tcp') return;
  const held = delay(TURNED_AWAY_MS, undefined, { ref: false });
  const lost = await Promise.race([port.lost, held]);
  if (lost === undefined) return;
  throw new BadInput(
    'PORT_HELD',
    `${url} took the connection and closed it again: another program probably uses the board; close that first`,
    { cause: lost },
  );
};

const TAKEN: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there; end it, or name another port, or 0 for any',
  EADDRNOTAVAIL: 'this computer has no such address; name one of its own',
  EACCES: 'this user may not listen there; name a port from 1024 on',
};

/** Where boards will look for the cloud, it has to be free. */
const checkCloud = async ({ cloud }: BenchFile): Promise<void> => {
  if (cloud.kind !== 'stand-in' || cloud.port === 0) return;
  const { host, port } = cloud;
  const server = createServer().listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    const why = TAKEN[code] ?? `it cannot be listened on (${code})`;
    throw new BadInput('CLOUD_PORT_UNUSABLE', `the cloud of this bench, ${host}:${port}: ${why}`, {
      cause,
    });
  }
  server.close();
  await once(server, 'close');
};

/**
 * Opens each port for a moment, so that one that is missing, held or refused is told in one sentence before a run
 * begins.
 * @throws BadInput
 */
export const checkPorts = async (file: BenchFile): Promise<void> => {
  const ports = outsidePorts(file);
  await using _lock = await lockPorts(ports.map(({ url }) => url));
  await checkCloud(file);
  await Promise.all(ports.map(({ url, baud }) => checkPort(url, baud)));
};
