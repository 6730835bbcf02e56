import { expect } from 'chai';
import Mocha from 'mocha';
import { sideBySide } from './side-by-side.ts';

/** Runs these tests as Mocha does, two at once. Gives what became of each, in the order in which they were told. */
const run = (
  tests: Readonly<Record<string, () => Promise<void>>>,
  argv: readonly string[] = [],
): Promise<string[]> => {
  const mocha = new Mocha({ reporter: Mocha.reporters.Base });
  const suite = Mocha.Suite.create(mocha.suite, 'of some tests');
  sideBySide(suite, 2, argv);
  for (const [title, body] of Object.entries(tests)) suite.addTest(new Mocha.Test(title, body));
  const told: string[] = [];
  return new Promise((resolve) => {
    const runner = mocha.run(() => resolve(told));
    runner.on('pass', ({ title }) => told.push(`${title} passes`));
    runner.on('fail', ({ title }, { message }) => told.push(`${title} fails: ${message}`));
  });
};

describe('Tests side by side', () => {
  it('begin before those in front of them have ended', async () => {
    let come: () => void = () => undefined;
    const second = new Promise<void>((resolve) => {
      come = resolve;
    });

    expect(await run({ first: () => second, second: async () => come() })).to.deep.equal([
      'first passes',
      'second passes',
    ]);
  });

  it('fail in their own place, and keep none from its end', async () => {
    const fails = async (): Promise<void> => {
      throw new Error('broken');
    };
    const works = async (): Promise<void> => undefined;

    expect(await run({ one: works, two: fails, three: works, four: works })).to.deep.equal([
      'one passes',
      'two fails: broken',
      'three passes',
      'four passes',
    ]);
  });

  const mostAtOnce = async (argv: readonly string[]): Promise<number> => {
    let now = 0;
    let most = 0;
    const body = async (): Promise<void> => {
      now += 1;
      most = Math.max(most, now);
      await new Promise(setImmediate);
      now -= 1;
    };
    await run({ a: body, b: body, c: body, d: body }, argv);
    return most;
  };

  it('are so many at a time', async () => {
    expect(await mostAtOnce(['--forbid-only', 'a.test.ts'])).to.equal(2);
  });

  it('are none where Mocha may leave some of them out', async () => {
    for (const argv of [['--grep', 'a'], ['--fgrep=a'], ['-g', 'a'], ['-f', 'a']])
      expect(await mostAtOnce(argv)).to.equal(1);
  });
});
