import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { Network } from '../../network/network.ts';
import { startNetwork } from '../../network/start-network.ts';
import { StepTimers } from '../../network/step-timers.ts';
import { parseWorld } from '../../network/world.ts';
import { benchBoard } from '../bench-board.ts';
import { SimulatedBoard } from '../board.ts';
import { Conversation } from '../conversation.ts';
import { factoryFlash } from '../flash/factory.ts';
import { ScriptedBroker } from '../mqtt/scripted-broker.ts';
import type { ReleaseProfile } from './profile.ts';
import { RELEASES, releaseProfile } from './releases.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const JOINED = 'WIFI CONNECTED\r\nWIFI GOT IP\r\n';
const USER = 'AT+MQTTUSERCFG=0,1,"cid","","",0,0,""\r\n';

const isBefore = (name: string, release: string): boolean =>
  name.localeCompare(release, 'en', { numeric: true }) < 0;

const joined = async (profile: ReleaseProfile, network?: Network) => {
  const bench = await benchBoard({ profile, ...(network ? { network } : {}) });
  await bench.at.ask('AT+SYSLOG=1\r\n', OK);
  await bench.at.ask('AT+CWMODE=1\r\n', OK);
  const [air] = bench.network.world.accessPoints;
  await bench.at.ask(`AT+CWJAP="${air?.ssid}",""\r\n`, JOINED + OK);
  return bench;
};

const connected = async (profile: ReleaseProfile, { port }: ScriptedBroker) => {
  const world = `{accessPoints: [{ssid: air, security: open}], routes: {"10.0.2.2:1883": "127.0.0.1:${port}"}}`;
  const bench = await joined(profile, new Network(parseWorld(world)));
  await bench.at.ask(USER, OK);
  const line = '+MQTTCONNECTED:0,1,"10.0.2.2","1883","",0\r\n';
  await bench.at.ask('AT+MQTTCONN=0,"10.0.2.2",1883,0\r\n', line + OK);
  return bench;
};

/** A board whose time stands still; it is ready, in mode 1 and not joined. */
const stepped = async (profile: ReleaseProfile) => {
  const timers = new StepTimers();
  const flash = await factoryFlash(profile);
  const board = new SimulatedBoard({ profile, flash, timers });
  const at = new Conversation(board.connectAt());
  board.powerOn();
  await timers.advance(profile.waits.boot);
  await at.expect('\r\nready\r\n');
  await at.ask('ATE0\r\n', `ATE0\r\n${OK}`);
  return { at, timers, [Symbol.asyncDispose]: () => board[Symbol.asyncDispose]() };
};

for (const name of RELEASES) {
  describe(`What changed up to AT ${name}`, () => {
    const profile = releaseProfile(name);

    it('is told of the access point', async () => {
      await using bench = await joined(profile);
      const first = isBefore(name, '2.2') ? '0,0,0,0' : '0,1,3,0';
      const pmf = isBefore(name, '2.2') ? '' : isBefore(name, '3.3') ? ',0' : ',1';
      const more = isBefore(name, '2.2') ? '' : ',-1,-1,0,0,3,0';

      await bench.at.ask(
        'AT+CWJAP?\r\n',
        `+CWJAP:"Espressif","10:01:00:c4:0a:51",5,-27,${first}${pmf}\r\n${OK}`,
      );
      await bench.at.ask(
        'AT+CWJAP\r\n',
        isBefore(name, '2.2') ? ERROR : `WIFI DISCONNECT\r\n${JOINED}${OK}`,
      );
      bench.at.send('AT+CWLAP\r\n');
      const scan = await bench.at.through(OK);
      expect(scan).to.include(`+CWLAP:(0,"Espressif",-27,"10:01:00:c4:0a:51",5${more})\r\n`);
    });

    it('is with which code a wrong password is told', async () => {
      const codes = isBefore(name, '3.3')
        ? {
            'handshake-timeout': 2,
            'handshake-ended': 1,
            'authentication-expired': 4,
            'authentication-failed': 4,
          }
        : {
            'handshake-timeout': 2,
            'handshake-ended': 2,
            'authentication-expired': 1,
            'authentication-failed': 4,
          };
      const air = Object.keys(codes).map(
        (refusal) => `{ssid: ${refusal}, password: correct-horse, refusal: ${refusal}}`,
      );
      const network = new Network(parseWorld(`accessPoints: [${air.join(', ')}]`));
      await using bench = await benchBoard({ profile, network });
      await bench.at.ask('AT+CWMODE=1\r\n', OK);

      for (const [refusal, code] of Object.entries(codes)) {
        await bench.at.ask(`AT+CWJAP="${refusal}","wrong-horse"\r\n`, `+CWJAP:${code}\r\n${ERROR}`);
      }
    });

    it('is that the time is announced, from 3.2 on', async () => {
      await using around = await startNetwork(
        parseWorld('{accessPoints: [{ssid: air, security: open}]}'),
      );
      await using bench = await joined(profile, around.network);

      await bench.at.ask('AT+CIPSNTPCFG=1,0,"10.0.2.2"\r\n', OK);
      if (!isBefore(name, '3.2')) await bench.at.expect('+TIME_UPDATED\r\n');
      let told = '1970';
      for (const giveUpAt = Date.now() + 25_000; /1970/.test(told) && Date.now() < giveUpAt; ) {
        await setImmediate();
        bench.at.send('AT+CIPSNTPTIME?\r\n');
        told = await bench.at.through(OK);
      }
      expect(told).to.match(/^\+CIPSNTPTIME:.* 20\d\d\r\nOK\r\n$/);
    });

    it('is how long a last will may be', async () => {
      await using bench = await benchBoard({ profile });
      const most = isBefore(name, '3.3') ? 64 : 128;
      const will = (bytes: number) => `AT+MQTTCONNCFG=0,0,0,"t","${'w'.repeat(bytes)}",0,0\r\n`;

      await bench.at.ask('AT+SYSLOG=1\r\n', OK);
      await bench.at.ask(USER, OK);
      await bench.at.ask(will(most), OK);
      await bench.at.ask(will(most + 1), `ERR CODE:0x010a6035\r\n${ERROR}`);
    });

    it('is how the payload of a publication is asked for', async () => {
      await using broker = await ScriptedBroker.start();
      await using bench = await connected(profile, broker);
      const wire = bench.board.connectAt();
      const chunks: string[] = [];
      wire.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));

      wire.write('AT+MQTTPUBRAW=0,"t",1,0,0\r\n');
      while (!chunks.join('').endsWith('>')) await once(wire, 'data');

      expect(chunks).to.deep.equal(
        isBefore(name, '2.4') ? ['\r\nOK\r\n', '\r\n>'] : ['\r\nOK\r\n\r\n>'],
      );
    });

    it('is what the log port says of a topic that is subscribed already', async () => {
      await using broker = await ScriptedBroker.start();
      await using bench = await connected(profile, broker);

      await bench.at.ask('AT+MQTTSUB=0,"t",0\r\n', OK);
      await bench.at.ask('AT+MQTTSUB=0,"t",0\r\n', OK);

      await bench.log.through(
        isBefore(name, '4.1') ? 'ALREADY SUBSCRIBE\r\r\n' : 'already subscribed\r\n',
      );
    });

    it('is how long a failed connection keeps the board busy', async () => {
      await using bench = await stepped(profile);

      await bench.at.ask(USER, OK);
      await bench.at.ask('AT+MQTTCONN=0,"10.0.2.2",1883,0\r\n', '+MQTTDISCONNECTED:0\r\n');
      await bench.timers.advance(isBefore(name, '2.2') ? 0 : 4_999);
      expect(bench.at.unread).to.equal(isBefore(name, '2.2') ? ERROR : '');
      await bench.timers.advance(1);
      await bench.at.expect(ERROR);
    });

    it('is when a ping is told of', async () => {
      await using bench = await stepped(profile);

      bench.at.send('AT+PING="10.0.2.2"\r\n');
      await bench.timers.advance(isBefore(name, '2.2') ? 0 : 999);
      expect(bench.at.unread).to.equal(isBefore(name, '2.2') ? `+PING:TIMEOUT\r\n${ERROR}` : '');
      await bench.timers.advance(1);
      await bench.at.expect(`+PING:TIMEOUT\r\n${ERROR}`);
    });

    it('is who is asked for a name behind the server of DHCP', async () => {
      await using bench = await joined(profile);
      const backups = isBefore(name, '2.2')
        ? []
        : isBefore(name, '4.1')
          ? ['8.8.8.8']
          : ['114.114.114.114', '8.8.8.8'];

      const servers = ['10.0.2.3', ...backups].map((server) => `"${server}"`).join(',');
      await bench.at.ask('AT+CIPDNS?\r\n', `+CIPDNS:0,${servers}\r\n${OK}`);
    });
  });
}

describe('A name that nobody resolves', () => {
  it('is given up when the time is over that AT 4.1 was told, and earlier releases take none', async () => {
    // Its questions are waited for by the computer's clock, 7 s with each server.
    const silent = createSocket('udp4').bind(0, '127.0.0.1');
    await once(silent, 'listening');
    const air = `{accessPoints: [{ssid: air, security: open}], dns: "127.0.0.1:${silent.address().port}"}`;
    await using bench = await joined(releaseProfile('4.1.1.0'), new Network(parseWorld(air)));
    await using earlier = await joined(releaseProfile('3.4.0.0'));

    await bench.at.ask('AT+CIPDOMAIN="nosuch.example",1,1000\r\n', ERROR);
    await bench.at.ask('AT+CIPDOMAIN="10.0.2.2",1,1000\r\n', `+CIPDOMAIN:"10.0.2.2"\r\n${OK}`);
    await bench.at.ask('AT+CIPDOMAIN="10.0.2.2",1,-1\r\n', ERROR);
    await bench.at.ask('AT\r\n', OK);
    await earlier.at.ask('AT+CIPDOMAIN="10.0.2.2",1,1000\r\n', ERROR);
    silent.close();
  });
});

describe('The prompt of AT+SYSFLASH', () => {
  it('may be ahead of the board, where a release is made so', async () => {
    const { waits, ...other } = releaseProfile('2.2.0.0');
    const profile = { ...other, waits: { ...waits, promptRace: 10 } };
    await using bench = await stepped(profile);

    await bench.at.ask('AT+SYSFLASH=1,"fatfs",0,4\r\n', '>');
    await bench.at.ask('data', '\r\nbusy p...\r\n');
    await bench.timers.advance(10);
    await bench.at.ask('data', OK);
  });
});
