import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import {
  AUTHORITATIVE_ANSWER,
  encode,
  type Question,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
} from 'dns-packet';
import { comparable, type DnsMessage, RCODE, readDnsMessage } from './dns-message.ts';

/** Names and their IPv4 addresses. */
type Names = Readonly<Record<string, string>>;

export interface DnsServerOptions {
  /** What it knows, looked up at each query; of names that differ in case alone the last counts. */
  readonly names: () => Names;
  /** 0: the system chooses. */
  readonly port?: number;
  readonly host?: string;
  /** A server that hears and never answers, asked at each query. */
  readonly silent?: boolean | (() => boolean);
}

export interface RunningDnsServer extends AsyncDisposable {
  /** `address:port`, as a world's `dns` wants it. */
  readonly endpoint: string;
  /** How many queries it has heard, repeats included. */
  readonly asked: number;
}

/** The names may change at any time: an answer is for the one who asked, and not to be kept (RFC 1035, section 3.2.1). */
const TTL_SECONDS = 0;

/** A DNS server over UDP (RFC 1035) for A records; what is no query gets no answer. */
export const startDnsServer = async ({
  names,
  port = 0,
  host = '127.0.0.1',
  silent = false,
}: DnsServerOptions): Promise<RunningDnsServer> => {
  const socket = createSocket('udp4');
  let asked = 0;
  socket.on('message', (bytes, { address, port: from }) => {
    const query = readDnsMessage(bytes);
    if (query === undefined || query.isAnswer) return;
    asked += 1;
    if (typeof silent === 'function' ? silent() : silent) return;
    // Who asked may be gone, which is nothing to a server.
    socket.send(answer(query, names()), from, address, () => undefined);
  });
  socket.bind(port, host);
  await once(socket, 'listening');
  const bound = socket.address();
  return {
    endpoint: `${bound.address}:${bound.port}`,
    get asked() {
      return asked;
    },
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => socket.close(() => resolve()));
    },
  };
};

const answer = ({ id, question, wantsRecursion, isStandard }: DnsMessage, names: Names): Buffer => {
  const found = isStandard ? lookUp(question, names) : { rcode: RCODE.notImplemented };
  const recursion = RECURSION_AVAILABLE | (wantsRecursion ? RECURSION_DESIRED : 0);
  return encode({
    type: 'response',
    id,
    flags: AUTHORITATIVE_ANSWER | recursion | found.rcode,
    questions: [question],
    answers:
      found.address === undefined
        ? []
        : [{ type: 'A', name: question.name, ttl: TTL_SECONDS, data: found.address }],
  });
};

interface Found {
  readonly rcode: number;
  readonly address?: string;
}

const lookUp = ({ name, type, class: space = 'IN' }: Question, names: Names): Found => {
  if (space !== 'IN' && space !== 'ANY') return { rcode: RCODE.refused };
  const wanted = comparable(name);
  const address = Object.entries(names).findLast(([given]) => comparable(given) === wanted)?.[1];
  if (address === undefined) return { rcode: RCODE.noSuchName };
  return type === 'A' ? { rcode: RCODE.noError, address } : { rcode: RCODE.noError };
};
