import type { KnownCertificate } from '../../../clouds/cloud.ts';
import type { RefusalCause } from '../../../clouds/events.ts';
import type { Cause, Finding } from '../../cause.ts';
import { connectionOf, isShowing, refusedConnect, refusedHandshake } from '../../connection.ts';
import type { Evidence } from '../../evidence.ts';
import { isTrafficStopped, isWaiting } from '../../failed-step.ts';
import { storedPart } from '../stored/places.ts';

/** The certificate that the board shows, or would. */
const shownId = (evidence: Evidence): string | undefined =>
  refusedConnect(evidence)?.certificateId ??
  storedPart(evidence, 'cert')?.certificate?.id ??
  undefined;

const knownOf = (evidence: Evidence): KnownCertificate | undefined => {
  const id = shownId(evidence);
  return evidence.certificates.find(({ certificateId }) => certificateId === id);
};

/** What the cloud itself says of it: at CONNECT, or in the handshake. */
const told = (
  evidence: Evidence,
  cause: RefusalCause,
  alerts: readonly string[],
): string | undefined => {
  const connect = refusedConnect(evidence);
  if (connect?.outcome.cause === cause) return connect.outcome.detail;
  const handshake = refusedHandshake(evidence);
  return handshake?.by === 'cloud' && [cause, ...alerts].includes(handshake.code)
    ? handshake.detail
    : undefined;
};

/** The board would have shown its certificate, or has, and did not turn away from the server before. */
const isInQuestion = (evidence: Evidence): boolean => {
  const { scheme, isMade } = connectionOf(evidence);
  const isCutOff = isMade === false || isTrafficStopped(evidence) || isWaiting(evidence);
  return (
    evidence.failure !== null &&
    isCutOff &&
    isShowing(scheme) &&
    refusedHandshake(evidence)?.by !== 'device'
  );
};

interface Standing {
  readonly name: string;
  readonly title: string;
  readonly cause: RefusalCause;
  /** Alerts of clouds that refuse in the handshake. */
  readonly alerts: readonly string[];
  /** What else shows it, where the cloud says nothing. */
  readonly shows: (evidence: Evidence) => string | undefined;
  readonly next: string;
}

const hasStatus =
  (status: KnownCertificate['status']) =>
  (evidence: Evidence): string | undefined =>
    isInQuestion(evidence) && knownOf(evidence)?.status === status
      ? `the registry has the certificate ${shownId(evidence)?.slice(0, 12)} as ${status}`
      : undefined;

/** Of the certificate in the flash, by the cloud's clock. */
const dates = (evidence: Evidence, isWrong: (now: number, from: number, to: number) => boolean) => {
  const certificate = storedPart(evidence, 'cert')?.certificate;
  const now = evidence.cloud.at(-1)?.at;
  const { isMade } = connectionOf(evidence);
  if (!certificate || now === undefined || isMade !== false || !isInQuestion(evidence))
    return undefined;
  const { validFrom, validTo } = certificate;
  return isWrong(now, Date.parse(validFrom), Date.parse(validTo))
    ? `the certificate in mqtt_cert is valid from ${validFrom} to ${validTo}`
    : undefined;
};

const STANDINGS: readonly Standing[] = [
  {
    name: 'CERTIFICATE_UNKNOWN',
    title: "The cloud does not know the board's certificate.",
    cause: 'CERTIFICATE_UNKNOWN',
    alerts: ['UNKNOWN_CA'],
    shows: () => undefined,
    next: 'Register the certificate with this account and region, or write the credentials of a thing that is registered there.',
  },
  {
    name: 'CERTIFICATE_INACTIVE',
    title: "The board's certificate is registered and not active.",
    cause: 'CERTIFICATE_INACTIVE',
    alerts: [],
    shows: hasStatus('INACTIVE'),
    next: 'Activate it: aws iot update-certificate --new-status ACTIVE.',
  },
  {
    name: 'CERTIFICATE_REVOKED',
    title: "The board's certificate was revoked.",
    cause: 'CERTIFICATE_REVOKED',
    alerts: [],
    shows: hasStatus('REVOKED'),
    next: 'Make a new certificate for the thing and write it into the board; a revoked one stays out.',
  },
  {
    name: 'CERTIFICATE_EXPIRED',
    title: "The board's certificate has expired.",
    cause: 'CERTIFICATE_EXPIRED',
    alerts: [],
    shows: (evidence) => dates(evidence, (now, _from, to) => now > to),
    next: 'Make a new certificate for the thing and write it into the board.',
  },
  {
    name: 'CERTIFICATE_NOT_YET_VALID',
    title: "The board's certificate is not valid yet.",
    cause: 'CERTIFICATE_NOT_YET_VALID',
    alerts: [],
    shows: (evidence) => dates(evidence, (now, from) => now < from),
    next: 'Make a certificate that is valid from now on; look at the clock of the computer that issues them.',
  },
];

const findStanding =
  ({ cause, alerts, shows, next }: Standing) =>
  (evidence: Evidence): Finding | undefined => {
    const said = told(evidence, cause, alerts);
    const shown = shows(evidence);
    if (said === undefined && shown === undefined) return undefined;
    const because = [said, shown].flatMap((each) => each ?? []);
    return { confidence: said === undefined ? 0.85 : 0.96, because, next };
  };

/** What the cloud thinks of the certificate that the board shows. */
export const CERTIFICATE_STANDING: readonly Cause[] = STANDINGS.map((standing) => ({
  name: standing.name,
  area: 'credentials',
  colour: 'bench',
  title: standing.title,
  find: findStanding(standing),
}));
