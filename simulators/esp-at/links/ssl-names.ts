import { isIP } from 'node:net';

/** `AT+CIPSSLCCN`, `AT+CIPSSLCSNI` and `AT+CIPSSLCALPN` of a link; gone with a restart. */
export interface SslNames {
  readonly commonName: string;
  readonly serverName: string;
  readonly protocols: readonly string[];
}

export const NO_NAMES: SslNames = { commonName: '', serverName: '', protocols: [] };

/**
 * The name that goes into the hello and must stand in the server's certificate: ESP-TLS does both with one string.
 * Where none was set it is the host, unless that is an address (read in the library of a later release; UNCONFIRMED
 * for others).
 */
export const nameOfServer = (
  host: string,
  { commonName, serverName }: SslNames,
): string | undefined => commonName || serverName || (isIP(host) ? undefined : host);
