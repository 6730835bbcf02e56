import { isIPv4 } from 'node:net';

/** A place where something listens: `127.0.0.1:18883`. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Reads `host:port`; undefined if it is not one. IPv6 hosts stand in brackets. */
export const parseEndpoint = (text: string): Endpoint | undefined => {
  const found = /^(?:\[(?<six>[0-9a-fA-F:.]+)\]|(?<host>[A-Za-z0-9._-]+)):(?<port>\d{1,5})$/.exec(
    text,
  );
  const host = found?.groups?.six ?? found?.groups?.host;
  const port = Number(found?.groups?.port);
  return host !== undefined && port >= 1 && port <= 65535 ? { host, port } : undefined;
};

/** True for 127.0.0.0/8: the computer that the simulator runs on. */
export const isLoopback = (address: string): boolean =>
  isIPv4(address) && address.startsWith('127.');
