import { expect } from 'chai';
import { startNetwork } from '../../network/start-network.ts';
import { parseWorld } from '../../network/world.ts';
import { type BenchBoard, benchBoard } from '../bench-board.ts';
import { releaseProfile } from '../releases/releases.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const TIMEOUT = `+PING:TIMEOUT\r\n${ERROR}`;
const profile = releaseProfile('3.4.0.0');

const WORLD = `
accessPoints: [{ssid: Lab, security: open}]
names: {broker.test: 10.0.2.9}
routes: {"10.0.2.9:8883": "127.0.0.1:18883"}
`;

const join = ({ at }: BenchBoard): Promise<void> =>
  at
    .ask('AT+CWMODE=1\r\n', OK)
    .then(() => at.ask('AT+CWJAP="Lab",""\r\n', `WIFI CONNECTED\r\nWIFI GOT IP\r\n${OK}`));

describe('Reach of the simulated modem', () => {
  it('is nothing before it has joined', async () => {
    await using bench = await benchBoard({ profile });

    await bench.at.ask('AT+CIPDOMAIN="10.0.2.2"\r\n', ERROR);
    await bench.at.ask('AT+PING="10.0.2.2"\r\n', TIMEOUT);
  });

  it('is the gateway and what its world leads to, by name and by address', async () => {
    await using around = await startNetwork(parseWorld(WORLD));
    await using bench = await benchBoard({ profile, network: around.network });
    await join(bench);

    await bench.at.ask('AT+CIPDOMAIN="broker.test"\r\n', `+CIPDOMAIN:"10.0.2.9"\r\n${OK}`);
    await bench.at.ask('AT+CIPDOMAIN="10.0.2.77",2\r\n', `+CIPDOMAIN:"10.0.2.77"\r\n${OK}`);
    await bench.at.ask('AT+PING="10.0.2.2"\r\n', `+PING:1\r\n${OK}`);
    await bench.at.ask('AT+PING="broker.test"\r\n', `+PING:1\r\n${OK}`);
    await bench.at.ask('AT+PING="10.0.2.77"\r\n', TIMEOUT);
    await bench.at.ask('AT+CIPDOMAIN=""\r\n', ERROR);
    await bench.at.ask('AT+CIPDOMAIN="10.0.2.2",4\r\n', ERROR);
  });

  it('is waited for before it is given up, also by 2.1.0.0, which tells an answer at once', async () => {
    await using bench = await benchBoard({ profile: releaseProfile('2.1.0.0'), pace: 10 });
    await bench.at.ask('AT+CWMODE=1\r\n', OK);
    await bench.at.ask('AT+CWJAP="Espressif",""\r\n', `WIFI CONNECTED\r\nWIFI GOT IP\r\n${OK}`);
    await bench.at.ask('AT+PING="10.0.2.2"\r\n', `+PING:1\r\n${OK}`);
    const from = performance.now();

    await bench.at.ask('AT+PING="10.0.2.77"\r\n', TIMEOUT);

    expect(performance.now() - from).to.be.at.least(95);
  });

  it('is busy until a name has failed', async () => {
    await using bench = await benchBoard({ profile, pace: 100 });
    await bench.at.ask('AT+CWMODE=1\r\n', OK);
    await bench.at.ask('AT+CWJAP="Espressif",""\r\n', `WIFI CONNECTED\r\nWIFI GOT IP\r\n${OK}`);

    bench.at.send('AT+CIPDOMAIN="nosuch.example"\r\n');
    await bench.at.ask('AT\r\n', '\r\nbusy p...\r\n');
    await bench.at.expect(ERROR);
  });
});
