import { expect } from 'chai';
import { useBench } from '../../harness/bench/use-bench.ts';

const PLACE = 'factory_param';

describe('The factory parameters of a board', () => {
  const bench = useBench({ area: 'nvs', board: ['sysmfg'] });

  it('are the same before and behind new credentials, and a restart', async () => {
    const before = await bench.board.nvs.all(PLACE);

    await bench.board.writeCredentials(bench.credentialsOf(await bench.createThing()));
    const behind = await bench.board.nvs.all(PLACE);
    await bench.board.restart();
    const restarted = await bench.board.nvs.all(PLACE);

    expect(before).to.include.keys('uart_baudrate', 'module_name');
    expect(behind).to.deep.equal(before);
    expect(restarted).to.deep.equal(before);
  });

  it('are the same when credentials are taken away', async () => {
    const before = await bench.board.nvs.all(PLACE);

    await bench.board.eraseCredentials();

    expect(await bench.board.nvs.all(PLACE)).to.deep.equal(before);
  });
});

describe('The credentials of others', () => {
  const bench = useBench({ area: 'nvs', board: ['sysmfg'] });

  it('are left alone by those of MQTT', async () => {
    const before = await bench.board.nvs.all('client_cert');

    await bench.board.writeCredentials(bench.credentialsOf(await bench.createThing()));

    expect(before).not.to.deep.equal({});
    expect(await bench.board.nvs.all('client_cert')).to.deep.equal(before);
  });
});
