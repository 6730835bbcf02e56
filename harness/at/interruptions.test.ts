import { expect } from 'chai';
import fc from 'fast-check';
import { AtClient } from './at-client.ts';
import { commands } from './commands/index.ts';
import { ScriptedBoard } from './scripted-board.ts';

const OK = '\r\nOK\r\n';

/** What a board may say at any moment, as bytes and as the kind of event it is. */
const UNASKED = [
  { text: 'WIFI DISCONNECT\r\n', kind: 'wifi-disconnect' },
  { text: '+TIME_UPDATED\r\n', kind: 'time-updated' },
  { text: '+MQTTDISCONNECTED:0\r\n', kind: 'mqtt-disconnected' },
  { text: '+MQTTSUBRECV:0,"a,b",12,\r\nOK\r\nERROR>\r\n', kind: 'mqtt-received' },
  { text: '\r\n+IPD,4:\r\n>\n', kind: 'link-received' },
  { text: '\xff\x80\r\n', kind: 'noise' },
] as const;

const PAYLOAD = Buffer.from('>\r\nOK\r\n\r\nERROR\r\n>+MQTTPUB:FAIL\r\n', 'latin1');

/** Pieces of answers, between which the firmware can put something else; the last ones follow the payload. */
const COURSES = {
  result: { answer: ['+CWMODE:1\r\n', OK], behind: [] },
  prompt: { answer: ['>'], behind: [OK] },
  'ok-prompt-publish': { answer: [OK, '\r\n>'], behind: ['+MQTTPUB:OK\r\n'] },
  'ok-prompt-send': {
    answer: [OK, '\r\n>'],
    behind: [`\r\nRecv ${PAYLOAD.length} bytes\r\n`, '\r\nSEND OK\r\n'],
  },
} as const;

type Insertions = readonly (readonly (typeof UNASKED)[number][])[];

/** Puts one list of events before each piece. */
const interrupt = (pieces: readonly string[], insertions: Insertions): string =>
  pieces.map((piece, i) => (insertions[i] ?? []).map(({ text }) => text).join('') + piece).join('');

const chunksOf = (text: string, sizes: readonly number[]): string[] => {
  const chunks: string[] = [];
  for (let at = 0, i = 0; at < text.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    chunks.push(text.slice(at, at + size));
    at += size;
  }
  return chunks;
};

const insertionsOf = (count: number): fc.Arbitrary<Insertions> =>
  fc.array(fc.array(fc.constantFrom(...UNASKED), { maxLength: 3 }), {
    minLength: count,
    maxLength: count,
  });

const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 });

const ask: Record<keyof typeof COURSES, (client: AtClient) => Promise<unknown>> = {
  result: (client) => client.do(commands.wifiMode.query),
  prompt: (client) =>
    client.do(
      commands.systemFlash.write,
      { partition: 'mqtt_ca', offset: 0, length: PAYLOAD.length },
      { data: PAYLOAD },
    ),
  'ok-prompt-publish': (client) =>
    client.do(
      commands.mqttPublishRaw.set,
      { link: 0, topic: 't', length: PAYLOAD.length, qos: 0, retain: 0 },
      { data: PAYLOAD },
    ),
  'ok-prompt-send': (client) =>
    client.do(commands.sendOverLink.set, { length: PAYLOAD.length }, { data: PAYLOAD }),
};

for (const [course, { answer, behind }] of Object.entries(COURSES)) {
  const name = course as keyof typeof COURSES;

  describe(`AT client, an exchange of the course ${name}`, () => {
    it('comes to its end whatever else is said meanwhile, and in whatever chunks', async () => {
      const interruptions = insertionsOf(answer.length + behind.length);

      await fc.assert(
        fc.asyncProperty(interruptions, sizes, async (insertions, lengths) => {
          const first = interrupt(answer, insertions);
          const second = interrupt(behind, insertions.slice(answer.length));
          const board = new ScriptedBoard(() => {
            for (const chunk of chunksOf(first, lengths)) board.say(chunk);
            return { say: '', take: behind.length > 0 ? PAYLOAD.length : 0, afterwards: second };
          });
          await using client = new AtClient(board.port, { afterPromptMs: 0 });

          const answered = await ask[name](client);

          expect(answered).to.deep.equal(name === 'result' ? { mode: 1 } : undefined);
          expect(board.taken).to.deep.equal(behind.length > 0 ? [PAYLOAD] : []);
          const heard = client.heard(0).map(({ kind }) => kind);
          expect(heard).to.deep.equal(insertions.flat().map(({ kind }) => kind));
        }),
        { numRuns: 60 },
      );
    });
  });
}

describe('AT client, with a board that says anything at all', () => {
  it('neither hangs nor breaks, and gets back in step', async () => {
    const pieces = fc.oneof(
      fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
      fc.constantFrom(
        OK,
        '\r\nERROR\r\n',
        '>',
        '+SYSFLASH:4000,',
        '+CWMODE:1\r\n',
        'busy p...\r\n',
      ),
    );
    const answers = fc.array(pieces, { maxLength: 8 }).map((list) => list.join(''));

    await fc.assert(
      fc.asyncProperty(answers, async (nonsense) => {
        const board = new ScriptedBoard((line) => {
          if (line === 'AT+CWMODE?') return { say: nonsense };
          return line === 'AT+SYSSTORE?' ? `+SYSSTORE:1\r\n${OK}` : undefined;
        });
        await using client = new AtClient(board.port, { afterPromptMs: 0 });

        await client.do(commands.wifiMode.query, {}, { withinMs: 1 }).catch(() => undefined);
        await client.synchronise();

        expect(await client.do(commands.storeSettings.query)).to.deep.equal({ on: 1 });
      }),
      { numRuns: 20 },
    );
  });
});
