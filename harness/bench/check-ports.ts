import { openPort } from '../ports/open-port.ts';
import type { BenchFile } from './bench-file.ts';
import { lockPorts } from './lock.ts';

/** The ports of a bench that lead out of this process. */
export const outsidePorts = ({ boards }: BenchFile): { url: string; baud: number }[] =>
  boards
    .flatMap(({ at, log, baud }) => [
      { url: at, baud },
      ...(log === undefined ? [] : [{ url: log, baud: 115_200 }]),
    ])
    .filter(({ url }) => !/^sim:/i.test(url));

/**
 * Opens each port for a moment, so that one that is missing, held or refused is told in one sentence before a run
 * begins.
 * @throws BadInput
 */
export const checkPorts = async (file: BenchFile): Promise<void> => {
  const ports = outsidePorts(file);
  await using _lock = await lockPorts(ports.map(({ url }) => url));
  for (const { url, baud } of ports) {
    await using _port = await openPort(url, { baudRate: baud });
  }
};
