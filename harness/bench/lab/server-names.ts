import { isIP } from 'node:net';
import type { Hosts } from '../../../certs/extensions.ts';

const ELSEWHERE = 'somebody-else.test';

type Named = Hosts & { readonly commonName?: string };

/** With fewer parts a star for two labels would be one for one, or for all. */
const LEAST_LABELS = 3;

/** Whether what a server is called by has names that are nearly it: no address, and not `localhost`. */
export const isServerName = (host: string): boolean =>
  isIP(host) === 0 && host.split('.').length >= LEAST_LABELS;

const above = (name: string): string => name.replace(/^[^.]+\./, '');

/** What names a server's certificate can have, of that by which it is called. */
export const SERVER_NAMES = {
  another: () => ({ commonName: ELSEWHERE }),
  /** As alternative names count alone where there are any (RFC 6125, 6.4.4). */
  'its own beside another that counts': (name) => ({ commonName: name, names: [ELSEWHERE] }),
  'the domain above it': (name) => ({ names: [above(name)] }),
  /** A star stands for one label (RFC 6125, 6.4.3). */
  'a star for two labels': (name) => ({ names: [`*.${above(above(name))}`] }),
  'its ending behind something else': (name) => ({ names: [`not-${name}`] }),
  'its beginning alone': (name) => ({ names: [`${name}.somewhere-else.test`] }),
  'a star for one label': (name) => ({ names: [`*.${above(name)}`] }),
  'its own in capitals': (name) => ({ names: [name.toUpperCase()] }),
  'its own behind another': (name) => ({ names: [ELSEWHERE, name] }),
} as const satisfies Record<string, (name: string) => Named>;

export type ServerNames = keyof typeof SERVER_NAMES;
