import type { AccessPoint, World } from '../../network/world-schema.ts';
import { splitParameters } from '../shell/arguments.ts';
import type { Exchange } from './recording.ts';

/** What a recording itself shows of the world in which it was made. */
export interface SeenWorld {
  /** Those that a scan or `AT+CWJAP?` told of; empty where none did. */
  readonly accessPoints: readonly AccessPoint[];
  /** Addresses that DHCP gave, as far as they were told. */
  readonly dhcp: Partial<World['dhcp']>;
  /** Names that were resolved. */
  readonly names: World['names'];
  /** Addresses, without names, that answered a call for MQTT or TCP. */
  readonly called: readonly string[];
  /** `address:port` of those that refused a call, which is sooner than one that does not answer is given up. */
  readonly refused: readonly string[];
  readonly stationMac: string | undefined;
}

const SCANNED = /\+CWLAP:\((\d),"(.*?)",(-?\d+),"([0-9a-f:]{17})",(\d+)[^\r]*\)\r\n/g;
const JOINED = /\+CWJAP:"(.*?)","([0-9a-f:]{17})",(\d+),(-?\d+),/g;
const JOIN = /^AT\+CWJAP=(?<parameters>.*)\r\n$/is;
const IPV4 = '\\d{1,3}(?:\\.\\d{1,3}){3}';
const CALLED = new RegExp(
  `^AT\\+(?:MQTTCONN=0|CIPSTART="[A-Z]+"),"(?<host>${IPV4})",(?<port>\\d+)`,
  'i',
);
const RESOLVE = /^AT\+CIPDOMAIN="([^"]+)"/i;
const NOBODY = '0.0.0.0';
const CONNECTED = /^(?:\+MQTTCONNECTED:|CONNECT\r\n)/m;
/** A host that does not answer is given up after ten seconds and more. */
const REFUSED_MS = 9_000;

/** 802.11i wants eight characters; nobody in the recording got in with this one. */
const UNTOLD = 'never told';

const unquoted = (token = ''): string => token.slice(1, -1).replace(/\\(.)/gs, '$1');

const textOf = (bytes: string): string => Buffer.from(bytes, 'latin1').toString();

const sent = ({ send }: Exchange): string => (typeof send === 'string' ? send : '');

/** Passwords that let the board in, by the name of the access point. */
const passwordsOf = (exchanges: readonly Exchange[]): ReadonlyMap<string, string> =>
  new Map(
    exchanges.flatMap((exchange) => {
      const parameters = JOIN.exec(sent(exchange))?.groups?.parameters;
      if (parameters === undefined || !exchange.recv.includes('WIFI CONNECTED')) return [];
      const [ssid, password] = splitParameters(parameters);
      return [[unquoted(ssid), unquoted(password)] as const];
    }),
  );

const accessPointsOf = (exchanges: readonly Exchange[]): AccessPoint[] => {
  const passwords = passwordsOf(exchanges);
  const seen = new Map<string, AccessPoint>();
  const add = (
    ssid: string,
    isOpen: boolean,
    rest: Pick<AccessPoint, 'bssid' | 'channel' | 'rssi'>,
  ) => {
    if (seen.has(rest.bssid)) return;
    const password = passwords.get(ssid) ?? UNTOLD;
    const secured = isOpen
      ? { security: 'open' as const }
      : { security: 'wpa2' as const, password };
    seen.set(rest.bssid, { ssid: textOf(ssid), ...rest, ...secured });
  };
  for (const { recv } of exchanges) {
    for (const [, security, ssid = '', rssi, bssid = '', channel] of recv.matchAll(SCANNED)) {
      add(ssid, security === '0', { bssid, channel: Number(channel), rssi: Number(rssi) });
    }
  }
  for (const { recv } of exchanges) {
    for (const [, ssid = '', bssid = '', channel, rssi] of recv.matchAll(JOINED)) {
      const isOpen = (passwords.get(ssid) ?? '') === '';
      add(ssid, isOpen, { bssid, channel: Number(channel), rssi: Number(rssi) });
    }
  }
  return [...seen.values()];
};

const firstIn = (exchanges: readonly Exchange[], pattern: RegExp): string | undefined =>
  exchanges
    .map(({ recv }) => pattern.exec(recv)?.[1])
    .find((found) => found !== undefined && found !== NOBODY);

const dhcpOf = (exchanges: readonly Exchange[]): Partial<World['dhcp']> => {
  const found = {
    address:
      firstIn(exchanges, /\+CIPSTA:ip:"([\d.]+)"/) ??
      firstIn(exchanges, /\+CIFSR:STAIP,"([\d.]+)"/),
    gateway: firstIn(exchanges, /\+CIPSTA:gateway:"([\d.]+)"/),
    netmask: firstIn(exchanges, /\+CIPSTA:netmask:"([\d.]+)"/),
    dns: firstIn(exchanges, /\+CIPDNS:0,"((?:10|172|192\.168)\.[\d.]+)"/),
  };
  return Object.fromEntries(Object.entries(found).filter(([, address]) => address !== undefined));
};

const namesOf = (exchanges: readonly Exchange[]): World['names'] =>
  Object.fromEntries(
    exchanges.flatMap((exchange) => {
      const name = RESOLVE.exec(sent(exchange))?.[1];
      const address = /\+CIPDOMAIN:"?([\d.]+)"?\r\n/.exec(exchange.recv)?.[1];
      return name === undefined || address === undefined ? [] : [[name, address]];
    }),
  );

/** The chip's own is told before another is set. */
const stationMacOf = (exchanges: readonly Exchange[]): string | undefined => {
  const set = exchanges.findIndex((exchange) => /^AT\+CIPSTAMAC=/i.test(sent(exchange)));
  const before = set < 0 ? exchanges : exchanges.slice(0, set);
  return (
    firstIn(before, /\+CIPSTAMAC:"([0-9a-f:]{17})"/) ??
    firstIn(before, /\+CIFSR:STAMAC,"([0-9a-f:]{17})"/)
  );
};

interface Call {
  readonly host: string;
  readonly port: string;
  readonly isAnswered: boolean;
  readonly isRefused: boolean;
}

const callsOf = (exchanges: readonly Exchange[]): Call[] =>
  exchanges.flatMap((exchange) => {
    const { host, port } = CALLED.exec(sent(exchange))?.groups ?? {};
    if (host === undefined || port === undefined) return [];
    const isSoon = exchange.ms !== null && exchange.ms < REFUSED_MS;
    const isAnswered = CONNECTED.test(exchange.recv);
    return [{ host, port, isAnswered, isRefused: isSoon && exchange.recv.includes('ERROR') }];
  });

/** Reads the air and the addresses of a recording out of its own exchanges, so that one of any other lab can be played. */
export const seenWorld = (exchanges: readonly Exchange[]): SeenWorld => {
  const calls = callsOf(exchanges);
  const refused = calls.filter(({ isRefused }) => isRefused);
  return {
    accessPoints: accessPointsOf(exchanges),
    dhcp: dhcpOf(exchanges),
    names: namesOf(exchanges),
    called: [...new Set(calls.filter(({ isAnswered }) => isAnswered).map(({ host }) => host))],
    refused: [...new Set(refused.map(({ host, port }) => `${host}:${port}`))],
    stationMac: stationMacOf(exchanges),
  };
};
