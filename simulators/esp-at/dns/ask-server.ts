import { randomInt } from 'node:crypto';
import { createSocket, type RemoteInfo } from 'node:dgram';
import { isIPv4 } from 'node:net';
import { encode, RECURSION_DESIRED } from 'dns-packet';
import { comparable, RCODE, readDnsMessage } from '../../network/dns-message.ts';
import type { Endpoint } from '../../network/endpoint.ts';
import { pause, type Timers } from '../../network/timers.ts';

interface Question {
  /** Where the server really is; undefined: nowhere, its silence is certain. */
  readonly target: Endpoint | undefined;
  readonly name: string;
  /** The question goes out once for each of them, and its answer may come until the last is over. */
  readonly waitsMs: readonly number[];
  readonly timers: Timers;
  readonly signal: AbortSignal;
}

/** `error` is any code but success, that of a name which does not exist included: lwIP makes no difference. */
export type DnsAnswer = { readonly address: string } | 'no address' | 'error' | 'silence';

/** One server's answer to the question for a name's IPv4 address. @throws the signal's reason */
export const askServer = async (question: Question): Promise<DnsAnswer> => {
  const { target, name, waitsMs, timers, signal } = question;
  const id = randomInt(0x1_0000); // repeats carry it too, so that a late answer to the first one counts
  const query = encode({
    type: 'query',
    id,
    flags: RECURSION_DESIRED,
    questions: [{ type: 'A', name, class: 'IN' }],
  });
  const socket = createSocket('udp4');
  const done = new AbortController();
  const over = AbortSignal.any([signal, done.signal]);
  try {
    const answered = new Promise<DnsAnswer>((resolve) => {
      socket.on('message', (bytes, from) => {
        const answer = isFrom(from, target) ? answerIn(bytes, id, name) : undefined;
        if (answer !== undefined) resolve(answer);
      });
    });
    socket.on('error', () => undefined); // an unreachable port is silence to a UDP client
    const asked = async (): Promise<DnsAnswer> => {
      for (const ms of waitsMs) {
        if (target) socket.send(query, target.port, target.host, () => undefined);
        await pause(timers, ms, over);
      }
      return 'silence';
    };
    return await Promise.race([answered, asked()]);
  } finally {
    done.abort();
    socket.close();
  }
};

/** Only who was asked may answer (RFC 5452, section 9.1). */
const isFrom = ({ address, port }: RemoteInfo, target: Endpoint | undefined): boolean =>
  port === target?.port && (address === target.host || !isIPv4(target.host));

/** Undefined: not an answer to this question. */
const answerIn = (bytes: Buffer, id: number, name: string): DnsAnswer | undefined => {
  const message = readDnsMessage(bytes);
  if (message === undefined || !message.isAnswer || message.id !== id) return undefined;
  const { question, rcode, addresses } = message;
  const isSame =
    comparable(question.name) === comparable(name) &&
    question.type === 'A' &&
    question.class === 'IN';
  if (!isSame) return undefined;
  if (rcode !== RCODE.noError) return 'error';
  const [address] = addresses;
  return address === undefined ? 'no address' : { address };
};
