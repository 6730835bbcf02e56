import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import * as tls from 'node:tls';
import { generate } from 'mqtt-packet';
import { clientHello, drip, leave, say, to } from './hostile-connection.ts';
import { ABUSES, hi, pub, sub } from './hostile-packets.ts';
import { garbage, mutatedBursts } from './mutated-packets.ts';

/** Credentials in PEM. */
interface Login {
  readonly certificatePem: string;
  readonly keyPem: string;
}

/** What is attacked: a port of this machine, by devices that it knows and by one that it does not. */
export interface Target {
  readonly port: number;
  readonly known: Login;
  readonly stranger: Login;
}

/** One hostile connection, from its beginning to its end. */
type Attack = (turn: number) => Promise<void>;

export interface NamedAttack {
  readonly name: string;
  /** How many of a hundred connections. */
  readonly percent: number;
  readonly run: Attack;
}

/** Bytes as a careless or evil program sends them: made once, used by turns. */
const SAMPLES = 500;

/** All ways in which this siege is hostile. Everything that is costly is made here once, the keys above all. */
export const attacksOn = async (
  { port, known, stranger }: Target,
  seed: number,
): Promise<NamedAttack[]> => {
  const hello = await clientHello();
  const bursts = mutatedBursts(SAMPLES, seed);
  const noise = garbage(SAMPLES, seed);
  const contexts = { known: contextOf(known), stranger: contextOf(stranger) };
  const at = <T>(list: readonly T[], turn: number): T => list[turn % list.length] as T;

  const plain =
    (attack: (socket: Socket, turn: number) => Promise<unknown>): Attack =>
    async (turn) => {
      const socket = connect({ port, host: '127.0.0.1' });
      await to(socket, 'connect', () => attack(socket, turn));
    };
  const secured =
    (
      secureContext: tls.SecureContext,
      attack: (socket: tls.TLSSocket, turn: number) => Promise<unknown>,
    ): Attack =>
    async (turn) => {
      const socket = tls.connect({
        port,
        host: '127.0.0.1',
        secureContext,
        rejectUnauthorized: false,
      });
      await to(socket, 'secureConnect', () => attack(socket, turn));
    };
  const loggedIn = (attack: (socket: tls.TLSSocket, turn: number) => Promise<unknown>): Attack =>
    secured(contexts.known, async (socket, turn) => {
      socket.write(hi(`hostile-${turn}`));
      await once(socket, 'data');
      await attack(socket, turn);
    });

  return [
    { name: 'noise', percent: 27, run: plain((socket, turn) => say(socket, at(noise, turn))) },
    {
      name: 'noise in a TLS record',
      percent: 20,
      run: plain((socket, turn) => {
        const body = at(noise, turn);
        const header = [22, 3, 1, body.length >> 8, body.length & 0xff];
        return say(socket, Buffer.concat([Uint8Array.from(header), body]));
      }),
    },
    { name: 'MQTT without TLS', percent: 5, run: plain((socket) => say(socket, hi('plain'))) },
    { name: 'a knock', percent: 6, run: plain(async (socket) => socket.end()) },
    {
      name: 'half a handshake',
      percent: 20,
      run: plain((socket, turn) => {
        const part = hello.subarray(0, 1 + (turn % (hello.length - 1)));
        // Every other one breaks off without a word.
        return turn % 2 === 0 ? say(socket, part) : leave(socket, part);
      }),
    },
    { name: 'TLS in drops', percent: 1, run: plain((socket) => drip(socket, hello)) },
    {
      name: 'a stranger',
      percent: 4,
      run: secured(contexts.stranger, (socket) => say(socket, hi('stranger'), pub('a'))),
    },
    {
      name: 'MQTT in drops',
      percent: 1,
      run: secured(contexts.known, (socket) => drip(socket, hi('slow'))),
    },
    {
      name: 'a length without end',
      percent: 2,
      run: secured(contexts.known, (socket, turn) => {
        const announced = Buffer.from([turn % 2 === 0 ? 0x10 : 0x30, 0xff, 0xff, 0xff, 0x7f]);
        return say(socket, announced, Buffer.alloc(64 * 1024));
      }),
    },
    {
      name: 'many CONNECTs',
      percent: 3,
      run: secured(contexts.known, (socket) => say(socket, ...Array(50).fill(hi('storm')))),
    },
    {
      name: 'wildcards and $ topics',
      percent: 3,
      run: loggedIn((socket, turn) => say(socket, at(ABUSES, turn))),
    },
    {
      name: 'a flood that is not read',
      percent: 1,
      run: loggedIn((socket) => {
        socket.pause();
        const pings = Array(2000).fill(generate({ cmd: 'pingreq' }));
        return leave(socket, sub('#'), ...Array(300).fill(pub('flood')), ...pings);
      }),
    },
    {
      name: 'mutated packets',
      percent: 7,
      run: loggedIn((socket, turn) => leave(socket, at(bursts, turn))),
    },
  ];
};

const contextOf = ({ certificatePem, keyPem }: Login): tls.SecureContext =>
  tls.createSecureContext({ cert: certificatePem, key: keyPem });
