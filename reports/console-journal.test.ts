import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { consoleJournal } from './console-journal.ts';
import type { Journal } from './journal.ts';
import { runRedactor } from './stage.ts';
import { StepNotAwaited } from './step-not-awaited.ts';

const printed = async (work: (journal: Journal) => Promise<unknown>): Promise<string[]> => {
  const stream = new PassThrough();
  await work(consoleJournal(stream)).catch(() => undefined);
  stream.end();
  return (await text(stream))
    .replace(/\d+\.\d\d s/g, 'N s')
    .split('\n')
    .slice(0, -1);
};

describe('Journal on a terminal', () => {
  it('prints a line a step, with what was found out, children indented', async () => {
    const lines = await printed((journal) =>
      journal.step('write credentials', { board: 'esp32' }, async () => {
        await journal.step('write mqtt_key', { size: 1704 }, async (note) => {
          note('sha256', 'ab12');
          journal.attach('image', Buffer.alloc(1704), 'application/octet-stream');
        });
        journal.measure('speed', 11520, 'bytes/s');
      }),
    );

    expect(lines).to.deep.equal([
      'write credentials',
      '  ✓ write mqtt_key  size: 1704  sha256: ab12  N s',
      '      image (1704 bytes)',
      '✓ write credentials  board: esp32  speed: 11520 bytes/s  N s',
    ]);
  });

  it('prints why a step failed, without secrets', async () => {
    runRedactor().addSecret('opensesame!', 'Wi-Fi password');

    const lines = await printed((journal) =>
      journal.step('join opensesame!', {}, async () => {
        throw new Error('refused "opensesame!"');
      }),
    );

    expect(lines).to.deep.equal([
      '✗ join ‹redacted: Wi-Fi password›  N s  refused "‹redacted: Wi-Fi password›"',
    ]);
  });

  it('gives back what the body gives back, and throws what it throws', async () => {
    const journal = consoleJournal(new PassThrough());
    const failure = new Error('x');

    expect(await journal.step('a', {}, async () => 42)).to.equal(42);
    const thrown = await journal
      .step('b', {}, () => Promise.reject(failure))
      .catch((error: unknown) => error);
    expect(thrown).to.equal(failure);
  });

  it('does not let a step end before the steps in it', async () => {
    const journal = consoleJournal(new PassThrough());
    let inner: Promise<void> | undefined;

    const thrown = await journal
      .step('outer', {}, async () => {
        inner = journal.step('inner', {}, () => new Promise((resolve) => setImmediate(resolve)));
      })
      .catch((error: unknown) => error);

    expect(thrown).to.be.instanceOf(StepNotAwaited).with.property('code', 'STEP_NOT_AWAITED');
    await inner;
  });
});
