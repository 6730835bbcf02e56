import { expect } from 'chai';
import { failure } from '../failure.ts';
import { openRelease } from './opened-release.ts';

const LONG = { scheme: 5, clientId: 'c'.repeat(600), username: 'u'.repeat(300) } as const;

describe('What a simulated board can', () => {
  it('is told by 2.2.0.0 itself', async () => {
    await using bench = await openRelease('2.2.0.0');
    const { abilities, client, mqtt } = bench.board;

    expect(abilities.list()).to.deep.equal([
      'command list',
      'wifi state',
      'reconnect configuration',
      'sysflash',
    ]);
    expect(client.afterPromptMs).to.equal(10);
    const refused = await failure(mqtt.configure(LONG));
    expect(refused.code).to.equal('ABILITY_MISSING');
    expect(refused.message).to.match(/^WROOM-32 2\.2\.0\.0 has no AT\+MQTTLONGCLIENTID/);
  });

  it('is everything on 3.4.0.0, but that credentials have no partitions', async () => {
    await using bench = await openRelease('3.4.0.0');
    const { abilities, client, mqtt } = bench.board;

    expect(abilities.list()).to.have.length(13);
    expect(client.afterPromptMs).to.equal(0);
    await mqtt.configure({ ...LONG, serverName: 'a.test', protocols: ['mqtt'], keepSession: true });
    expect((await mqtt.state()).state).to.equal('session configured');
  });
});
