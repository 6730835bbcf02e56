import { BadInput } from '../../../errors/bench-error.ts';
import type { Cloud, Thing, ThingOptions } from '../../clouds/cloud.ts';
import type { BenchKit } from './bench-kit.ts';

const UNTOLD = 'not told by the kit';

/** AWS has known the device since it handed the kit out: nothing is made there, and nothing taken away. */
const asItIs = (kit: BenchKit, { endpoint }: Cloud): Thing => {
  if (kit.endpoint !== undefined && kit.endpoint.toLowerCase() !== endpoint.host.toLowerCase()) {
    throw new BadInput(
      'KIT_OF_OTHER_CLOUD',
      `The bench's credentials ${kit.label} are for ${kit.endpoint}, and the account of this run is at ${endpoint.host}, which does not know them. Use that account's own credentials for AWS, or take a kit of this one.`,
    );
  }
  const { certificatePem, keyPem, certificateId, policy, thingName = UNTOLD } = kit;
  return {
    name: thingName,
    certificatePem,
    keyPem,
    certificateId,
    policyName: policy?.policy.name ?? UNTOLD,
    policy: policy?.document ?? {},
  };
};

/**
 * The thing that a kit was handed out for. A cloud of this computer is told its certificate, as AWS's
 * RegisterCertificateWithoutCA does it: who has signed that, does not matter. The root that boards must trust is always
 * that of the cloud, since it is the cloud's servers that they check with it.
 * @throws BadInput KIT_OF_OTHER_CLOUD
 */
export const kitThing = async (
  kit: BenchKit,
  { cloud, kind }: { readonly cloud: Cloud; readonly kind: 'aws' | 'stand-in' | 'mosquitto' },
): Promise<Thing> => {
  if (kind === 'aws') return asItIs(kit, cloud);
  const { certificatePem, keyPem, thingName } = kit;
  const options: ThingOptions = { credentials: { certificatePem, keyPem } };
  return cloud.createThing(thingName === undefined ? options : { ...options, name: thingName });
};
