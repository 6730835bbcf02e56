import { openingTrouble } from './errors.ts';

/** Where a port is, as a bench file names it. */
export type PortAddress =
  | { readonly kind: 'serial'; readonly path: string }
  | { readonly kind: 'simulated'; readonly name: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

const DEVICE_PATH = /^(?:\/.+|COM\d+|\\\\\.\\COM\d+)$/i;
const SERIAL = /^serial:\/\/(?<path>.+)$/;
const SIMULATED = /^sim:\/\/(?<name>[\w.-]+)$/;
const TCP = /^tcp:\/\/(?:\[(?<v6>[\da-f:.]+)\]|(?<host>[\w.-]+)):(?<port>\d{1,5})$/i;

const invalid = (url: string): never => {
  throw openingTrouble(
    'PORT_URL_INVALID',
    `"${url}" is no port: expected a device such as /dev/ttyUSB0 or COM3, tcp://host:port, or sim://name`,
  );
};

/**
 * Reads `/dev/ttyUSB0`, `COM3`, `serial:///dev/ttyUSB0`, `sim://NAME`, `tcp://host:port` and `tcp://[::1]:port`.
 * @throws BadInput `PORT_URL_INVALID`
 */
export const readPortUrl = (url: string): PortAddress => {
  const path = SERIAL.exec(url)?.groups?.path ?? url;
  if (DEVICE_PATH.test(path)) return { kind: 'serial', path };
  const name = SIMULATED.exec(url)?.groups?.name;
  if (name) return { kind: 'simulated', name };
  const tcp = TCP.exec(url)?.groups;
  const host = tcp?.v6 ?? tcp?.host;
  const port = Number(tcp?.port);
  return host && port >= 1 && port <= 65_535 ? { kind: 'tcp', host, port } : invalid(url);
};
