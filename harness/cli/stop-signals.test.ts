import { expect } from 'chai';
import { BadInput } from '../../errors/bench-error.ts';
import { FlashHalfWritten } from '../flash/rom/errors.ts';
import { exitCodeFor } from './refusal.ts';
import { Stopped } from './stop-signals.ts';

const codeOf = (error: Error): number => exitCodeFor(error, () => undefined);

describe('A command that was stopped', () => {
  it('has the exit code of the signal, also where something else was told', () => {
    const stopped = new Stopped('SIGINT', 'nothing was written');

    expect(codeOf(stopped)).to.equal(130);
    expect(codeOf(new FlashHalfWritten('it was told to stop', 'a written', stopped))).to.equal(130);
    expect(codeOf(new Stopped('SIGTERM', 'nothing was written'))).to.equal(143);
  });

  it('is another than one that failed, or was told something wrong', () => {
    expect(codeOf(new FlashHalfWritten('the port went away', 'a written', undefined))).to.equal(1);
    expect(codeOf(new BadInput('BAD_FLAG', 'a sentence'))).to.equal(2);
  });
});
