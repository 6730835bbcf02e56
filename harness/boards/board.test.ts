import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { sampleDevice } from '../../certs/sample-credentials.ts';
import { consoleJournal } from '../../reports/console-journal.ts';
import { AtTimeout } from '../at/errors.ts';
import { OK, ScriptedBoard } from '../flash/scripted-board.ts';
import { openBoard } from './board.ts';
import { failure, openedBoard } from './opened-board.ts';

describe('A board', () => {
  it('says what it is when it is opened', async () => {
    const { board, printed } = await openedBoard();
    await using _board = board;

    expect(board.identity).to.include({ release: '2.2.0.0', chip: 'ESP32', module: 'WROOM-32' });
    expect(board.identity.partitions).to.have.length(4);
    expect(printed())
      .to.include('identify the board')
      .and.include('partitions: mqtt_cert, mqtt_key');
    expect(board.transcriptText()).to.include('AT+GMR');
    expect(board.logText()).to.equal('');
  });

  it('lists its commands where it has a command for that', async () => {
    const { board } = await openedBoard({
      'AT+CMD?': `+CMD:0,"AT",0,0,0,1\r\n+CMD:1,"AT+GMR",0,0,0,1\r\n${OK}`,
    });
    await using _board = board;
    const { board: old } = await openedBoard();
    await using _old = old;

    expect((await board.listCommands())?.[1]).to.deep.include({
      name: 'AT+GMR',
      execute: true,
      query: false,
    });
    expect(await old.listCommands()).to.equal(null);
  });

  it('may lose its power in the middle of a command, which ends with that', async () => {
    let die = () => {};
    const { board, far } = await openedBoard(
      {
        'AT+CWQAP': () => {
          die();
          return '';
        },
      },
      {
        power: {
          off: async () => {},
          on: async () => far.say('\r\nready\r\n'),
          chip: {
            done: () => ({ erase: 0, program: 0 }),
            offAfter: () =>
              new Promise((resolve) => {
                die = resolve;
              }),
          },
        },
      },
    );
    await using _board = board;
    const moment = { during: 'program', afterBytes: 100 } as const;

    const ended = await board.raw.cutPowerDuring(moment, () => board.leaveWifi());

    expect(ended).to.include({ code: 'AT_RESTARTED' });
    const spared = board.raw.cutPowerDuring(moment, async () => undefined);
    expect(await failure(spared)).to.be.instanceOf(TypeError);
  });

  it('is in step again after a restart', async () => {
    const { board, far } = await openedBoard();
    await using _board = board;
    const before = far.lines.length;

    const { tookMs } = await board.restart();

    expect(tookMs).to.be.greaterThan(0);
    expect(far.lines.slice(before)[0]).to.equal('AT+RST');
    expect(far.lines.slice(before)).to.include.members(['ATE0', 'AT+SYSLOG=1']);
  });

  it('can be reset and switched off and on only where the bench can do that', async () => {
    const { board } = await openedBoard();
    await using _board = board;

    expect(board.capabilities.size).to.equal(0);
    const cut = board.raw.cutPowerDuring({ during: 'erase', afterBytes: 1 }, async () => undefined);
    expect(await failure(cut)).to.include({ code: 'CHIP_SUPPLY_MISSING' });
    expect(await failure(board.powerCycle())).to.include({ code: 'POWER_SWITCH_MISSING' });
    expect(await failure(board.reset())).to.include({ code: 'RESET_LINE_MISSING' });
  });

  it('is switched off and on by the switch of the bench', async () => {
    const done: string[] = [];
    const power = {
      off: async () => void done.push('off'),
      on: async () => {
        done.push('on');
        far.say('\r\nready\r\n');
      },
    };
    const { board, far } = await openedBoard({}, { power });
    await using _board = board;

    await board.powerCycle();

    expect(done).to.deep.equal(['off', 'on']);
    expect([...board.capabilities]).to.deep.equal(['power']);
  });

  it('takes no credentials that cannot work, unless told to', async () => {
    const { board, flash } = await openedBoard();
    await using _board = board;
    const good = await sampleDevice();
    const bad = { ...good, certificatePem: good.caPem };

    expect(await failure(board.writeCredentials(bad))).to.include({ code: 'KEY_MISMATCH' });
    expect(flash.touched).to.deep.equal([]);
    expect(await board.writeCredentials(bad, { inSpiteOf: ['KEY_MISMATCH'] })).to.have.length(3);
    expect(await board.writeCredentials(good)).to.have.length(3);
  });
});

describe('Opening a board', () => {
  it('closes its ports again when nobody answers', async () => {
    const far = new ScriptedBoard(() => null);
    const journal = consoleJournal(new PassThrough());

    const error = await failure(
      openBoard({ name: 'dead', at: far.port, journal, answerWithinMs: 100 }),
    );

    expect(error).to.include({ code: 'BOARD_SILENT', colour: 'bench' });
    expect(error.cause).to.be.instanceOf(AtTimeout);
    expect(await failure(far.port.send(Buffer.from('x')))).to.include({ code: 'PORT_CLOSED' });
  });

  const VERSION =
    'AT version:2.2.0.0(c6fa6bf - ESP32 - Jul  2 2021 06:44:05)\r\nSDK version:v4.2.2\r\ncompile time:Jul  2 2021 11:54:43\r\nBin version:2.2.0(WROOM-32)\r\n';
  const CHANGED = VERSION.replace('2.2.0.0', '2.6.0.0');

  /** Opens a board that says one thing after the other of its version; the last of them from then on. */
  const opening = (...versions: readonly string[]) => {
    const left = [...versions];
    const answer = (): string => (left.length > 1 ? left.shift() : left[0]) + OK;
    return openedBoard({ 'AT+GMR': answer });
  };

  it('does not take a version for true that a wire has changed', async () => {
    for (const versions of [
      [CHANGED, VERSION],
      [VERSION, CHANGED],
    ]) {
      const error = await failure(opening(...versions));

      expect(error).to.include({ code: 'WIRE_UNRELIABLE', colour: 'bench' });
    }
  });

  it('blames the wire for an answer that is none, and the firmware where it comes again', async () => {
    const none = VERSION.replace('Bin version', 'Bin vermion').replace('AT version', 'AT vermion');

    const once = await failure(opening(none, VERSION));
    const always = await failure(opening(none));

    expect(once).to.include({ code: 'WIRE_UNRELIABLE', colour: 'bench' });
    expect(always).to.include({ code: 'AT_UNEXPECTED', colour: 'firmware' });
  });

  it('begins again where the board was booting under it', async () => {
    let asked = 0;
    const { board } = await openedBoard({
      'AT+GMR': () => (asked++ === 0 ? '\r\nready\r\n' : VERSION + OK),
    });
    await using _board = board;

    expect(board.identity.release).to.equal('2.2.0.0');
  });
});
