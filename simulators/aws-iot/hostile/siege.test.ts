import { expect } from 'chai';
import { sampleAuthority, strangeAuthority } from '../../../certs/sample-credentials.ts';
import { isUnharmed, laySiege } from './siege.ts';
import { siegeText } from './siege-text.ts';

const MB = 1024 * 1024;

describe('The stand-in under siege', function () {
  this.timeout(120_000);

  it('serves the good, ends all others with a reason, and does not grow', async () => {
    const [authority, other] = [await sampleAuthority(), await strangeAuthority()];

    const figures = await laySiege({ connections: 500, rounds: 2, authority, other });

    const text = siegeText(figures);
    expect(figures.begun, text).to.be.at.least(500);
    expect(isUnharmed(figures), text).to.equal(true);
    expect(figures.roundTrip.count, text).to.be.above(20);
    expect(figures.roundTrip.longest, text).to.be.below(20_000);
    expect(figures.connect.count, text).to.be.above(2);
    expect(figures.eventsDropped, text).to.be.above(1000);
    const [first, last] = figures.memory;
    expect((last?.heap ?? 0) - (first?.heap ?? 0), text).to.be.below(5 * MB);
    // Each of these was seen, so each kind of attack got where it should.
    expect(figures.reasons, text).to.include.all.keys(
      'NOT_TLS',
      'HANDSHAKE_TIMEOUT',
      'CONNECTION_CLOSED',
      'CERTIFICATE_UNKNOWN',
      'CLIENT_ERROR',
      'TOPIC_RESERVED',
      'PUBLISH_RATE_EXCEEDED',
    );
  });
});
