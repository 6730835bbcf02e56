import { expect } from 'chai';
import { commands } from '../../harness/at/commands/index.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const STATION = { mode: 1 };
const BOTH = { mode: 3 };
const REJOIN = { intervalSeconds: 7, times: 9 };

describe('Settings of a board', () => {
  const bench = useBench({ area: 'nvs' });

  afterEach('be a station again', async () => {
    await bench.board.client.do(commands.storeSettings.set, { on: 1 });
    await bench.board.client.do(commands.wifiMode.set, STATION);
  });

  it('outlast a restart', async () => {
    await bench.board.client.do(commands.wifiMode.set, BOTH);

    await bench.board.restart();

    expect(await bench.board.client.do(commands.wifiMode.query)).to.deep.equal(BOTH);
  });

  it('outlast none where they were not to be stored', async () => {
    await bench.board.client.do(commands.wifiMode.set, STATION);
    await bench.board.client.do(commands.storeSettings.set, { on: 0 });
    await bench.board.client.do(commands.wifiMode.set, BOTH);
    const changed = await bench.board.client.do(commands.wifiMode.query);

    await bench.board.restart();

    expect(changed).to.deep.equal(BOTH);
    expect(await bench.board.client.do(commands.wifiMode.query)).to.deep.equal(STATION);
  });

  it('are changed one at a time', async () => {
    await bench.board.client.do(commands.wifiMode.set, BOTH);
    await bench.board.client.do(commands.autoConnect.set, { on: 0 });

    await bench.board.client.do(commands.autoConnect.set, { on: 1 });
    await bench.board.restart();

    expect(await bench.board.client.do(commands.wifiMode.query)).to.deep.equal(BOTH);
    expect(await bench.board.client.do(commands.autoConnect.query)).to.deep.equal({ on: 1 });
  });
});

describe('Settings of a board without supply', () => {
  const bench = useBench({ area: 'nvs', bench: ['power'] });

  afterEach('be a station again', () => bench.board.client.do(commands.wifiMode.set, STATION));

  it('are still there when it is switched on', async () => {
    await bench.board.client.do(commands.wifiMode.set, STATION);
    await bench.board.client.do(commands.wifiMode.set, BOTH);

    await bench.board.powerCycle();

    expect(await bench.board.client.do(commands.wifiMode.query)).to.deep.equal(BOTH);
  });
});

describe('How often a lost access point is tried again', () => {
  const bench = useBench({ area: 'nvs', board: ['reconnect configuration'] });

  afterEach('every second', () =>
    bench.board.client.do(commands.rejoin.set, { intervalSeconds: 1, times: 0 }),
  );

  it('is kept over a restart', async () => {
    await bench.board.client.do(commands.rejoin.set, REJOIN);

    await bench.board.restart();

    expect(await bench.board.client.do(commands.rejoin.query)).to.deep.equal(REJOIN);
  });
});
