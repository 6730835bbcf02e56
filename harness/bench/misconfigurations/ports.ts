import type { SimulatedBoard } from '../../../simulators/esp-at/board.ts';
import type { SerialPlug } from '../../../simulators/esp-at/host-end.ts';
import { parseBenchFile } from '../file/bench-file.ts';
import { lockPorts } from '../ports/lock.ts';
import type { Staging } from '../staging.ts';
import type { Misconfiguration } from './misconfiguration.ts';
import { playOn, wrongPlay } from './play.ts';
import { typeLine } from './typed.ts';
import { nowhere, wire } from './wires.ts';

/** Both UARTs in one: firmware that was built with AT on the console. */
const both = (board: SimulatedBoard): SerialPlug => {
  const at = board.connectAt();
  const log = board.connectLog();
  const joined = wire((bytes) => at.write(bytes));
  for (const part of [at, log]) part.on('data', (bytes: Buffer) => joined.push(bytes));
  return joined;
};

/** A receiver for satellites, which talks and does not listen. */
const navigation = (): SerialPlug => {
  const plug = wire(() => undefined);
  const talking = setInterval(() => plug.push('$GPGGA,123519,4807.038,N,01131.000,E*47\r\n'), 50);
  plug.on('close', () => clearInterval(talking));
  talking.unref();
  return plug;
};

/** A modem of another make: it knows AT, and little of what comes behind it. */
const otherModem = (): SerialPlug => {
  const known = new Map([
    ['AT', ''],
    ['ATE0', ''],
    ['AT+GMR', 'Revision:1529B05SIM7000E\r\n\r\n'],
  ]);
  return wire((bytes, line) => {
    for (const told of bytes.toString('latin1').split('\r\n')) {
      const answer = known.get(told);
      if (told.startsWith('AT'))
        line.push(`\r\n${answer === undefined ? 'ERROR' : `${answer}OK`}\r\n`);
    }
  });
};

/** A computer that wants somebody to log in. */
const login = (): SerialPlug =>
  wire((bytes, line) =>
    line.push(Buffer.concat([bytes, Buffer.from('Password: \r\nbox login: ')])),
  );

/** A wire that hears and says nothing any more from a command on. */
const deafFrom = (command: string, plug: SerialPlug): SerialPlug => {
  let isCut = false;
  const cut = wire((bytes) => {
    isCut ||= bytes.includes(command);
    if (!isCut) plug.write(bytes);
  });
  plug.on('data', (bytes: Buffer) => isCut || cut.push(bytes));
  return cut;
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
  wrongPlay('the board was told another rate in the middle', 'BAUD_RATE_WRONG', {
    release: '3.4.0.0',
    steps: async (lab) => {
      await lab.joinWifi();
      await typeLine(lab, 'AT+UART_CUR', '250000,8,1,0,0').catch(() => {});
      await lab.setClock();
    },
  }),
  wrongPlay('something else that talks is plugged in', 'OTHER_DEVICE_ON_PORT', {
    staging: { plugs: () => ({ at: navigation(), log: nowhere() }) },
  }),
  wrongPlay('a modem of another make is plugged in', 'OTHER_DEVICE_ON_PORT', {
    staging: { plugs: () => ({ at: otherModem(), log: nowhere() }) },
  }),
  wrongPlay('a computer with a login is plugged in', 'OTHER_DEVICE_ON_PORT', {
    staging: { plugs: () => ({ at: login(), log: nowhere() }) },
  }),
  wrongPlay('the board says nothing any more from the clock on', 'BOARD_FELL_SILENT', {
    staging: {
      plugs: (board) => ({ at: deafFrom('AT+SYSTIMESTAMP', board.connectAt()), log: nowhere() }),
    },
    bench: 'time: {via: timestamp}',
    release: '3.4.0.0',
    steps: async (lab) => {
      await lab.joinWifi();
      await lab.setClock();
    },
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
