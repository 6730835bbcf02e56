import type { Defect } from '../defect.ts';
import { anyServerAccepted } from './any-server-accepted.ts';
import { crlfPemRefused } from './crlf-pem-refused.ts';
import { expiredServerAccepted } from './expired-server-accepted.ts';
import { pkiHeaderStripped } from './pki-header-stripped.ts';
import { powerCutHalfUsed } from './power-cut-half-used.ts';
import { serverNameUnsent } from './server-name-unsent.ts';

export const TLS_DEFECTS: readonly Defect[] = [
  anyServerAccepted,
  crlfPemRefused,
  expiredServerAccepted,
  pkiHeaderStripped,
  powerCutHalfUsed,
  serverNameUnsent,
];
