import { expect } from 'chai';
import fc from 'fast-check';
import type { Packet } from 'mqtt-packet';
import { issueFlawedDevice } from '../../certs/flawed-devices.ts';
import { sampleAuthority, strangeAuthority } from '../../certs/sample-credentials.ts';
import type { StandIn } from './stand-in.ts';
import type { StandInOptions } from './stand-in-options.ts';
import { OPEN_POLICY, startCloud } from './test-cloud.ts';
import { connectPacket, type Login, publishPacket, secure } from './test-device.ts';

/** Who must never get an answer. */
const STRANGERS: Readonly<Record<string, (cloud: StandIn) => Promise<Login>>> = {
  'nobody at all': async () => null,
  'an unknown certificate': async () => (await strangeAuthority()).issueDevice(),
  'an inactive certificate': (cloud) => cloud.createThing({ status: 'INACTIVE' }),
  'a revoked certificate': (cloud) => cloud.createThing({ status: 'REVOKED' }),
  'a certificate in transfer': (cloud) => cloud.createThing({ status: 'PENDING_TRANSFER' }),
  'a certificate not yet activated': (cloud) => cloud.createThing({ status: 'PENDING_ACTIVATION' }),
  'an expired certificate': (cloud) => flawed(cloud, 'expired'),
  'a certificate of the future': (cloud) => flawed(cloud, 'notYetValid'),
};

const flawed = async (cloud: StandIn, flaw: 'expired' | 'notYetValid'): Promise<Login> => {
  const [authority, other] = [await sampleAuthority(), await strangeAuthority()];
  const credentials = await issueFlawedDevice(flaw, { authority, other });
  return cloud.createThing({ credentials, policy: OPEN_POLICY });
};

const mode: fc.Arbitrary<StandInOptions> = fc.record({
  certCheck: fc.constantFrom('connect', 'handshake'),
  noCertificate: fc.constantFrom('connect', 'handshake'),
  denySubscribe: fc.constantFrom('close', 'suback128'),
  qos2: fc.constantFrom('silent', 'close'),
  emptyClientId: fc.constantFrom('refuse', 'assign'),
  tooManyPublishes: fc.constantFrom('discard', 'close'),
  tooManyConnects: fc.constantFrom('accept', 'close'),
  maxVersion: fc.constantFrom('TLSv1.2', 'TLSv1.3'),
});

const SAID: Packet[] = [
  { cmd: 'pingreq' },
  { cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: '#', qos: 0 }] },
  { cmd: 'unsubscribe', messageId: 2, unsubscriptions: ['#'] },
  publishPacket('a', 'x', 3),
  { cmd: 'puback', messageId: 4 },
  { cmd: 'disconnect' },
];

const said = fc.tuple(
  fc.constantFrom('', 'sdk-java', 'any'),
  fc.boolean(),
  fc.shuffledSubarray(SAID),
  fc.boolean(),
);

describe('The stand-in', () => {
  it('answers nobody without a registered, active certificate, in any mode, whatever is said', async () => {
    await fc.assert(
      fc.asyncProperty(mode, said, async (options, [clientId, clean, packets, isLateConnect]) => {
        await using cloud = await startCloud(options);
        // Faults that repeat or hold an answer must not make one either.
        using _fault = cloud.interfere({ packet: 'connack', does: 'duplicate' });
        for (const [who, come] of Object.entries(STRANGERS)) {
          const login = await come(cloud);
          const device = await secure(cloud, login).catch(() => undefined);
          const connect = connectPacket({ clientId, clean: clean || clientId === '' });
          device?.send(...(isLateConnect ? [...packets, connect] : [connect, ...packets]));
          await device?.ended;
          expect(device?.received ?? [], who).to.deep.equal([]);
        }
        const accepted = cloud.events.filter(
          (event) => 'outcome' in event && event.outcome.accepted,
        );
        expect(accepted).to.deep.equal([]);
      }),
      { numRuns: 12 },
    );
  });
});
