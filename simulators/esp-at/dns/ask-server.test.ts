import { expect } from 'chai';
import { encode, type Packet } from 'dns-packet';
import fc from 'fast-check';
import { NXDOMAIN, ScriptedDnsServer, until, useDnsBench } from './dns-bench.ts';

describe('DNS of the modem: answers', () => {
  const bench = useDnsBench();

  it('takes a late answer to the first question after the second', async () => {
    const { attempt } = await bench.asked();
    await bench.timers.advance(1_000);
    await until(() => bench.server.heard.length === 2);

    await bench.server.answer(0, '10.0.2.2');

    expect(await attempt).to.deep.equal({ address: '10.0.2.2' });
  });

  it('does not mind that an answer comes twice, or after the end', async () => {
    const { attempt } = await bench.asked();
    await bench.server.answer(0, '10.0.2.2');
    await bench.server.answer(0, '10.0.2.99');
    expect(await attempt).to.deep.equal({ address: '10.0.2.2' });
    await bench.server.answer(0, '10.0.2.98');

    const again = bench.ask();
    await until(() => bench.server.heard.length === 2);
    await bench.server.answer(0, '10.0.2.97');
    await bench.server.answer(1, '10.0.2.3');
    expect(await again).to.deep.equal({ address: '10.0.2.3' });
  });

  for (const [what, reply] of [
    ['with another id', (id) => ({ id: (id + 1) % 0x1_0000 })],
    ['for another name', () => ({ questions: [{ type: 'A', name: 'else.test' }] })],
    ['for another type', () => ({ questions: [{ type: 'AAAA', name: 'broker.test' }] })],
    ['for another class', () => ({ questions: [{ type: 'A', name: 'broker.test', class: 'CH' }] })],
    ['without the question', () => ({ questions: [] })],
    ['that are questions', () => ({ type: 'query' })],
    ['that refuse another question', (id) => ({ id: (id + 1) % 0x1_0000, flags: NXDOMAIN })],
  ] as [string, (id: number) => Packet][]) {
    it(`does not take answers ${what}`, async () => {
      const { attempt, id } = await bench.asked();

      await bench.server.answer(0, '10.0.2.66', reply(id));
      await bench.server.answer(0, '10.0.2.2');

      expect(await attempt).to.deep.equal({ address: '10.0.2.2' });
    });
  }

  it('does not take an answer of somebody else', async () => {
    await using stranger = await ScriptedDnsServer.start();
    const { attempt } = await bench.asked();
    stranger.heard.push(...bench.server.heard);

    await stranger.answer(0, '10.0.2.66');
    await bench.server.answer(0, '10.0.2.2');

    expect(await attempt).to.deep.equal({ address: '10.0.2.2' });
  });

  it('takes an answer whose name is written otherwise, behind an alias', async () => {
    const { attempt } = await bench.asked();

    await bench.server.answer(0, undefined, {
      questions: [{ type: 'A', name: 'Broker.TEST' }],
      answers: [
        { type: 'CNAME', name: 'broker.test', data: 'host.test' },
        { type: 'A', name: 'host.test', data: '10.0.2.2' },
      ],
    });

    expect(await attempt).to.deep.equal({ address: '10.0.2.2' });
  });

  it('is not disturbed by any bytes', async () => {
    const { attempt, id } = await bench.asked();
    const right = encode({ type: 'response', id, questions: [{ type: 'A', name: 'broker.test' }] });
    const garbage = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.integer({ min: 0, max: right.length - 1 }).map((end) => right.subarray(0, end)),
      fc
        .uint8Array({ minLength: 1, maxLength: 3 })
        .map((rest) =>
          Buffer.concat([right.subarray(0, 6), Buffer.of(0, 9), right.subarray(8), rest]),
        ),
    );
    await fc.assert(
      fc.asyncProperty(garbage, async (bytes) => {
        await bench.server.send(0, Buffer.from(bytes));
      }),
    );

    await bench.server.answer(0, '10.0.2.2');

    expect(await attempt).to.deep.equal({ address: '10.0.2.2' });
  });

  it('fails at once with a name that has no IPv4 address', async () => {
    const { attempt } = await bench.asked();

    await bench.server.answer(0, undefined);

    expect(await attempt).to.deep.equal({ failure: 'broker.test has no IPv4 address' });
    expect(bench.server.heard).to.have.length(1);
  });
});
