import { expect } from 'chai';
import { AtClient } from './at-client.ts';
import type { AtEvent } from './at-event.ts';
import { commands } from './commands/index.ts';
import type { AtTimeout } from './errors.ts';
import { ScriptedBoard } from './scripted-board.ts';

const OK = '\r\nOK\r\n';

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('AT client, events', () => {
  const received = (event: AtEvent): string | undefined =>
    event.kind === 'mqtt-received' ? String(event.payload) : undefined;

  it('finds what came before anybody waited for it', async () => {
    const board = new ScriptedBoard(() => `+MQTTSUBRECV:0,"t",4,late\r\n${OK}`);
    await using client = new AtClient(board.port);
    const from = client.position();
    await client.do(commands.wifiMode.set, { mode: 1 });

    expect(await client.waitFor('a message', received, { from, withinMs: 50 })).to.equal('late');
  });

  it('says what came instead of what was waited for', async () => {
    const board = new ScriptedBoard();
    await using client = new AtClient(board.port);
    const waiting = client.waitFor('a message', received, { withinMs: 30 });
    board.say('WIFI DISCONNECT\r\nhello?\r\n');

    const error = (await failure(waiting)) as AtTimeout;

    expect(error.waitedFor).to.equal('a message');
    expect(error.heard).to.deep.equal(['wifi-disconnect', '"hello?"']);
    expect(error.evidence.join()).to.contain('hello?');
  });

  it('gives every reader all of them, until the client is closed', async () => {
    const board = new ScriptedBoard();
    const client = new AtClient(board.port);
    const collect = async (): Promise<string[]> => {
      const kinds: string[] = [];
      for await (const { kind } of client.events(0)) kinds.push(kind);
      return kinds;
    };
    const readers = [collect(), collect()];
    board.say('\r\nready\r\nWIFI CONNECTED\r\n');
    await client.waitFor('Wi-Fi', ({ kind }) => kind === 'wifi-connected' || undefined, {
      from: 0,
      withinMs: 1_000,
    });

    await client.close();

    const both = await Promise.all(readers);
    expect(both).to.deep.equal([
      ['ready', 'wifi-connected'],
      ['ready', 'wifi-connected'],
    ]);
  });
});
