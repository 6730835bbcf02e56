import { expect } from 'chai';
import { SimulatedBoard } from '../../simulators/esp-at/board.ts';
import { factoryFlash } from '../../simulators/esp-at/flash/factory.ts';
import { releaseProfile } from '../../simulators/esp-at/releases/releases.ts';
import type { Port } from '../ports/port.ts';
import { openSerial } from '../ports/serial-port.ts';
import { serveWire } from './wire-end.ts';

const OK = '\r\nOK\r\n';

/** A board's AT port on a pseudo terminal; its power is off. */
const onPty = async () => {
  const profile = releaseProfile('2.2.0.0');
  const board = new SimulatedBoard({ profile, flash: await factoryFlash(profile), pace: 1_000 });
  const wire = await serveWire('--at', 'pty', () => board.connectAt());
  return {
    board,
    wire,
    [Symbol.asyncDispose]: async () => {
      await wire[Symbol.asyncDispose]();
      await board[Symbol.asyncDispose]();
    },
  };
};

const listener = (port: Port) => {
  const incoming = port.incoming[Symbol.asyncIterator]();
  let heard = Buffer.alloc(0);
  const take = async (length: number): Promise<string> => {
    while (heard.length < length) {
      const { value, done } = await incoming.next();
      if (done) throw new Error('the port was closed');
      heard = Buffer.concat([heard, value]);
    }
    const taken = heard.toString('latin1', 0, length);
    heard = heard.subarray(length);
    return taken;
  };
  return {
    take,
    ask: async (line: string, answer: string): Promise<void> => {
      await port.send(Buffer.from(line));
      expect(await take(answer.length)).to.equal(answer);
    },
  };
};

const READY = '\r\nready\r\n';

describe('A simulated port on a pseudo terminal', () => {
  it('understands a host at its rate, and one that follows it to another', async () => {
    await using served = await onPty();
    await using port = await openSerial(served.wire.url, 115_200);
    const { ask, take } = listener(port);
    served.board.powerOn();
    expect(await take(READY.length)).to.equal(READY);
    await ask('ATE0\r\n', `ATE0\r\n${OK}`);

    await ask('AT+UART_CUR=57600,8,1,0,0\r\n', OK);
    await port.setBaudRate?.(57_600);

    await ask('AT\r\n', OK);
    await ask('AT+UART_CUR?\r\n', `+UART_CUR:57600,8,1,0,0\r\n${OK}`);
  });

  it('says nothing that a host at another rate can read', async () => {
    await using served = await onPty();
    await using port = await openSerial(served.wire.url, 115_200);
    const { ask, take } = listener(port);
    served.board.powerOn();
    expect(await take(READY.length)).to.equal(READY);
    await ask('AT+UART_DEF=9600,8,1,0,0\r\n', `AT+UART_DEF=9600,8,1,0,0\r\n${OK}`);

    served.board.reset();
    // A bit of the board's is longer than a byte of the host's, who sees breaks.
    expect(await take(READY.length)).to.equal('\0'.repeat(READY.length));
    await port.setBaudRate?.(9_600);

    await ask('AT\r\n', `AT\r\n${OK}`);
  });
});
