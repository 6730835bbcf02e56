import { expect } from 'chai';
import { startStandIn } from '../../../simulators/aws-iot/stand-in.ts';
import type { Expectation } from '../../clouds/event-record.ts';
import { standInCloud } from '../../clouds/stand-in-cloud.ts';
import { failure } from '../failure.ts';
import { calledCloud } from './called-cloud.ts';

describe('A cloud that nobody calls', () => {
  const SOON: Expectation = { withinMs: 20 };

  it('blames the way to it for a call that never came, the firmware for all else', async () => {
    await using cloud = calledCloud(standInCloud(await startStandIn()));
    const colourOf = async (waiting: Promise<unknown>): Promise<string> =>
      (await failure(waiting)).colour;

    expect(await colourOf(cloud.expect({ kind: 'tls-accepted' }, SOON))).to.equal('bench');
    expect(await colourOf(cloud.expect({ kind: 'connect' }, SOON))).to.equal('bench');
    expect(await colourOf(cloud.expect({ kind: 'publish' }, SOON))).to.equal('firmware');
    await cloud.publish('topic', 'seen by the cloud itself');
    expect(await colourOf(cloud.expect({ kind: 'connect' }, SOON))).to.equal('firmware');
  });

  it('leaves a colour that was asked for as it is', async () => {
    await using cloud = calledCloud(standInCloud(await startStandIn()));

    const silent = await failure(cloud.expect({ kind: 'connect' }, { ...SOON, colour: 'harness' }));

    expect(silent).to.include({ code: 'CLOUD_SILENT', colour: 'harness' });
  });
});
