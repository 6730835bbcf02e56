import type { Script } from '../../simulators/aws-iot/policy/script.ts';

/** As what boards and this host connect, unless a spec says otherwise: AWS's console policy allows it. */
export const CLIENT_ID = 'sdk-java';
/** Where this host sends a message to itself, and boards subscribe. */
export const TOPIC = 'sdk/test/java';
const OTHER_TOPIC = 'sdk/test/Python';

/** What the lab procedure does with the policy of its thing. */
export const LAB_SCRIPT: Script = {
  clientId: CLIENT_ID,
  subscribes: [TOPIC],
  publishes: [TOPIC, OTHER_TOPIC],
};
