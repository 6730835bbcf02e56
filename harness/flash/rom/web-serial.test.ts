import { duplexPair } from 'node:stream';
import { expect } from 'chai';
import { fromDuplex } from '../../ports/from-duplex.ts';
import type { ModemLines } from '../../ports/port.ts';
import { type WebSerialPort, webSerialPort } from './web-serial.ts';

const open = () => {
  const [near, far] = duplexPair();
  const rates: number[] = [];
  const lines: ModemLines[] = [];
  const port = fromDuplex(near, 'a port', 'simulated', {
    setBaudRate: async (rate) => void rates.push(rate),
    setModemLines: async (changed) => void lines.push(changed),
  });
  return { port, far, rates, lines, serial: webSerialPort(port) };
};

const readOnce = async ({ readable }: WebSerialPort): Promise<string> => {
  const reader = readable?.getReader();
  try {
    return String(Buffer.from((await reader?.read())?.value ?? []));
  } finally {
    reader?.releaseLock();
  }
};

const write = async ({ writable }: WebSerialPort, text: string): Promise<void> => {
  const writer = writable?.getWriter();
  await writer?.write(Buffer.from(text));
  writer?.releaseLock();
};

describe('A port as a browser would have it', () => {
  it('has streams while it is open, and the rate that it was opened with', async () => {
    const { serial, far, rates } = open();

    expect(serial.readable).to.equal(null);
    await serial.open({ baudRate: 115_200 });
    far.write('from the board');
    const heard = await readOnce(serial);
    await write(serial, 'from the host');

    expect(heard).to.equal('from the board');
    expect(String(far.read())).to.equal('from the host');
    expect(rates).to.deep.equal([115_200]);
  });

  it('is closed and opened again at another rate, and the port lives on', async () => {
    const { port, serial, far, rates } = open();

    await serial.open({ baudRate: 115_200 });
    const reader = serial.readable?.getReader();
    const waiting = reader?.read();
    await reader?.cancel();
    reader?.releaseLock();
    await serial.close();
    far.write('meanwhile');
    await serial.open({ baudRate: 460_800 });

    expect((await waiting)?.done).to.equal(true);
    expect(await readOnce(serial)).to.equal('meanwhile');
    expect(rates).to.deep.equal([115_200, 460_800]);
    await serial.close();
    await port.send(Buffer.from('still there'));
  });

  it('leaves what it has not been asked for to the next reader of the port', async () => {
    const { port, serial, far } = open();

    await serial.open({ baudRate: 115_200 });
    far.write('one');
    await readOnce(serial);
    await serial.close();
    far.write('two');

    const { value } = await port.incoming[Symbol.asyncIterator]().next();
    expect(String(value)).to.equal('two');
  });

  it('sets the lines that are named, and those alone', async () => {
    const { serial, lines } = open();

    await serial.setSignals({ dataTerminalReady: true });
    await serial.setSignals({ requestToSend: false, dataTerminalReady: false });

    expect(lines).to.deep.equal([{ dtr: true }, { rts: false, dtr: false }]);
  });

  it('tells its reader that the port is gone', async () => {
    const { serial, far } = open();
    await serial.open({ baudRate: 115_200 });
    const reader = serial.readable?.getReader();

    far.end();

    const error = await reader?.read().catch((cause: unknown) => cause);
    expect(error).to.have.property('code', 'PORT_LOST');
  });
});
