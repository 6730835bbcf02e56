import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { BadInput } from '../../../errors/bench-error.ts';
import { readRecording } from './recording.ts';

const row = (fields: object): string => JSON.stringify({ firmware: 'v1', recv: '', ...fields });

describe('Recording', () => {
  it('gives every byte that was sent and received', () => {
    const { exchanges } = readRecording(
      row({ send: 'a\\\\n\\r\\n', recv: '\\x00\\xffA\\\\', ms: 7, note: 'odd' }),
      'one',
    );

    expect(exchanges).to.deep.equal([
      {
        line: 1,
        firmware: 'v1',
        send: 'a\\n\r\n',
        recv: '\0\xffA\\',
        ms: 7,
        quietMs: undefined,
        note: 'odd',
      },
    ]);
  });

  it('leaves out what is no exchange, and keeps a row that only listens', () => {
    const text = [row({ note: 'log' }), '', row({ send: '', timeout_ms: 300 })].join('\n');

    const { exchanges } = readRecording(text, 'two');

    expect(exchanges).to.have.length(1);
    expect(exchanges[0]).to.include({ line: 3, send: '', ms: null, quietMs: 300 });
  });

  it('tells what stands for bytes that the file does not hold', () => {
    const { exchanges } = readRecording(row({ send: '<1127 bytes PEM: right CA>' }), 'three');

    expect(exchanges[0]?.send).to.deep.equal({ bytes: 1127, kind: 'PEM: right CA' });
  });

  for (const [why, text] of [
    ['is no JSON', 'send: AT'],
    ['has no answer', '{"firmware":"v1","send":"AT"}'],
    ['has an escape that is none', row({ send: 'a\\q' })],
    ['ends within an escape', row({ recv: 'a\\', send: '' })],
    ['has a character that is no byte', row({ send: '€' })],
    ['is of two releases', `${row({ send: '' })}\n${row({ send: '', firmware: 'v2' })}`],
    ['is empty', ''],
  ] as const) {
    it(`is refused when it ${why}`, () => {
      expect(() => readRecording(text, 'bad'))
        .to.throw(BadInput)
        .that.satisfies(
          ({ code, message }: BadInput) =>
            code === 'NOT_A_RECORDING' && message.startsWith('bad, line '),
        );
    });
  }

  it('is what every file in the recordings folder is', () => {
    const folder = new URL('../recordings/', import.meta.url);
    const files = readdirSync(folder).filter((file) => file.endsWith('.jsonl'));

    const counts = files.map(
      (file) => readRecording(readFileSync(new URL(file, folder), 'utf8'), file).exchanges.length,
    );

    expect(Object.fromEntries(files.map((file, index) => [file, counts[index]]))).to.include({
      'v3.4.0.0-basic.jsonl': 280,
      'v3.4.0.0-net.jsonl': 113,
      'v3.4.0.0-sysflash.jsonl': 76,
    });
  });
});
