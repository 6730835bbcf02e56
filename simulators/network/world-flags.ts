import { BadInput } from '../../errors/bench-error.ts';
import { type World, worldSchema } from './world-schema.ts';

/** The flags of a command line that say what surrounds the board, as they were typed. */
export interface WorldFlags {
  /** `--ap SSID` (open) or `--ap SSID=PASSWORD` (WPA2); they replace the world's access points. */
  readonly ap?: readonly string[];
  /** `--route 10.0.2.2:8883=127.0.0.1:18883`, added to the world's. */
  readonly route?: readonly string[];
  /** `--name broker.test=10.0.2.2`, added to the world's. */
  readonly name?: readonly string[];
  /** `--dns 127.0.0.1:1053`. */
  readonly dns?: string;
  /** `--ntp 127.0.0.1:1123`. */
  readonly ntp?: string;
  /** `--address 10.0.2.15`: what DHCP gives the board. */
  readonly address?: string;
}

/** Lays flags over a world. @throws BadInput `BAD_FLAG`, one sentence that names the flag. */
export const withFlags = (world: World, flags: WorldFlags): World => {
  const { ap, route = [], name = [], dns, ntp, address } = flags;
  return {
    ...world,
    accessPoints: ap === undefined ? world.accessPoints : ap.map(parseAccessPoint),
    routes: { ...world.routes, ...Object.fromEntries(route.map(parseRoute)) },
    names: { ...world.names, ...Object.fromEntries(name.map(parseName)) },
    ...(dns === undefined ? {} : { dns: parseServer('dns', dns) }),
    ...(ntp === undefined ? {} : { ntp: parseServer('ntp', ntp) }),
    dhcp: address === undefined ? world.dhcp : { ...world.dhcp, address: parseAddress(address) },
  };
};

/** `bench` is an open access point, `bench=password` one with WPA2. */
const parseAccessPoint = (text: string): World['accessPoints'][number] => {
  const [ssid, password] = halves(text);
  const [read] = checked('--ap', 'SSID or SSID=PASSWORD', 'accessPoints', [
    password === undefined ? { ssid } : { ssid, password },
  ]);
  return read as World['accessPoints'][number];
};

const parseRoute = (text: string): [string, string] => {
  const [from, to = ''] = halves(text);
  checked('--route', 'ADDRESS:PORT=HOST:PORT', 'routes', { [from]: to });
  return [from, to];
};

const parseName = (text: string): [string, string] => {
  const [name, address = ''] = halves(text);
  checked('--name', 'NAME=ADDRESS', 'names', { [name]: address });
  return [name, address];
};

const parseServer = (key: 'dns' | 'ntp', text: string): string => {
  checked(`--${key}`, 'HOST:PORT', key, text);
  return text;
};

const parseAddress = (text: string): string =>
  checked('--address', 'an IPv4 address', 'dhcp', { address: text }).address;

const halves = (text: string): [string, string | undefined] => {
  const at = text.indexOf('=');
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
};

/** Reads one key of the world by the file's own rules. The value stays out of the sentence: it may be a password. */
const checked = <K extends keyof World>(
  flag: string,
  form: string,
  key: K,
  value: unknown,
): World[K] => {
  const read = worldSchema.safeParse({ [key]: value });
  if (read.success) {
    return read.data[key];
  }
  const issue = read.error.issues[0];
  const inner = issue?.code === 'invalid_key' ? issue.issues[0]?.message : issue?.message;
  throw new BadInput('BAD_FLAG', `${flag} takes ${form}: ${inner ?? 'not understood'}.`);
};
