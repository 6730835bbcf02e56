import { benchBoard } from '../bench-board.ts';

const OK = '\r\nOK\r\n';
const JOINED = 'WIFI CONNECTED\r\nWIFI GOT IP\r\n';

describe('What is around', () => {
  const address = (ip: string, gateway: string, netmask: string): string =>
    `+CIPSTA:ip:"${ip}"\r\n+CIPSTA:gateway:"${gateway}"\r\n+CIPSTA:netmask:"${netmask}"\r\n${OK}`;

  it('is told by a scan, the strongest first, all at its end', async () => {
    await using bench = await benchBoard();
    await bench.at.ask('AT+CWMODE=1\r\n', OK);

    await bench.at.ask(
      'AT+CWLAP\r\n',
      '+CWLAP:(0,"Espressif",-27,"10:01:00:c4:0a:51",5,-1,-1,0,0,3,0)\r\n' +
        '+CWLAP:(0,"MasseyWifi",-34,"10:01:00:c4:0a:52",10,-1,-1,0,0,3,0)\r\n' +
        `+CWLAP:(3,"Safe",-50,"10:01:00:c4:0a:53",11,-1,-1,4,4,3,0)\r\n${OK}`,
    );
    bench.network.world = { ...bench.network.world, accessPoints: [] };
    await bench.at.ask('AT+CWLAP\r\n', OK);
  });

  it('has no address before a join, and the leased one after it', async () => {
    await using bench = await benchBoard();
    const none = address('0.0.0.0', '0.0.0.0', '0.0.0.0');
    const station = (ip: string) => `+CIFSR:STAIP,"${ip}"\r\n+CIFSR:STAMAC,"10:01:00:c4:0a:24"\r\n`;
    const own = '+CIFSR:APIP,"192.168.4.1"\r\n+CIFSR:APMAC,"10:01:00:c4:0a:25"\r\n';

    await bench.at.ask('AT+CIFSR\r\n', own + OK);
    await bench.at.ask('AT+CWMODE=0\r\n', OK);
    await bench.at.ask('AT+CIFSR\r\n', OK);
    await bench.at.ask('AT+CIPSTA?\r\n', none);
    await bench.at.ask('AT+CWMODE=3\r\n', OK);
    await bench.at.ask('AT+CIFSR\r\n', own + station('0.0.0.0') + OK);

    await bench.at.ask('AT+CWJAP="Espressif",""\r\n', JOINED + OK);
    await bench.at.ask('AT+CIPSTA?\r\n', address('10.0.2.15', '10.0.2.2', '255.255.255.0'));
    await bench.at.ask('AT+CWMODE=1\r\n', OK);
    await bench.at.ask('AT+CIFSR\r\n', station('10.0.2.15') + OK);
  });
});
