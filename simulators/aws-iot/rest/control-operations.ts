import { authorizationOperations } from './authorization.ts';
import { certificateOperations } from './certificates.ts';
import type { ControlPlane } from './control-plane.ts';
import { endpointOperations } from './endpoints.ts';
import { jobOperations } from './jobs.ts';
import { type HttpOptions, type RunningRest, startRest } from './listener.ts';
import type { Operation } from './operations.ts';
import { policyOperations } from './policies.ts';
import { policyAttachmentOperations } from './policy-attachments.ts';
import { policyVersionOperations } from './policy-versions.ts';
import { registrationOperations } from './registration.ts';
import { registryRefusal } from './registry-refusals.ts';
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
  jobOperations,
];

/** Serves all that the stand-in does of AWS IoT's control plane. Throws BadInput ADDRESS_UNUSABLE. */
export const startControlPlane = (
  cloud: ControlPlane,
  options: HttpOptions = {},
): Promise<RunningRest> =>
  startRest({
    ...options,
    operations: FAMILIES.flatMap((family): Operation[] => family(cloud)),
    translate: registryRefusal(cloud.arns),
  });
