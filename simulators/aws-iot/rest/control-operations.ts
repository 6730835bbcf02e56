import { authorizationOperations } from './authorization.ts';
import { certificateOperations } from './certificates.ts';
import type { ControlPlane } from './control-plane.ts';
import { endpointOperations } from './endpoints.ts';
import { type RunningRest, startRest } from './listener.ts';
import type { Operation } from './operations.ts';
import { policyOperations } from './policies.ts';
import { policyAttachmentOperations } from './policy-attachments.ts';
import { policyVersionOperations } from './policy-versions.ts';
import { registrationOperations } from './registration.ts';
import { registryRefusal } from './registry-refusals.ts';
import type { AccessKey } from './signature.ts';
import { thingPrincipalOperations } from './thing-principals.ts';
import { thingOperations } from './things.ts';

const FAMILIES = [
  thingOperations,
  thingPrincipalOperations,
  certificateOperations,
  registrationOperations,
  policyOperations,
  policyVersionOperations,
  policyAttachmentOperations,
  authorizationOperations,
  endpointOperations,
];

export interface HttpOptions {
  /** Default `127.0.0.1`: nobody outside this machine reaches it. */
  readonly host?: string;
  /** Default 0: the system chooses. */
  readonly port?: number;
  /** Checks the signatures of requests by this key; default: any signature will do, none will not. */
  readonly accessKey?: AccessKey;
}

/** Serves all that the stand-in does of AWS IoT's control plane. Throws BadInput ADDRESS_UNUSABLE. */
export const startControlPlane = (
  cloud: ControlPlane,
  { host = '127.0.0.1', port = 0, accessKey }: HttpOptions = {},
): Promise<RunningRest> =>
  startRest({
    host,
    port,
    accessKey,
    operations: FAMILIES.flatMap((family): Operation[] => family(cloud)),
    translate: registryRefusal(cloud.arns),
  });
