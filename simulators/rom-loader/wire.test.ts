import { expect } from 'chai';
import { loaderBench, stubBench } from './loader-bench.ts';
import { LoaderHost, OK, STUB_OK, words } from './loader-host.ts';

const MAGIC = 0x4000_1000;

describe('The wire to the loader', () => {
  it('changes its rate behind the answer, and is misread at any other', async () => {
    await using bench = await loaderBench();
    const { host } = bench;
    host.plug.setBaudRate(115_200);

    expect(await host.ask(0x0f, words(460_800, 0))).to.equal(OK);
    host.send(0x0a, words(MAGIC));
    host.plug.setBaudRate(460_800);
    host.send(0x0a, words(MAGIC));

    expect((await host.answer()).value).to.equal(0x00f0_1d83);
    expect(host.unread).to.equal(0);
    expect(await host.ask(0x0f, words(0, 0))).to.equal('01050000');
    expect(await host.ask(0x0f, words(5_000_001, 0))).to.equal('01050000');
  });

  it('takes on the rate of the first packet, and keeps it', async () => {
    await using bench = await loaderBench();
    const { host } = bench;
    host.plug.setBaudRate(57_600);
    expect(await host.synchronise()).to.have.length(8);

    host.plug.setBaudRate(115_200);
    host.send(0x0a, words(MAGIC));
    host.plug.setBaudRate(57_600);

    expect(await host.readRegister(MAGIC)).to.equal(0x00f0_1d83);
    expect(host.unread).to.equal(0);
    expect(await host.readRegister(0x3ff4_0014)).to.equal(694);
  });

  it('may be left and come back to, and the stub is still there', async () => {
    await using bench = await stubBench();
    await bench.host.ask(0x02, words(0x800, 2, 0x400, 0x10_0000));
    await bench.host.askBlock(0x03, 0, Buffer.alloc(0x400, 1));

    bench.host.plug.destroy();
    const again = new LoaderHost(bench.board.connectLog());

    expect(await again.askBlock(0x03, 1, Buffer.alloc(0x400, 2))).to.equal(STUB_OK);
    expect(await again.ask(0x04, words(1))).to.equal(STUB_OK);
    expect(bench.board.flash.read(0x10_03ff, 2)).to.deep.equal(Buffer.from([1, 2]));
  });

  it('may be left in the middle of a packet', async () => {
    await using bench = await loaderBench();
    bench.host.plug.write(Buffer.from('c0000a0400000000', 'hex'));

    bench.host.plug.destroy();
    const again = new LoaderHost(bench.board.connectLog());
    again.send(0x0a, words(MAGIC));

    expect(await again.readRegister(MAGIC)).to.equal(0x00f0_1d83);
  });

  it('takes the time of a chip and of its rate, where the board takes its time', async () => {
    await using bench = await loaderBench({ realtime: true });
    const { host } = bench;
    await host.ask(0x0d, words(0, 0));

    const begun = performance.now();
    expect(await host.ask(0x02, words(0x2000, 1, 0x400, 0x10_0000))).to.equal(OK);
    const erased = performance.now();
    expect(await host.askBlock(0x03, 0, Buffer.alloc(0x400, 0x55))).to.equal(OK);
    const written = performance.now();

    // Two sectors of 45 ms; 1 KB at 115200 bits a second is 89 ms.
    expect(erased - begun).to.be.at.least(90);
    expect(written - erased).to.be.at.least(89);
  });

  it('has the answer out before the rate changes or the chip resets, however slow it is', async () => {
    await using bench = await stubBench({ realtime: true });
    const { host } = bench;
    host.plug.setBaudRate(115_200);

    expect(await host.ask(0x0f, words(921_600, 115_200))).to.equal(STUB_OK);
    host.plug.setBaudRate(921_600);
    expect(await host.ask(0x02, words(0, 0, 0x400, 0))).to.equal(STUB_OK);
    expect(await host.ask(0x04, words(0))).to.equal(STUB_OK);
    host.plug.setBaudRate(115_200);
    await host.started();

    expect(await host.synchronise()).to.have.length(8);
  });
});
