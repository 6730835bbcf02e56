import { BOOT_MISCONFIGURATIONS } from './boot.ts';
import { WRONG_CREDENTIALS } from './credentials.ts';
import { FAILED_LATER } from './failed-later.ts';
import type { Misconfiguration } from './misconfiguration.ts';
import { WRONG_REQUESTS } from './mqtt.ts';
import { NETWORK_MISCONFIGURATIONS } from './network.ts';
import { WRONG_POLICIES } from './policies.ts';
import { PORT_MISCONFIGURATIONS } from './ports.ts';
import { WRONG_SERVER } from './server.ts';
import { SPOILT_WRITES } from './spoilt-writes.ts';
import { WRONG_STANDING } from './standing.ts';
import { TWO_AT_ONCE } from './two-at-once.ts';
import { TYPED_BY_HAND } from './typed-by-hand.ts';

/** Every bench that is wrong in one way, for the diagnosis to name. */
export const MISCONFIGURATIONS: readonly Misconfiguration[] = [
  ...PORT_MISCONFIGURATIONS,
  ...BOOT_MISCONFIGURATIONS,
  ...NETWORK_MISCONFIGURATIONS,
  ...WRONG_CREDENTIALS,
  ...SPOILT_WRITES,
  ...WRONG_STANDING,
  ...WRONG_SERVER,
  ...WRONG_POLICIES,
  ...WRONG_REQUESTS,
  ...TYPED_BY_HAND,
  ...FAILED_LATER,
  ...TWO_AT_ONCE,
];
