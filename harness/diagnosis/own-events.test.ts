import { expect } from 'chai';
import { ownEvents } from './own-events.ts';
import { connect, FAILURE, healthy, refusal } from './sample-evidence.ts';

const refused = connect({
  clientId: 'gateway',
  certificateId: 'f'.repeat(64),
  connection: 7,
  outcome: refusal('CERTIFICATE_REVOKED', 'The certificate is revoked.'),
});
const scene = { ...healthy(), failure: FAILURE, cloud: [...healthy().cloud, refused] };

describe('What the cloud saw of a board', () => {
  it('has nothing of a client that calls itself otherwise', () => {
    expect(ownEvents(scene)).to.deep.equal(healthy().cloud);
  });

  it("has whoever shows the board's certificate, or takes its client id", () => {
    const { certificateId } = connect();
    const takeover = { ...refused, clientId: 'sdk-java' };
    for (const event of [{ ...refused, certificateId }, takeover])
      expect(ownEvents({ ...scene, cloud: [event] })).to.deep.equal([event]);
  });

  it('has everybody where the failure speaks of another client, or the test had one of its own', () => {
    const message = 'The cloud waited for connect with clientId "gateway"';
    expect(ownEvents({ ...scene, failure: { ...FAILURE, message } })).to.include(refused);
    const failure = { ...FAILURE, code: 'UNEXPECTED_ERROR' };
    expect(ownEvents({ ...scene, failure })).to.include(refused);
  });

  it('has everybody where nobody knows as what the board connects', () => {
    expect(ownEvents({ ...scene, transcript: [], asked: null })).to.include(refused);
  });
});
