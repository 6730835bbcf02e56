import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { generate, type IConnectPacket, parser } from 'mqtt-packet';
import { BenchError, type Colour } from '../../../errors/bench-error.ts';

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

/** A broker without TLS on this computer, which lets everybody in and keeps how they introduced themselves. */
export interface PlainBroker extends AsyncDisposable {
  readonly port: number;
  /** The first CONNECT that came, or comes in time, as it was on the wire. @throws PlainBrokerSilent */
  introduction(withinMs: number): Promise<IConnectPacket>;
  /** Drops whoever is connected, and waits until somebody calls again. @throws PlainBrokerSilent */
  dropped(withinMs: number): Promise<{ readonly backAfterMs: number }>;
  /**
   * Sends whoever introduced himself one half of a message, and the other later.
   * @returns when the message was acknowledged: too early is before it was all there
   */
  sendInHalves(halves: Halves): Promise<'too early' | 'in time' | 'never'>;
}

const ID = 4711;

const after = (ms: number): Promise<unknown> => once(AbortSignal.timeout(ms), 'abort');

/** What has become of the one board that calls. */
class Guest {
  readonly introduced: Promise<IConnectPacket>;
  readonly acknowledged: Promise<void>;
  #onIntroduced: (packet: IConnectPacket) => void = () => undefined;
  #onAcknowledged: () => void = () => undefined;
  #socket: Socket | undefined;

  constructor() {
    this.introduced = new Promise((resolve) => {
      this.#onIntroduced = resolve;
    });
    this.acknowledged = new Promise((resolve) => {
      this.#onAcknowledged = resolve;
    });
  }

  welcome(socket: Socket): void {
    const packets = parser({ protocolVersion: 4 });
    packets.on('packet', (packet) => {
      if (packet.cmd === 'connect') {
        socket.write(generate({ cmd: 'connack', returnCode: 0, sessionPresent: false }));
        this.#onIntroduced(packet);
      }
      if (packet.cmd === 'puback' && packet.messageId === ID) this.#onAcknowledged();
      if (packet.cmd === 'disconnect') socket.end();
    });
    packets.on('error', () => socket.destroy());
    socket.on('data', (chunk) => packets.parse(chunk));
    socket.on('error', () => undefined);
    this.#socket = socket;
  }

  write(bytes: Uint8Array): void {
    this.#socket?.write(bytes);
  }
}

/** @param host the address to listen on */
export const startPlainBroker = async (host: string): Promise<PlainBroker> => {
  const guest = new Guest();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    guest.welcome(socket);
  });
  await once(server.listen(0, host), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    introduction: (withinMs) =>
      Promise.race([
        guest.introduced,
        after(withinMs).then(() => {
          throw new PlainBrokerSilent(
            `the board should have introduced itself to the plain broker within ${withinMs} ms, and nobody did`,
          );
        }),
      ]),
    sendInHalves: async ({ topic, payload, pauseMs, withinMs }) => {
      const packet = generate({
        cmd: 'publish',
        topic,
        payload: Buffer.from(payload),
        qos: 1,
        messageId: ID,
        dup: false,
        retain: false,
      });
      const acknowledged = guest.acknowledged.then(() => true);
      const half = Math.ceil(packet.length / 2);
      guest.write(packet.subarray(0, half));
      const isTooEarly = await Promise.race([acknowledged, after(pauseMs).then(() => false)]);
      guest.write(packet.subarray(half));
      const came = await Promise.race([acknowledged, after(withinMs).then(() => false)]);
      return isTooEarly ? 'too early' : came ? 'in time' : 'never';
    },
    dropped: async (withinMs) => {
      const goneAt = performance.now();
      for (const socket of sockets) socket.destroy();
      sockets.clear();
      await Promise.race([
        once(server, 'connection'),
        after(withinMs).then(() => {
          throw new PlainBrokerSilent(
            `the board should have called the plain broker again within ${withinMs} ms, and did not`,
          );
        }),
      ]);
      return { backAfterMs: performance.now() - goneAt };
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
