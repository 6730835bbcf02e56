import { expect } from 'chai';
import { AtClient } from './at-client.ts';
import { commands } from './commands/index.ts';
import type { AtRefused } from './errors.ts';
import { ScriptedBoard } from './scripted-board.ts';

const OK = '\r\nOK\r\n';

const ERROR = '\r\nERROR\r\n';

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('AT client, secrets', () => {
  it('shows neither passwords nor keys, in whatever way they come by', async () => {
    const key = '-----BEGIN OF A KEY-----';
    const board = new ScriptedBoard((line) => {
      if (line.startsWith('AT+SYSFLASH=1')) return { say: '>', take: key.length, afterwards: OK };
      if (line.startsWith('AT+SYSFLASH=2')) return `+SYSFLASH:${key.length},${key}${OK}`;
      return `${line}!\r\n${ERROR}`;
    });
    board.isEchoing = true;
    await using client = new AtClient(board.port, { afterPromptMs: 0 });
    const access = { ssid: 'lab', password: 'häs,ch "x" \\ y' };
    const values = { partition: 'mqtt_key', offset: 0, length: key.length };

    const refused = (await failure(client.do(commands.joinAccessPoint.set, access))) as AtRefused;
    await client.do(commands.systemFlash.write, values, { data: Buffer.from(key) });
    await client.do(commands.systemFlash.read, values);

    const all = [
      client.transcript.text(),
      JSON.stringify(client.heard(0)),
      refused.message,
      refused.lines.join(),
    ].join('\n');
    expect(all).not.to.match(/h.{1,8}s.{0,3},ch|KEY-----/);
    expect(client.transcript.text()).to.contain('<24 bytes>').and.contain('AT+CWJAP="lab","***"');
  });

  it('shows data that is said to be public', async () => {
    const board = new ScriptedBoard(() => ({ say: '>', take: 2, afterwards: OK }));
    await using client = new AtClient(board.port, { afterPromptMs: 0 });
    const values = { partition: 'mqtt_ca', offset: 0, length: 2 };

    await client.do(commands.systemFlash.write, values, {
      data: Buffer.from('\xf1\xf1', 'latin1'),
      dataIsPublic: true,
    });

    expect(client.transcript.text()).to.contain('→ \\xf1\\xf1');
  });
});
