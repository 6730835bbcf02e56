import { isIP } from 'node:net';
import type { Firmware } from '../firmware.ts';
import type { Link, LinkFacts } from '../links/link.ts';
import type { LinkRequest } from '../links/open-link.ts';
import { passThrough } from '../links/passthrough.ts';
import type { ReleaseProfile } from '../releases/profile.ts';
import { Refusal } from '../shell/refusal.ts';
import type { BehavioursOf } from './behaviour.ts';
import { ALL_LINKS, LinkArguments, within } from './link-arguments.ts';

/** Documented: the longest name or address, and the longest time between two signs of life. */
const LONGEST_HOST = 64;
const LONGEST_KEEP_ALIVE_SECONDS = 7_200;
const HIGHEST_PORT = 65_535;
/** UNCONFIRMED; 0 stands for the time that is left out. */
const LONGEST_CONNECT_MS = 0x7fff_ffff;
const MOST_FETCHED = 0x7fff_ffff;

/** `AT+SYSMSG`: the end of passthrough is told. */
const TELLS_END = 1;

const OK = '\r\nOK\r\n';
const PROMPT = '\r\n>';

/** Others are for IPv6, which is off from the factory. */
const TYPES: readonly string[] = ['TCP', 'SSL', 'UDP'] satisfies LinkFacts['type'][];
/** Whether a UDP link goes over to whoever else sends to it; nobody does in the simulated network. */
const HIGHEST_MODE = 2;

const readType = (values: LinkArguments): LinkFacts['type'] => {
  const type = values.text(0, LONGEST_HOST);
  if (!TYPES.includes(type)) throw new Refusal();
  return type as LinkFacts['type'];
};

/**
 * Behind host and port: for UDP a port of its own and a mode, for the others a keep-alive time; then an address, and for
 * the others a time-out in releases that take one.
 */
const readRequest = (values: LinkArguments, { links }: ReleaseProfile): LinkRequest => {
  const type = readType(values);
  const host = values.text(1, LONGEST_HOST);
  const port = values.number(2, 0, HIGHEST_PORT);
  const isUdp = type === 'UDP';
  const keepAliveSeconds = isUdp ? 0 : values.numberOr(3, 0, 0, LONGEST_KEEP_ALIVE_SECONDS);
  const localPort = isUdp ? values.numberOr(3, 0, 0, HIGHEST_PORT) : 0;
  if (isUdp) values.numberOr(4, 0, 0, HIGHEST_MODE);
  const own = isUdp ? 5 : 4;
  const localAddress = values.textOr(own, undefined);
  const takesTimeout = links.connectTakesTimeout && !isUdp;
  const connectMs = takesTimeout ? values.numberOr(own + 1, 0, 0, LONGEST_CONNECT_MS) : 0;
  values.atMost(takesTimeout ? own + 2 : own + 1);
  if (localAddress && !isIP(localAddress)) throw new Refusal();
  return { type, host, port, keepAliveSeconds, localPort, connectMs: connectMs || undefined };
};

const requireLink = ({ links }: Firmware, id: number): Link => {
  const link = links.find(id);
  if (!link) throw new Refusal();
  return link;
};

/** Connecting to hosts, and the bytes that go both ways. */
export const linkTraffic: BehavioursOf<
  'openLink' | 'closeLink' | 'sendOverLink' | 'fetchReceived' | 'receivedLengths'
> = {
  openLink: {
    set: async ({ firmware }, args) => {
      const { links } = firmware;
      const values = new LinkArguments(args, links);
      const id = values.link();
      const request = readRequest(values, firmware.profile);
      // Seen on v3.4.0.0: a link that is open already gives ERROR and nothing more.
      if (links.find(id)) throw new Refusal();
      const isOpen = await links.connect(id, request);
      if (!isOpen) throw new Refusal();
    },
  },
  closeLink: {
    execute: ({ firmware }) => {
      if (firmware.links.isNumbered) throw new Refusal();
      firmware.links.close(0, requireLink(firmware, 0));
    },
    set: ({ firmware }, args) => {
      const { links } = firmware;
      if (!links.isNumbered) throw new Refusal();
      const id = within(args.number(0), 0, ALL_LINKS);
      args.atMost(1);
      if (id !== ALL_LINKS) return links.close(id, requireLink(firmware, id));
      for (const open of links.open) links.close(open.id, open.link);
    },
  },
  sendOverLink: {
    set: async ({ firmware, say, receive }, args) => {
      const { links, profile } = firmware;
      if (links.isPassthrough) throw new Refusal();
      const values = new LinkArguments(args, links);
      const id = values.link();
      const length = values.number(0, 1, profile.links.sendBytes);
      values.atMost(1);
      const link = requireLink(firmware, id);
      say(OK);
      say(PROMPT);
      // Documented: what comes beyond the length is answered busy and dropped.
      const data = await receive(length, 'busy');
      say(`\r\nRecv ${length} bytes\r\n`);
      const isSent = await link.send(data);
      say(`\r\n${isSent ? 'SEND OK' : profile.links.unsent}\r\n`);
    },
    passThrough: async ({ firmware, say, divert }) => {
      // Outside of passthrough mode this form means nothing, and inside there is one link alone.
      if (!firmware.links.isPassthrough) throw new Refusal();
      const link = requireLink(firmware, 0);
      say(OK);
      say(PROMPT);
      await passThrough(firmware, link, divert);
      if (firmware.settings.current.messages & TELLS_END) say('\r\n+QUITT\r\n');
    },
  },
  fetchReceived: {
    set: ({ firmware }, args) => {
      const { links } = firmware;
      const values = new LinkArguments(args, links);
      const id = values.link();
      const most = values.number(0, 1, MOST_FETCHED);
      values.atMost(1);
      const link = requireLink(firmware, id);
      if (link.inbox.length === 0) throw new Refusal();
      link.isAnnounced = false;
      return { bytes: link.inbox.take(most), from: links.peerOf(link) };
    },
  },
  receivedLengths: {
    query: ({ firmware: { links } }) => {
      const kept = (id: number): number | null => links.find(id)?.inbox.length ?? null;
      return { link0: kept(0), link1: kept(1), link2: kept(2), link3: kept(3), link4: kept(4) };
    },
  },
};
