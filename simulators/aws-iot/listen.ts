import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { BadInput } from '../../errors/bench-error.ts';

/** Lets a server listen; gives the port, which the system chooses for 0. Throws BadInput ADDRESS_UNUSABLE. */
export const listen = async (server: Server, host: string, port: number): Promise<number> => {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    throw unusable(host, port, cause);
  }
  return (server.address() as AddressInfo).port;
};

const unusable = (host: string, port: number, cause: unknown): BadInput => {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const why =
    code === 'EADDRINUSE'
      ? 'another program listens there; choose another port, or 0 for any'
      : code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN'
        ? 'this machine has no such address; take one of its own, or 127.0.0.1'
        : code === 'EACCES'
          ? 'this port needs more rights; take one from 1024 on'
          : String(cause);
  return new BadInput(
    'ADDRESS_UNUSABLE',
    `The stand-in cannot listen on ${host}:${port}: ${why}.`,
    { cause },
  );
};
