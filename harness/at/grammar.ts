import type { AtEvent } from './at-event.ts';

/** One kind of line: how it looks, and what it says. */
interface Rule {
  readonly pattern: RegExp;
  readonly read: (...groups: string[]) => AtEvent;
}

const link = (digit: string | undefined): number | null =>
  digit === undefined ? null : Number(digit);

/** What a board says without being asked, line by line. The first match wins. */
const LINES: readonly Rule[] = [
  { pattern: /^ready$/, read: () => ({ kind: 'ready' }) },
  { pattern: /^WIFI CONNECTED$/, read: () => ({ kind: 'wifi-connected' }) },
  { pattern: /^WIFI GOT IP$/, read: () => ({ kind: 'wifi-got-ip' }) },
  { pattern: /^WIFI DISCONNECT$/, read: () => ({ kind: 'wifi-disconnect' }) },
  {
    pattern: /^WIFI GOT IPv6 (LL|GL)$/,
    read: (scope) => ({ kind: 'wifi-got-ipv6', scope: scope === 'LL' ? 'LL' : 'GL' }),
  },
  { pattern: /^\+TIME_UPDATED$/, read: () => ({ kind: 'time-updated' }) },
  {
    pattern: /^\+MQTTCONNECTED:(\d+),(\d+),"(.*)","?(\d+)"?,"(.*)",(\d+)$/,
    read: (id, scheme, host, port, path, reconnect) => ({
      kind: 'mqtt-connected',
      link: Number(id),
      scheme: Number(scheme),
      host: String(host),
      port: Number(port),
      path: String(path),
      reconnect: Number(reconnect),
    }),
  },
  {
    pattern: /^\+MQTTDISCONNECTED:(\d+)$/,
    read: (id) => ({ kind: 'mqtt-disconnected', link: Number(id) }),
  },
  {
    pattern: /^\+STA_CONNECTED:"(.*)"$/,
    read: (mac) => ({ kind: 'station-connected', mac: String(mac) }),
  },
  {
    pattern: /^\+STA_DISCONNECTED:"(.*)"$/,
    read: (mac) => ({ kind: 'station-disconnected', mac: String(mac) }),
  },
  {
    pattern: /^\+DIST_STA_IP:"(.*)","(.*)"$/,
    read: (mac, address) => ({
      kind: 'station-address',
      mac: String(mac),
      address: String(address),
    }),
  },
  {
    pattern: /^(?:(\d+),)?CONNECT$/,
    read: (id) => ({ kind: 'link-connected', link: link(id) }),
  },
  { pattern: /^(?:(\d+),)?CLOSED$/, read: (id) => ({ kind: 'link-closed', link: link(id) }) },
  {
    pattern: /^\+LINK_CONN:0,(\d+),"\w+",[01],".*",\d+,\d+$/,
    read: (id) => ({ kind: 'link-connected', link: link(id) }),
  },
  {
    pattern: /^\+IPD,(?:(\d),)?(\d+)$/,
    read: (id, length) => ({ kind: 'link-waiting', link: link(id), length: Number(length) }),
  },
  { pattern: /^busy p\.\.\.$/, read: () => ({ kind: 'busy' }) },
  {
    pattern: /^ERR CODE:(0x[\da-f]{8})$/i,
    read: (hex) => ({ kind: 'error-code', errorCode: Number(hex) }),
  },
  { pattern: /^\+ERRNO:(-?\d+)$/, read: (errno) => ({ kind: 'errno', errno: Number(errno) }) },
  { pattern: /^Will force to restart!!!$/, read: () => ({ kind: 'forced-restart' }) },
];

const MESSAGE = /^\+MQTTSUBRECV:(\d+),"(.*)",\d+,$/s;
const PACKET = /^\+IPD,(?:(\d),)?\d+(?:,"([^"]*)",(\d+))?:$/;

/** What a line says, where it is one of those that come unasked. */
export const readEvent = (text: string): AtEvent | undefined => {
  for (const { pattern, read } of LINES) {
    const match = pattern.exec(text);
    if (match) return read(...match.slice(1));
  }
  return undefined;
};

/** What announced bytes mean, where they come unasked. */
export const readDataEvent = (head: string, payload: Uint8Array): AtEvent | undefined => {
  const message = MESSAGE.exec(head);
  if (message) {
    return {
      kind: 'mqtt-received',
      link: Number(message[1]),
      topic: String(message[2]),
      payload,
    };
  }
  const packet = PACKET.exec(head);
  if (!packet) return undefined;
  const [, id, host, port] = packet;
  return {
    kind: 'link-received',
    link: link(id),
    from: host === undefined ? null : `${host}:${port}`,
    payload,
  };
};

/** Lost during the input of a payload, MQTT says both in one line: its format has no line end. */
const GLUED = /^(\+MQTTDISCONNECTED:\d+)(\+MQTTPUB:\w+)$/;

/** Separates what the firmware prints in one line though it is two. */
export const unglue = (text: string): readonly string[] => GLUED.exec(text)?.slice(1) ?? [text];

/** An event in a few words, for messages to people. */
export const describeEvent = (event: AtEvent): string => {
  if (event.kind === 'noise') return JSON.stringify(event.line);
  const { kind, ...facts } = event;
  const shown = Object.entries(facts).map(
    ([name, value]) => `${name} ${value instanceof Uint8Array ? `<${value.length} bytes>` : value}`,
  );
  return [kind, ...shown].join(' ');
};
