import type { Journal } from '../../reports/journal.ts';
import type { Cloud } from './cloud.ts';
import { describeEvent } from './event-json.ts';
import { describePattern } from './event-pattern.ts';

/** A cloud that writes into the lab notebook what it is made to do, and what it sees of what is expected of it. */
export const journaledCloud = (cloud: Cloud, journal: Journal): Cloud => ({
  ...cloud,
  createThing: (options) =>
    journal.step('make a thing with certificate and policy', {}, async (note) => {
      const thing = await cloud.createThing(options);
      note('thing', thing.name);
      note('certificate id', thing.certificateId);
      note('policy', thing.policyName);
      return thing;
    }),
  setCertificateStatus: (certificateId, status) =>
    journal.step(`make the certificate ${status}`, { 'certificate id': certificateId }, () =>
      cloud.setCertificateStatus(certificateId, status),
    ),
  serveAs: (identity) => {
    const which = identity ? 'another certificate' : 'its own certificate again';
    return journal.step(`let the cloud show ${which}`, {}, () => cloud.serveAs(identity));
  },
  publish: (topic, payload, options = {}) => {
    const { qos = 0, retain = false } = options;
    const parameters = { topic, bytes: Buffer.byteLength(payload), qos, retain };
    return journal.step(`publish to ${topic} from the cloud`, parameters, () =>
      cloud.publish(topic, payload, options),
    );
  },
  expect: (pattern, expectation) =>
    journal.step(
      `look for ${pattern.kind} at the cloud`,
      { expected: describePattern(pattern), within: `${expectation.withinMs} ms` },
      async (note) => {
        const event = await cloud.expect(pattern, expectation);
        note('the cloud saw', describeEvent(event));
        return event;
      },
    ),
});
