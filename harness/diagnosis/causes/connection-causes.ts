import type { Cause, Finding } from '../cause.ts';
import type { Evidence } from '../evidence.ts';
import { becauseOfTls } from '../mbedtls.ts';
import { behindTheWay } from './behind-the-way.ts';
import { CERTIFICATE_STANDING } from './mqtt/certificate-standing.ts';
import { COMMAND_LINES } from './mqtt/command-lines.ts';
import { IDENTITIES } from './mqtt/identities.ts';
import { KEEP_ALIVE } from './mqtt/keep-alive.ts';
import { CLOUD_LIMITS } from './mqtt/limits.ts';
import { POLICY } from './mqtt/policy.ts';
import { REMEMBERED_TOPICS } from './mqtt/remembered-topics.ts';
import { ABSENT_CREDENTIALS } from './stored/absent-credentials.ts';
import { FOREIGN_CREDENTIALS } from './stored/foreign-credentials.ts';
import { MISPLACED_CREDENTIALS } from './stored/misplaced-credentials.ts';
import { NOT_KEPT, unlessNotKept } from './stored/not-kept.ts';
import { SPOILT_CREDENTIALS } from './stored/spoilt-credentials.ts';
import { BROKER_ADDRESS } from './tls/broker-address.ts';
import { TLS_PARAMETERS } from './tls/parameters.ts';
import { SCHEME } from './tls/scheme.ts';
import { SERVER_CERTIFICATE } from './tls/server-certificate.ts';

const ALL: readonly Cause[] = [
  ...behindTheWay([
    ...unlessNotKept([...ABSENT_CREDENTIALS, ...MISPLACED_CREDENTIALS, ...SPOILT_CREDENTIALS]),
    NOT_KEPT,
    ...FOREIGN_CREDENTIALS,
    ...CERTIFICATE_STANDING,
  ]),
  ...SERVER_CERTIFICATE,
  ...TLS_PARAMETERS,
  ...SCHEME,
  ...BROKER_ADDRESS,
  ...POLICY,
  ...IDENTITIES,
  ...CLOUD_LIMITS,
  ...KEEP_ALIVE,
  REMEMBERED_TOPICS,
  ...COMMAND_LINES,
];

/** A debug build's log port has its own words for what went wrong in TLS. */
const withLog = (area: Cause['area'], finding: Finding, evidence: Evidence): Finding => {
  if (area !== 'tls' && area !== 'credentials') return finding;
  return { ...finding, because: [...new Set([...finding.because, ...becauseOfTls(evidence)])] };
};

/**
 * Why a board that is on the network does not get on with its cloud. A test may want refusals: where nothing failed, none of
 * them is a cause of anything.
 */
export const CONNECTION_CAUSES: readonly Cause[] = ALL.map(({ find, ...cause }) => ({
  ...cause,
  find: (evidence) => {
    const finding = evidence.failure === null ? undefined : find(evidence);
    return finding && withLog(cause.area, finding, evidence);
  },
}));
