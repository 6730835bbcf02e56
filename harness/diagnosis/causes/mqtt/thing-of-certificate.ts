import type { KnownCertificate } from '../../../clouds/cloud.ts';
import { connectionOf, lastOf, refusedConnect } from '../../connection.ts';
import type { Evidence } from '../../evidence.ts';

const knownBy = ({ certificates }: Evidence, id: string | null | undefined) =>
  certificates.find(({ certificateId }) => certificateId === id);

const THING_VARIABLE = '${iot:Connection.Thing.';

/** Things' names go into its policies: they let in only who calls itself as the thing that the certificate belongs to. */
const speaksOfThing = ({ policies }: KnownCertificate): boolean =>
  JSON.stringify(policies).includes(THING_VARIABLE);

interface Mismatch {
  readonly clientId: string;
  readonly things: readonly string[];
}

/** A policy refused the board since its certificate belongs to another thing than its client id names. */
export const variableMismatch = (evidence: Evidence): Mismatch | undefined => {
  const connect = refusedConnect(evidence) ?? lastOf(evidence, 'connect');
  const known = knownBy(evidence, connect?.certificateId);
  if (!connect || !known || !speaksOfThing(known)) return undefined;
  const { clientId } = connect;
  return known.things.length === 0 || known.things.includes(clientId)
    ? undefined
    : { clientId, things: known.things };
};

/** Whole, or shortened as assertions shorten what they compare. */
const CERTIFICATE_ID = /\b(?:[0-9a-f]{64}\b|[0-9a-f]{16,63}(?=…))/g;

/** A certificate, with the things that it belongs to as far as they are known. */
type Owned = Pick<KnownCertificate, 'certificateId' | 'things'>;

interface OtherThing {
  readonly shown: Owned;
  readonly wanted: Owned;
}

/** The certificate that the failure speaks of, and that the cloud was not shown. */
const wantedIn = ({ failure }: Evidence, shownId: string): Owned | undefined => {
  const ids: readonly string[] = failure?.message.match(CERTIFICATE_ID) ?? [];
  const certificateId = ids.find((id) => !shownId.startsWith(id));
  const isShown = certificateId !== undefined && ids.length > 1;
  const isAboutIt = isShown || failure?.message.includes('certificateId');
  return certificateId !== undefined && isAboutIt ? { certificateId, things: [] } : undefined;
};

/**
 * The cloud let the board in as another thing than was wanted: the test waited for another certificate, or the client id
 * is the name of another thing.
 */
export const otherThing = (evidence: Evidence): OtherThing | undefined => {
  const connect = evidence.cloud.findLast(
    (event) => event.kind === 'connect' && event.outcome.accepted,
  );
  const shownId = connect?.kind === 'connect' ? connect.certificateId : null;
  if (shownId === null || evidence.failure === null) return undefined;
  const shown = knownBy(evidence, shownId) ?? { certificateId: shownId, things: [] };
  const { clientId } = connectionOf(evidence);
  const namesake = evidence.certificates.find(
    ({ things }) => clientId !== null && things.includes(clientId),
  );
  const wanted = namesake ?? wantedIn(evidence, shownId);
  return wanted && wanted.certificateId !== shownId
    ? { shown, wanted: knownBy(evidence, wanted.certificateId) ?? wanted }
    : undefined;
};
