import { expect } from 'chai';
import { AtClient } from './at-client.ts';
import { commands } from './commands/index.ts';
import { ScriptedBoard } from './scripted-board.ts';

const OK = '\r\nOK\r\n';
const DATA = Buffer.from('0123456789');
const WRITE = { partition: 'mqtt_ca', offset: 0, length: DATA.length };

const board = () =>
  new ScriptedBoard((line) =>
    line.startsWith('AT+SYSFLASH=1')
      ? { say: '>', take: DATA.length, afterwards: OK }
      : line === 'AT+CWMODE=3'
        ? '\r\nbusy p...\r\n'
        : undefined,
  );

describe('A host', () => {
  it('that falls silent in the middle of data gives the rest as padding when it goes on', async () => {
    const far = board();
    await using client = new AtClient(far.port, { afterPromptMs: 0 });

    const error = await client
      .do(commands.systemFlash.write, WRITE, { data: DATA, abandonAfterBytes: 4 })
      .catch((caught: unknown) => caught);

    expect(error).to.include({ code: 'AT_ABANDONED' });
    expect(far.taken).to.deep.equal([]);
    await client.do(commands.wifiMode.set, { mode: 1 });
    expect(far.taken.map(String)).to.deep.equal([
      Buffer.concat([DATA.subarray(0, 4), Buffer.alloc(6, 0xff)]).toString(),
    ]);
    expect(far.lines.at(-1)).to.equal('AT+CWMODE=1');
  });

  it('that announces too little sends the surplus behind the data', async () => {
    const far = board();
    await using client = new AtClient(far.port, { afterPromptMs: 0 });
    const surplus = Buffer.from('AT+CWQAP\r\n');

    await client.do(commands.systemFlash.write, WRITE, { data: DATA, surplus });

    expect(far.taken.map(String)).to.deep.equal([DATA.toString()]);
    expect(far.lines.at(-1)).to.equal('AT+CWQAP');
    expect(client.transcript.text()).to.include('<10 bytes>').and.include('AT+CWQAP\\r\\n');
  });

  it('that cannot wait says a line into a command, and hears what becomes of it as an event', async () => {
    const far = board();
    await using client = new AtClient(far.port, { afterPromptMs: 0 });
    const from = client.position();

    await client.interject(commands.wifiMode.set, { mode: 3 });

    await client.waitFor('busy', ({ kind }) => (kind === 'busy' ? true : undefined), {
      from,
      withinMs: 25_000,
    });
    expect(far.lines).to.deep.equal(['AT+CWMODE=3']);
  });
});
