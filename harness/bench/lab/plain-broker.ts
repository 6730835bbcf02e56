import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import type { IConnectPacket, Packet, PacketCmd } from 'mqtt-packet';
import { BenchError, type Colour } from '../../../errors/bench-error.ts';
import { patience } from '../../ports/patience.ts';
import { type BrokerMessage, wireOf } from './broker-message.ts';
import { PlainGuest, type PlainManners } from './plain-guest.ts';

/** The board did not do at the plain broker what it was told. */
class PlainBrokerSilent extends BenchError {
  readonly code = 'PLAIN_BROKER_SILENT';
  readonly colour: Colour = 'firmware';
}

/** A message of QoS 1 that a board gets piece by piece. */
interface Halves {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** Between the two. */
  readonly pauseMs: number;
  /** For the acknowledgement, behind the second. */
  readonly withinMs: number;
}

/** A broker without TLS on this computer, which does what MQTT asks for, and keeps every packet that it was sent. */
export interface PlainBroker extends AsyncDisposable {
  readonly port: number;
  /** The first CONNECT that came, or comes in time, as it was on the wire. @throws PlainBrokerSilent */
  introduction(withinMs: number): Promise<IConnectPacket>;
  /** Every CONNECT up to now. */
  introductions(): readonly IConnectPacket[];
  /** What was said in these words up to now, over all connections, in order. */
  said<C extends PacketCmd>(...words: readonly C[]): readonly Extract<Packet, { cmd: C }>[];
  /** Drops whoever is connected, and waits until somebody calls again. @throws PlainBrokerSilent */
  dropped(withinMs: number): Promise<{ readonly backAfterMs: number }>;
  /** Sends messages at once, in one piece or each byte as a piece of its own. */
  send(messages: readonly BrokerMessage[], how?: 'at once' | 'byte by byte'): Promise<void>;
  /**
   * Sends a message every now and then until two packets of a kind have come: the first may have been on its way before.
   * @throws PlainBrokerSilent
   */
  talkUntil(word: PacketCmd, withinMs: number): Promise<void>;
  /** Waits until there were so many packets of a kind, over all connections. @throws PlainBrokerSilent */
  heard(word: PacketCmd, count: number, withinMs: number): Promise<void>;
  /**
   * Sends whoever introduced himself one half of a message, and the other later.
   * @returns when the message was acknowledged: too early is before it was all there
   */
  sendInHalves(halves: Halves): Promise<'too early' | 'in time' | 'never'>;
}

const ID = 4711;
const BETWEEN_WORDS_MS = 50;

/** @param host the address to listen on, at a port that the system chooses */
export const startPlainBroker = async (
  host: string,
  manners: PlainManners = {},
): Promise<PlainBroker> => {
  const guest = new PlainGuest(manners);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    guest.welcome(socket);
  });
  await once(server.listen(0, host), 'listening');

  const silent = (what: string, withinMs: number): PlainBrokerSilent =>
    new PlainBrokerSilent(`the board should have ${what} within ${withinMs} ms, and it did not`);

  /** False: not in time. */
  const hears = async (isEnough: () => boolean, withinMs: number): Promise<boolean> => {
    const signal = patience(withinMs);
    while (!isEnough()) {
      try {
        await once(guest, 'said', { signal });
      } catch {
        return isEnough();
      }
    }
    return true;
  };
  const count = (word: PacketCmd): number => guest.said.filter(({ cmd }) => cmd === word).length;

  return {
    port: (server.address() as AddressInfo).port,
    introductions: () => guest.introductions,
    said: <C extends PacketCmd>(...words: readonly C[]) =>
      guest.said.filter((packet): packet is Extract<Packet, { cmd: C }> =>
        words.some((word) => word === packet.cmd),
      ),
    introduction: async (withinMs) => {
      await hears(() => guest.introductions.length > 0, withinMs);
      const [first] = guest.introductions;
      if (!first) throw silent('introduced itself to the plain broker', withinMs);
      return first;
    },
    heard: async (word, least, withinMs) => {
      if (await hears(() => count(word) >= least, withinMs)) return;
      throw silent(`sent ${least} ${word} to the plain broker, not ${count(word)},`, withinMs);
    },
    send: async (messages, how = 'at once') => {
      const bytes = Buffer.concat(messages.map(wireOf));
      if (how === 'at once') {
        guest.write(bytes);
        return;
      }
      for (const byte of bytes) {
        guest.write(Uint8Array.of(byte));
        await setImmediate();
      }
    },
    talkUntil: async (word, withinMs) => {
      const before = count(word);
      const timer = setInterval(
        () => guest.write(wireOf({ topic: 'bench/talk', payload: 'and', qos: 0 })),
        BETWEEN_WORDS_MS,
      );
      try {
        if (!(await hears(() => count(word) >= before + 2, withinMs)))
          throw silent(`sent two ${word} to the plain broker, which talked to it,`, withinMs);
      } finally {
        clearInterval(timer);
      }
    },
    sendInHalves: async ({ topic, payload, pauseMs, withinMs }) => {
      const packet = wireOf({ topic, payload, id: ID });
      const isAcknowledged = () =>
        guest.said.some(({ cmd, messageId }) => cmd === 'puback' && messageId === ID);
      const half = Math.ceil(packet.length / 2);
      guest.write(packet.subarray(0, half));
      const isTooEarly = await hears(isAcknowledged, pauseMs);
      guest.write(packet.subarray(half));
      const came = await hears(isAcknowledged, withinMs);
      return isTooEarly ? 'too early' : came ? 'in time' : 'never';
    },
    dropped: async (withinMs) => {
      const goneAt = performance.now();
      for (const socket of sockets) socket.destroy();
      sockets.clear();
      try {
        await once(server, 'connection', { signal: patience(withinMs) });
      } catch {
        throw silent('called the plain broker again', withinMs);
      }
      return { backAfterMs: performance.now() - goneAt };
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
