import { expect } from 'chai';
import { SlipReader, slipFrame } from '../../../simulators/rom-loader/slip.ts';
import { openPort } from '../../ports/open-port.ts';
import type { Port } from '../../ports/port.ts';
import { startCommand } from '../running-command.ts';

const TEST_MS = 60_000;
const READY = '\r\nready\r\n';

const SYNC = `000824000000000007071220${'55'.repeat(32)}`;
const TO_460800 = '000f0800000000000008070000000000';
const READ_MAGIC = '000a04000000000000100040';
const IS_ESP32 = /^010a0400831df000/;

const hostAt = (port: Port) => {
  const incoming = port.incoming[Symbol.asyncIterator]();
  const reader = new SlipReader(0x1000);
  const next = async (): Promise<Uint8Array> => {
    const { value, done } = await incoming.next();
    if (done) throw new Error('the port was closed');
    return value;
  };
  return {
    next,
    /** Sends a packet, and gives so many that come. */
    ask: async (packet: string, answers = 1): Promise<string[]> => {
      const heard: string[] = [];
      await port.send(slipFrame(Buffer.from(packet, 'hex')));
      while (heard.length < answers) {
        heard.push(...reader.take(await next()).map((answer) => answer.toString('hex')));
      }
      return heard;
    },
  };
};

describe('simulate --boot download', function () {
  this.timeout(TEST_MS);

  for (const where of ['pty', 'tcp:0']) {
    it(`serves the loader on ${where} to hosts that come and go, until power comes anew`, async () => {
      await using simulator = startCommand(
        ['simulate', '--boot', 'download', '--at', 'tcp:0', '--log', where, '--pace', '1000'],
        { withinMs: TEST_MS },
      );
      const { at, log } = JSON.parse(await simulator.line());
      await using modem = await openPort(at);
      await using first = await openPort(log);
      const host = hostAt(first);
      expect(await host.ask(SYNC, 8)).to.have.length(8);
      expect((await host.ask(TO_460800))[0]).to.match(/^010f0400.*00000000$/);
      await first.close();

      await using second = await openPort(log, { baudRate: 460_800 });
      expect((await hostAt(second).ask(READ_MAGIC))[0]).to.match(IS_ESP32);
      const { next } = hostAt(modem);
      simulator.child.kill('SIGUSR2');
      let said = '';
      while (said.length < READY.length) said += Buffer.from(await next()).toString('latin1');

      expect(said).to.equal(READY);
    });
  }
});
