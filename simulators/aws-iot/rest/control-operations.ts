import { authorizationOperations } from './authorization.ts';
import { certificateOperations } from './certificates.ts';
import type { ControlPlane } from './control-plane.ts';
import { endpointOperations } from './endpoints.ts';
import type { Operation } from './operations.ts';
import { policyOperations } from './policies.ts';
import { policyAttachmentOperations } from './policy-attachments.ts';
import { policyVersionOperations } from './policy-versions.ts';
import { registrationOperations } from './registration.ts';
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

/** All that the stand-in does of AWS IoT's control plane. */
export const controlOperations = (cloud: ControlPlane): Operation[] =>
  FAMILIES.flatMap((family) => family(cloud));
