import { expect } from 'chai';
import { StepTimers } from '../../network/step-timers.ts';
import { benchBoard } from '../bench-board.ts';
import { SimulatedBoard } from '../board.ts';
import { Conversation } from '../conversation.ts';
import { factoryFlash } from '../flash/factory.ts';
import { releaseProfile } from '../releases/releases.ts';
import { achievedPower } from '../wifi/transmit-power.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const profile = releaseProfile('3.4.0.0');

/** A board whose time moves only when it is told. */
const stillBoard = async () => {
  const timers = new StepTimers();
  const board = new SimulatedBoard({ profile, flash: await factoryFlash(profile), timers });
  const at = new Conversation(board.connectAt());
  const log = new Conversation(board.connectLog());
  board.powerOn();
  await timers.advance(1_000);
  await at.expect('\r\nready\r\n');
  await at.ask('ATE0\r\n', `ATE0\r\n${OK}`);
  log.forget();
  return { timers, board, at, log };
};

describe('AT+GSLP', () => {
  it('tells the time, sleeps deaf and dumb so long, and boots', async () => {
    const { timers, board, at, log } = await stillBoard();
    await using _board = board;
    await at.ask('AT+SYSLOG=1\r\n', OK);
    await at.ask('AT+SYSTIMESTAMP=1795400040\r\n', OK);

    await at.ask('AT+GSLP=5000\r\n', `5000\r\n${OK}`);
    at.send('AT\r\n');
    await at.expect('ERR CODE:0x010b0000\r\n\r\nbusy p...\r\n');
    await timers.advance(100);
    at.send('AT\r\n');
    await timers.advance(4_800);
    expect([at.unread, log.unread, board.isOn]).to.deep.equal(['', '', true]);
    await timers.advance(1_000);

    await at.expect('\r\nready\r\n');
    await log.through('rst:0x5 (DEEPSLEEP_RESET)');
    // The RAM is lost; the RTC has gone on.
    await at.ask('AT+SYSLOG?\r\n', `AT+SYSLOG?\r\n+SYSLOG:0\r\n${OK}`);
    at.send('AT+SYSTIMESTAMP?\r\n');
    expect(await at.through(OK)).to.match(/:17954000[45]\d/);
  });

  it('wakes earlier with the reset button, and not at all without power', async () => {
    const { timers, board, at, log } = await stillBoard();
    await using _board = board;

    await at.ask('AT+GSLP=5000\r\n', `5000\r\n${OK}`);
    await timers.advance(100);
    board.reset();
    await timers.advance(1_000);
    await at.expect('\r\nready\r\n');
    await log.through('POWERON_RESET');
    log.forget();
    await timers.advance(10_000);
    expect(at.unread).to.equal('');

    await at.ask('AT+GSLP=5000\r\n', `AT+GSLP=5000\r\n5000\r\n${OK}`);
    await timers.advance(100);
    board.powerOff();
    await timers.advance(10_000);
    expect([at.unread, log.unread, timers.pending]).to.deep.equal(['', '', 0]);
  });

  it('is a restart for 0, and leaves the access point without a word', async () => {
    await using bench = await benchBoard({ profile });
    await bench.at.ask('AT+CWMODE=1\r\n', OK);
    await bench.at.ask('AT+CWJAP="Espressif",""\r\n', `WIFI CONNECTED\r\nWIFI GOT IP\r\n${OK}`);

    await bench.at.ask('AT+GSLP=0\r\n', `0\r\n${OK}\r\nready\r\n`);
  });

  for (const wrong of ['=-1', '=2147483648', '=1,1', '="1"', '', '?']) {
    it(`refuses ${wrong || 'no time'}`, async () => {
      await using bench = await benchBoard({ profile });

      await bench.at.ask(`AT+GSLP${wrong}\r\n`, ERROR);
    });
  }
});

describe('AT+RFPOWER', () => {
  it('tells what the radio makes of it, until a restart', async () => {
    await using bench = await benchBoard({ profile });

    await bench.at.ask('AT+RFPOWER?\r\n', `+RFPOWER:78,5,5,5\r\n${OK}`);
    await bench.at.ask('AT+RFPOWER=55,0,,7\r\n', OK);
    await bench.at.ask('AT+RFPOWER?\r\n', `+RFPOWER:52,0,5,7\r\n${OK}`);
    for (const wrong of ['39', '85', '78,8', '78,-1', '78,1,1,1,1', '']) {
      await bench.at.ask(`AT+RFPOWER=${wrong}\r\n`, ERROR);
    }
    await bench.at.ask('AT+RFPOWER?\r\n', `+RFPOWER:52,0,5,7\r\n${OK}`);
    await bench.at.ask('AT+RST\r\n', `${OK}\r\nready\r\n`);

    await bench.at.ask('AT+RFPOWER?\r\n', `AT+RFPOWER?\r\n+RFPOWER:78,5,5,5\r\n${OK}`);
  });

  it('begins with the most that the factory allows the module', async () => {
    const quiet = { ...profile, factory: { ...profile.factory, maxTxPower: 60 } };
    await using bench = await benchBoard({ profile: quiet });

    await bench.at.ask('AT+RFPOWER?\r\n', `+RFPOWER:60,5,5,5\r\n${OK}`);
  });

  it('has the steps that an ESP32 is documented with', () => {
    const powers = [40, 43, 44, 51, 52, 55, 56, 59, 60, 65, 66, 71, 72, 77, 78, 84];

    expect(powers.map(achievedPower)).to.deep.equal([
      34, 34, 44, 44, 52, 52, 56, 56, 60, 60, 66, 66, 72, 72, 78, 78,
    ]);
  });
});

describe('A board from the factory', () => {
  for (const line of ['AT+SYSROLLBACK', 'AT+SYSROLLBACK?']) {
    it(`has no other firmware to go back to: ${line}`, async () => {
      await using bench = await benchBoard({ profile });

      await bench.at.ask(`${line}\r\n`, ERROR);
    });
  }
});
