import { once } from 'node:events';
import { expect } from 'chai';
import { StepTimers } from '../network/step-timers.ts';
import { EIGHT_N_ONE } from './serial-line.ts';
import { Uart } from './uart.ts';

/** A port with its device's ear, and a host that is plugged in. */
const plugged = (paced: boolean) => {
  const timers = new StepTimers();
  const uart = new Uart(paced ? { timers } : {});
  const heard: string[] = [];
  uart.onReceive((chunk) => heard.push(chunk.toString('latin1')));
  const host = uart.attach();
  return { timers, uart, heard, host };
};

describe('A serial port', () => {
  it('gives the device a chunk for each write', () => {
    const { host, heard } = plugged(false);

    host.write('AT\r\n');
    host.write('A');
    host.write('T');

    expect(heard).to.deep.equal(['AT\r\n', 'A', 'T']);
  });

  it('does not let a host that answers at once run inside of the device', async () => {
    const { uart, host, heard } = plugged(false);
    host.on('data', () => host.write('data'));

    uart.write('>');
    expect(heard).to.deep.equal([]);

    await once(host, 'data');
    expect(heard).to.deep.equal(['data']);
  });

  it('loses what nobody is plugged in for, and takes one host at a time', async () => {
    const { uart, host, heard } = plugged(false);
    const gone = once(host, 'close');

    const next = uart.attach();
    await gone;
    uart.write('ready');
    expect(String(await once(next, 'data'))).to.equal('ready');
    next.write('x');
    uart.unplug();
    expect(uart.isAttached).to.equal(false);
    uart.write('lost');

    const last = uart.attach();
    uart.write('seen');
    expect(String(await once(last, 'data'))).to.equal('seen');
    expect(heard).to.deep.equal(['x']);
  });

  it('is left by a host that ends its writing', async () => {
    const { uart, host } = plugged(false);
    const closed = once(host.resume(), 'close');

    host.end('bye');
    await closed;
    uart.write('nobody');

    expect(uart.isAttached).to.equal(false);
  });

  it('keeps no more than a bound for a host that does not read', async () => {
    const { uart, host } = plugged(false);

    for (let i = 0; i < 10; i++) uart.write(Buffer.alloc(1024 * 1024));
    await Promise.resolve();

    expect(host.readableLength).to.equal(4 * 1024 * 1024);
  });
});

describe('A serial port whose host says its rate', () => {
  it('is misread in both directions where its own is another one', async () => {
    const { uart, host, heard } = plugged(false);
    host.setBaudRate(9_600);

    host.write('AT');
    uart.write('OK');
    const [came] = await once(host, 'data');

    expect(heard).to.deep.equal(['\0\0']);
    expect(came).to.deep.equal(Buffer.from([0xff, 0xff]));
  });

  it('carries what was sent before a change as it was then', async () => {
    const { timers, uart, host, heard } = plugged(true);
    host.setBaudRate(115_200);

    host.write('before');
    uart.write('early');
    host.setBaudRate(9_600);
    uart.line = { baud: 9_600, ...EIGHT_N_ONE };
    host.write('after');
    uart.write('late');
    await timers.advance(1000);

    expect(heard.join('')).to.equal('beforeafter');
    expect(String(host.read())).to.equal('earlylate');
  });
});

describe('A paced serial port', () => {
  it('takes bytes at the baud rate, and holds the host back', async () => {
    const { timers, host, heard } = plugged(true);
    let isDone = false;

    const goesOn = host.write(Buffer.alloc(20_000, 'x'), () => {
      isDone = true;
    });
    await timers.advance(1000);

    expect(goesOn).to.equal(false);
    expect(isDone).to.equal(false);
    expect(heard.join('').length).to.be.closeTo(11_520, 120);
    await timers.advance(1000);
    expect([heard.join('').length, isDone]).to.deep.equal([20_000, true]);
  });

  it('sends what was written before a change of rate at the old one', async () => {
    const { timers, uart, host } = plugged(true);
    const came: number[] = [];
    host.on('data', () => came.push(Math.round(timers.now())));

    uart.write(Buffer.alloc(12));
    uart.line = { baud: 9600, ...EIGHT_N_ONE };
    uart.write(Buffer.alloc(12));
    await timers.advance(1000);

    // 1.04 and 12.5 ms, and the timers count whole ones.
    expect(came).to.deep.equal([2, 14]);
  });

  it('keeps 2 KB for a core that is held up, and loses the rest', async () => {
    const { timers, uart, host, heard } = plugged(true);

    uart.hold();
    host.write(Buffer.alloc(3000, 'x'));
    await timers.advance(1000);
    expect(heard).to.deep.equal([]);
    uart.release();
    host.write('after');
    await timers.advance(10);

    expect(heard).to.deep.equal(['x'.repeat(2048), 'after']);
    expect(uart.lostBytes).to.equal(952);
  });

  it('forgets ring, listener and what was on its way out when it falls silent', async () => {
    const { timers, uart, host, heard } = plugged(true);
    host.on('data', () => expect.fail('nothing more may come'));

    uart.hold();
    host.write('kept');
    await timers.advance(10);
    uart.write('on its way');
    uart.silence();
    uart.release();
    host.write('unheard');
    await timers.advance(1000);

    await uart.sent();
    expect([heard, timers.pending]).to.deep.equal([[], 0]);
  });

  it('takes a host that is unplugged in the middle of a byte for gone', async () => {
    const { timers, uart, host, heard } = plugged(true);

    host.write('AT\r\n');
    uart.unplug();
    await timers.advance(1000);

    expect([heard, timers.pending]).to.deep.equal([[], 0]);
  });
});
