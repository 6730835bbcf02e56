import { Duplex } from 'node:stream';
import type { SimulatedBoard } from '../../../simulators/esp-at/board.ts';
import type { SerialPlug } from '../../../simulators/esp-at/host-end.ts';
import { parseBenchFile } from '../file/bench-file.ts';
import { lockPorts } from '../ports/lock.ts';
import type { Staging } from '../staging.ts';
import type { Misconfiguration } from './misconfiguration.ts';
import { playOn, wrongPlay } from './play.ts';

/** A wire, made of what its other end does with what it is sent. */
const wire = (write: (bytes: Buffer, wire: Duplex) => void): SerialPlug => {
  const duplex: Duplex = new Duplex({
    read: () => undefined,
    write: (bytes: Buffer, _encoding, done) => {
      write(bytes, duplex);
      done();
    },
  });
  return Object.assign(duplex, {
    setBaudRate: () => undefined,
    setModemLines: () => undefined,
  });
};

/** A wire that leads nowhere. */
const nowhere = (): SerialPlug => wire(() => undefined);

/** Both UARTs in one: firmware that was built with AT on the console. */
const both = (board: SimulatedBoard): SerialPlug => {
  const at = board.connectAt();
  const log = board.connectLog();
  const joined = wire((bytes) => at.write(bytes));
  for (const part of [at, log]) part.on('data', (bytes: Buffer) => joined.push(bytes));
  return joined;
};

type Plugs = NonNullable<Staging['plugs']>;

/** The board started before anybody plugged in: what it said then nobody heard. */
const alreadyOn =
  (plugs: Plugs): Plugs =>
  (board) => {
    board.powerOn();
    for (const plug of [board.connectAt(), board.connectLog()]) plug.destroy();
    return plugs(board);
  };

const AROUND =
  'wifi: {ssid: bench, open: true}\nreach: {host: 127.0.0.1}\ntime: {via: timestamp}\n';

/** A bench with a board outside, of which there is only the name of the port. */
const outside = (at: string): Parameters<typeof playOn>[0] =>
  parseBenchFile(`board: {name: played, at: "${at}"}\n${AROUND}`, 'the bench of a play');

/** The cable is pulled when the board has joined the Wi-Fi. */
const pulledCable = (): Parameters<typeof wrongPlay>[2] => {
  let plug: SerialPlug | undefined;
  return {
    staging: {
      plugs: (board) => {
        plug = board.connectAt();
        return { at: plug, log: board.connectLog() };
      },
    },
    steps: async (lab) => {
      await lab.joinWifi();
      plug?.destroy();
      await lab.setClock();
    },
  };
};

/** Boards that cannot be talked to because of the way there. */
export const PORT_MISCONFIGURATIONS: readonly Misconfiguration[] = [
  wrongPlay(
    'the bench file names a port that is not there',
    'PORT_MISSING',
    {},
    outside('/dev/serial/by-id/no-such-board'),
  ),
  {
    name: 'another run works with the board',
    expected: 'PORT_HELD',
    release: 'none',
    run: async () => {
      const port = 'tcp://127.0.0.1:13';
      await using _theirs = await lockPorts([port]);
      return await playOn(outside(port));
    },
  },
  wrongPlay('nobody serves the port', 'PORT_UNREACHABLE', {}, outside('tcp://127.0.0.1:9')),
  wrongPlay(
    'the bench file names a file for a port',
    'PORT_UNUSABLE',
    {},
    outside('/etc/hostname'),
  ),
  wrongPlay('the AT port is set to 9600 baud, the board to 115200', 'BAUD_RATE_WRONG', {
    board: 'baud: 9600',
  }),
  wrongPlay('the AT port is set to 921600 baud, the board to 115200', 'BAUD_RATE_WRONG', {
    board: 'baud: 921600',
    release: '3.4.0.0',
  }),
  wrongPlay('AT port and log port are swapped', 'PORTS_SWAPPED', {
    staging: { plugs: (board) => ({ at: board.connectLog(), log: board.connectAt() }) },
  }),
  wrongPlay('AT port and log port are swapped, and the bench has no reset line', 'PORTS_SWAPPED', {
    release: '3.4.0.0',
    staging: {
      plugs: alreadyOn((board) => ({ at: board.connectLog(), log: board.connectAt() })),
      hasReset: false,
    },
  }),
  wrongPlay(
    'the firmware has AT on the UART of the log, and the bench has no reset line',
    'AT_ON_OTHER_UART',
    {
      staging: {
        plugs: alreadyOn((board) => ({ at: nowhere(), log: both(board) })),
        hasReset: false,
      },
    },
  ),
  wrongPlay('the firmware has AT on the UART of the log', 'AT_ON_OTHER_UART', {
    staging: { plugs: (board) => ({ at: nowhere(), log: both(board) }) },
  }),
  wrongPlay(
    'the board hears nothing and echoes, as with a CTS pin that floats',
    'FLOW_CONTROL_HOLDS_LINE',
    {
      staging: {
        plugs: (board) => ({
          at: wire((bytes, echo) => echo.push(bytes)),
          log: board.connectLog(),
        }),
      },
    },
  ),
  wrongPlay('the cable is pulled in the middle', 'PORT_LOST', pulledCable()),
  wrongPlay('the wires lead to no board', 'BOARD_WITHOUT_POWER', {
    staging: { plugs: () => ({ at: nowhere(), log: nowhere() }) },
  }),
];
