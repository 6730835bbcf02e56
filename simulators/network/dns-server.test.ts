import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { on } from 'node:events';
import { expect } from 'chai';
import { type DecodedPacket, decode, encode, type Packet } from 'dns-packet';
import fc from 'fast-check';
import { type DnsServerOptions, type RunningDnsServer, startDnsServer } from './dns-server.ts';

const NAMES = { 'Broker.Test': '10.0.2.2', 'time.test': '10.0.2.7' };
const PATIENCE = { timeout: 1_000, tries: 2 };

const start = (options: Partial<DnsServerOptions> = {}): Promise<RunningDnsServer> =>
  startDnsServer({ names: () => NAMES, ...options });

/** Node's own client, which is c-ares. */
const clientOf = ({ endpoint }: RunningDnsServer, patience = PATIENCE): Resolver => {
  const resolver = new Resolver(patience);
  resolver.setServers([endpoint]);
  return resolver;
};

const codeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'an answer',
    ({ code }: NodeJS.ErrnoException) => code ?? 'no code',
  );

/** Sends bytes, and a query after them: the answers up to that query's, so that silence needs no waiting. */
const answersTo = async (
  server: RunningDnsServer,
  requests: readonly Buffer[],
): Promise<readonly DecodedPacket[]> => {
  const [host, port] = server.endpoint.split(':') as [string, string];
  const last: Packet = { type: 'query', id: 4711, questions: [{ type: 'A', name: 'time.test' }] };
  const socket = createSocket('udp4');
  try {
    const answers: DecodedPacket[] = [];
    const incoming = on(socket, 'message', { signal: AbortSignal.timeout(25_000) });
    for (const bytes of [...requests, encode(last)]) socket.send(bytes, Number(port), host);
    for await (const [bytes] of incoming as AsyncIterable<[Buffer]>) {
      const answer = decode(bytes);
      if (answer.id === last.id) break;
      answers.push(answer);
    }
    return answers;
  } finally {
    socket.close();
  }
};

describe('DNS server', () => {
  it("tells Node's own client the address of a name, without regard to case", async () => {
    await using server = await start();
    const client = clientOf(server);

    expect(await client.resolve4('broker.test')).to.deep.equal(['10.0.2.2']);
    expect(await client.resolve4('TIME.test.')).to.deep.equal(['10.0.2.7']);
    expect(server.asked).to.equal(2);
  });

  it('knows no other names', async () => {
    await using server = await start();
    const client = clientOf(server);

    for (const name of ['elsewhere.test', 'a.broker.test', 'test', 'toString', '__proto__']) {
      expect(await codeOf(client.resolve4(name)), name).to.equal('ENOTFOUND');
    }
  });

  it('has nothing but addresses of a name that it knows', async () => {
    await using server = await start();
    const client = clientOf(server);

    for (const type of ['AAAA', 'MX', 'TXT', 'SRV', 'CNAME']) {
      expect(await codeOf(client.resolve('broker.test', type)), type).to.equal('ENODATA');
    }
    expect(await codeOf(client.resolve('elsewhere.test', 'MX'))).to.equal('ENOTFOUND');
  });

  it('looks its names up anew each time, and lets nobody keep them', async () => {
    let names: Record<string, string> = {};
    await using server = await start({ names: () => names });
    const client = clientOf(server);

    expect(await codeOf(client.resolve4('moving.test'))).to.equal('ENOTFOUND');
    names = { 'moving.test': '10.0.2.8' };
    expect(await client.resolve4('moving.test', { ttl: true })).to.deep.equal([
      { address: '10.0.2.8', ttl: 0 },
    ]);
  });

  it('hears and says nothing while it is silent', async () => {
    let silent = true;
    await using server = await start({ silent: () => silent });

    const impatient = clientOf(server, { timeout: 20, tries: 1 });
    expect(await codeOf(impatient.resolve4('time.test'))).to.equal('ETIMEOUT');
    expect(server.asked).to.equal(1);
    silent = false;
    expect(await clientOf(server).resolve4('time.test')).to.deep.equal(['10.0.2.7']);
  });

  it('repeats the question as it came, and answers with authority', async () => {
    await using server = await start();
    const query: Packet = {
      type: 'query',
      id: 7,
      flags: 0x100,
      questions: [{ type: 'A', name: 'bROKER.tEST', class: 'IN' }],
    };

    const [answer] = await answersTo(server, [encode(query)]);

    expect(answer).to.deep.include({
      id: 7,
      flag_qr: true,
      flag_aa: true,
      flag_rd: true,
      questions: query.questions,
    });
    expect(answer?.answers).to.have.length(1);
    expect(answer?.answers?.[0]).to.include({ name: 'bROKER.tEST', type: 'A', data: '10.0.2.2' });
  });

  for (const [what, packet, rcode] of [
    ['another kind of query', { flags: 0x2000, questions: ['IN'] }, 'NOTIMP'],
    ['another class', { questions: ['CH'] }, 'REFUSED'],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await using server = await start();
      const [space] = packet.questions;
      const questions = [{ type: 'A', name: 'broker.test', class: space }] as const;

      const [answer] = await answersTo(server, [
        encode({ type: 'query', id: 7, ...packet, questions: [...questions] }),
      ]);

      expect(answer).to.include({ id: 7, rcode });
      expect(answer?.answers).to.deep.equal([]);
    });
  }

  it('gives no answer to what is no query', async () => {
    await using server = await start();
    const question = { type: 'A', name: 'broker.test' } as const;
    const query = encode({ type: 'query', id: 7, questions: [question] });
    const withLabel = (label: Buffer): Buffer =>
      Buffer.concat([query.subarray(0, 12), Buffer.of(label.length), label, query.subarray(-5)]);

    const answers = await answersTo(server, [
      Buffer.alloc(0),
      query.subarray(0, 11),
      query.subarray(0, -1),
      encode({ type: 'response', id: 7, questions: [question] }),
      encode({ type: 'query', id: 7, questions: [] }),
      encode({ type: 'query', id: 7, questions: [question, question] }),
      withLabel(Buffer.alloc(63, 0xff)),
      withLabel(Buffer.from('broker.test')),
    ]);

    expect(answers).to.deep.equal([]);
    expect(server.asked).to.equal(1);
  });

  it('is still there after any bytes', async () => {
    await using server = await start();
    const header = fc.constantFrom(Buffer.alloc(0), Buffer.from('000701000001000000000000', 'hex'));
    const packet = fc.tuple(header, fc.uint8Array({ maxLength: 80 })).map(Buffer.concat);
    await fc.assert(
      fc.asyncProperty(packet, async (bytes) => {
        await answersTo(server, [bytes]);
      }),
    );
  });
});
