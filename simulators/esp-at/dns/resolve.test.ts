import { expect } from 'chai';
import { startDnsServer } from '../../network/dns-server.ts';
import { NXDOMAIN, networkTo, until, useDnsBench, watch } from './dns-bench.ts';

describe('DNS of the modem', () => {
  const bench = useDnsBench();

  it('takes an address as it is, and asks nobody', async () => {
    expect(await bench.ask({ name: '198.51.100.4' })).to.deep.equal({ address: '198.51.100.4' });
    expect(bench.server.heard).to.deep.equal([]);
  });

  it('asks for the address with recursion, and takes it', async () => {
    const { attempt } = await bench.asked();
    const [heard] = bench.server.heard;

    expect(heard?.query).to.deep.include({
      flag_qr: false,
      flag_rd: true,
      opcode: 'QUERY',
      questions: [{ name: 'broker.test', type: 'A', class: 'IN' }],
      answers: [],
    });
    await bench.server.answer(0, '10.0.2.2');
    expect(await attempt).to.deep.equal({ address: '10.0.2.2' });
  });

  it('asks the server that DHCP gave, where its address leads', async () => {
    const network = networkTo(undefined, { '10.0.2.3:53': bench.server.endpoint });
    const attempt = bench.ask({ network });
    await until(() => bench.server.heard.length === 1);
    await bench.server.answer(0, '10.0.2.2');

    expect(await attempt).to.deep.equal({ address: '10.0.2.2' });
  });

  it('asks each of two servers after 0, 1, 2 and 4 s, and gives up 14.0 s after the start', async () => {
    const attempt = bench.ask();
    const seen = watch(attempt);
    const times: number[] = [];

    for (let step = 0; step <= 14_000; step += 500) {
      const expected = [0, 1, 2, 4, 7, 8, 9, 11].filter((at) => at * 1000 <= step).length;
      await until(() => bench.server.heard.length === expected || seen.outcome !== undefined);
      while (times.length < bench.server.heard.length) times.push(step / 1000);
      if (step < 14_000) await bench.timers.advance(step === 13_500 ? 499 : 500);
    }
    expect(times).to.deep.equal([0, 1, 2, 4, 7, 8, 9, 11]);
    expect(seen.outcome).to.equal(undefined);
    await bench.timers.advance(1);

    expect(await attempt).to.deep.equal({ failure: 'no DNS server answers' });
    expect(bench.timers.now()).to.equal(14_000);
    const ids = bench.server.heard.map(({ query }) => query.id);
    expect(new Set(ids.slice(0, 4)).size, 'the id of repeats').to.equal(1);
  });

  it('is as patient where DNS leads nowhere, but for a pace that it is given', async () => {
    const network = networkTo(undefined);
    for (const [paceOfNowhere, ms] of [
      [1, 14_000],
      [100, 140],
    ] as const) {
      const patience = { backups: ['8.8.8.8'], waitsMs: [1000, 1000, 2000, 3000], paceOfNowhere };
      const seen = watch(bench.ask({ network, patience }));

      await bench.timers.advance(ms - 1);
      expect(seen.outcome).to.equal(undefined);
      await bench.timers.advance(1);
      expect(seen.outcome).to.deep.equal({ failure: 'no DNS server answers' });
    }
  });

  it('gives up after 7 s without a backup', async () => {
    const attempt = bench.ask({ patience: { backups: [], waitsMs: [1000, 1000, 2000, 3000] } });

    await bench.timers.advance(7_000);

    expect(await attempt).to.deep.equal({ failure: 'no DNS server answers' });
  });

  it('fails at once when the servers know no such name, asking each once', async () => {
    await using real = await startDnsServer({ names: () => ({}) });

    const outcome = await bench.ask({ network: networkTo(real.endpoint) });

    expect(outcome).to.deep.equal({ failure: 'no DNS server knows broker.test' });
    expect(bench.timers.now()).to.equal(0);
    expect(real.asked).to.equal(2);
  });

  it('asks the backup when the first server knows no such name', async () => {
    await using backup = await startDnsServer({ names: () => ({ 'broker.test': '10.0.2.2' }) });
    const network = networkTo(bench.server.endpoint, { '8.8.8.8:53': backup.endpoint });
    const attempt = bench.ask({ network });
    await until(() => bench.server.heard.length === 1);

    await bench.server.answer(0, undefined, { flags: NXDOMAIN });

    expect(await attempt).to.deep.equal({ address: '10.0.2.2' });
    expect(bench.timers.now()).to.equal(0);
  });

  it('does not take the first refusal, come twice, for that of the backup', async () => {
    const { attempt } = await bench.asked();
    const seen = watch(attempt);
    await bench.server.answer(0, undefined, { flags: NXDOMAIN });
    await bench.server.answer(0, undefined, { flags: NXDOMAIN });
    await until(() => bench.server.heard.length === 2);

    expect(seen.outcome).to.equal(undefined);
    await bench.server.answer(1, '10.0.2.2');
    expect(await attempt).to.deep.equal({ address: '10.0.2.2' });
  });

  for (const name of ['', '.', 'a..b', '.a', `${'x'.repeat(64)}.test`, `${'a.'.repeat(127)}b`]) {
    it(`sends nobody "${name.slice(0, 12)}", ${name.length} characters`, async () => {
      expect(await bench.ask({ name })).to.have.property('failure');
      expect(bench.server.heard).to.deep.equal([]);
    });
  }

  it('sends a name as long as names may be', async () => {
    const name = `${'x'.repeat(63)}.`.repeat(4).slice(0, 253);
    const attempt = bench.ask({ name });
    await until(() => bench.server.heard.length === 1);
    await bench.server.answer(0, '10.0.2.2');

    expect(await attempt).to.deep.equal({ address: '10.0.2.2' });
  });

  for (const dns of ['silent', 'nowhere'] as const) {
    it(`lets everything go when the power goes, with DNS ${dns}`, async () => {
      const power = new AbortController();
      const network = networkTo(dns === 'silent' ? bench.server.endpoint : undefined);
      const attempt = bench
        .ask({ network, signal: power.signal })
        .catch((error: Error) => error.message);
      await bench.timers.advance(1_500);

      power.abort(new Error('power off'));

      expect(await attempt).to.equal('power off');
    });
  }

  it('does not begin without power', async () => {
    const signal = AbortSignal.abort(new Error('power off'));

    expect(await bench.ask({ signal }).catch((error: Error) => error.message)).to.equal(
      'power off',
    );
    expect(bench.server.heard).to.deep.equal([]);
  });

  it('resolves for two boards at the same time, whoever is answered first', async () => {
    const first = bench.ask({ name: 'one.test' });
    await until(() => bench.server.heard.length === 1);
    const second = bench.ask({ name: 'two.test' });
    await until(() => bench.server.heard.length === 2);

    await bench.server.answer(1, '10.0.2.22');
    expect(await second).to.deep.equal({ address: '10.0.2.22' });
    await bench.server.answer(0, '10.0.2.11');
    expect(await first).to.deep.equal({ address: '10.0.2.11' });
  });
});
