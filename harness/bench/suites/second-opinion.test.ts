import { expect } from 'chai';
import { AtBusy, AtTimeout } from '../../at/errors.ts';
import { PortLost } from '../../ports/errors.ts';
import { failure } from '../failure.ts';
import { DEFAULT_BENCH } from '../file/bench-file.ts';
import { Lab } from '../lab.ts';
import { type OpenBench, openBench } from '../open-bench.ts';
import { silent } from '../parts/opened-release.ts';
import { secondOpinion } from './second-opinion.ts';

const unanswered = (command: string): AtTimeout =>
  new AtTimeout(`OK of ${command}`, 20_000, { heard: [] });

describe('A second opinion', () => {
  let bench: OpenBench;
  let lab: Lab;

  before('open a bench', async () => {
    bench = await openBench(DEFAULT_BENCH, silent);
    lab = new Lab(bench, silent);
  });

  after(() => bench[Symbol.asyncDispose]());

  /** Something that ends in each of these in turn, in success after the last. */
  const ending = (...errors: readonly Error[]) => {
    const left = [...errors];
    const attempt = {
      times: 0,
      run: async () => {
        attempt.times += 1;
        const error = left.shift();
        if (error) throw error;
      },
    };
    return attempt;
  };

  it('is not asked for where all is well', async () => {
    const attempt = ending();

    await secondOpinion(lab, 'this', attempt.run);

    expect(attempt.times).to.equal(1);
  });

  it('finds the wire at fault for what goes well the second time', async () => {
    const attempt = ending(unanswered('AT+MQTTSUB'));

    const error = await failure(secondOpinion(lab, 'this', attempt.run));

    expect(error).to.include({ code: 'WIRE_UNRELIABLE', colour: 'bench' });
    expect(attempt.times).to.equal(2);
  });

  it('finds the wire at fault for what fails otherwise the second time', async () => {
    const attempt = ending(unanswered('AT+MQTTSUB'), new AtBusy('AT+MQTTSUB', {}));

    const error = await failure(secondOpinion(lab, 'this', attempt.run));

    expect(error.code).to.equal('WIRE_UNRELIABLE');
  });

  it('finds the firmware at fault for what fails in the same way again', async () => {
    const attempt = ending(unanswered('AT+MQTTSUB'), unanswered('AT+MQTTSUB'));

    const error = await failure(secondOpinion(lab, 'this', attempt.run));

    expect(error).to.include({ code: 'AT_TIMEOUT', colour: 'firmware' });
  });

  it('counts a failed check as the same when only its figures are others', async () => {
    const checks = [7, 8].map((figure) => () => expect(figure).to.equal(9));

    const error = await secondOpinion(lab, 'this', async () => void checks.shift()?.()).catch(
      (thrown: unknown) => thrown,
    );

    expect(error).to.have.property('name', 'AssertionError');
  });

  it('is not asked for where the bench is at fault already', async () => {
    const attempt = ending(new PortLost('/dev/ttyUSB0'));

    const error = await failure(secondOpinion(lab, 'this', attempt.run));

    expect(error.code).to.equal('PORT_LOST');
    expect(attempt.times).to.equal(1);
  });
});
