import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import Mocha from 'mocha';
import { explainSuite } from './explained-tests.ts';

/** The limit of the test, and how long an explanation takes. */
const LIMIT_MS = 40;
const EXPLAINED_MS = 120;

/** Runs one test that fails at once, and gives what Mocha holds against it. */
const failureOf = async (error: Error): Promise<unknown> => {
  const mocha = new Mocha({ timeout: LIMIT_MS, reporter: Mocha.reporters.Base });
  mocha.suite.addTest(
    new Mocha.Test('fails', async () => {
      throw error;
    }),
  );
  explainSuite(mocha.suite, () => sleep(EXPLAINED_MS));
  return new Promise((resolve) => {
    mocha.run().on('fail', (_test, failure) => resolve(failure));
  });
};

describe('A failed test that is explained', () => {
  it('fails with what it failed with, however long the explanation takes', async () => {
    const error = new Error('what really happened');

    expect(await failureOf(error)).to.equal(error);
  });
});
