import type { EventOf } from '../../../clouds/events.ts';
import type { Cause } from '../../cause.ts';
import type { Evidence } from '../../evidence.ts';
import { isTrafficStopped, isWaiting } from '../../failed-step.ts';
import { storedPart } from '../stored/places.ts';
import { otherThing, variableMismatch } from './thing-of-certificate.ts';

const colour = 'bench';

interface Takeover {
  readonly clientId: string;
  readonly connects: readonly EventOf<'connect'>[];
  readonly times: number;
  readonly hasOneCertificate: boolean;
}

/** Somebody else connected under the board's client id: the cloud saw more connections of it than the board made. */
const takeoverOf = (evidence: Evidence): Takeover | undefined => {
  const { cloud, transcript } = evidence;
  const ended = cloud.filter(
    (event): event is EventOf<'disconnect'> =>
      event.kind === 'disconnect' && event.reason === 'DUPLICATE_CLIENTID',
  );
  const clientId = ended.at(-1)?.clientId ?? null;
  if (clientId === null) return undefined;
  const connects = cloud.filter(
    (event): event is EventOf<'connect'> =>
      event.kind === 'connect' && event.clientId === clientId && event.outcome.accepted,
  );
  const made = transcript.filter(
    ({ from, text }) => from === 'board' && text.includes('+MQTTCONNECTED:'),
  ).length;
  // A board that returns before its lost connection has ended takes over from itself.
  if (connects.length <= made && made > 0) return undefined;
  // Its own connection may have been made in an earlier test, and stand in no event of this one.
  const own = storedPart(evidence, 'cert')?.certificate?.id;
  const shown = connects.map(({ certificateId }) => certificateId);
  const certificates = new Set([...shown, ...(own === undefined ? [] : [own])]);
  return { clientId, connects, times: ended.length, hasOneCertificate: certificates.size === 1 };
};

/** Its connection is the board's again, the other has not come back, and what the board did over it worked. */
const isOver = (evidence: Evidence, { connects }: Takeover): boolean => {
  const last = connects.at(-1);
  const own = storedPart(evidence, 'cert')?.certificate?.id;
  if (!last || last.certificateId !== own || isWaiting(evidence)) return false;
  const since = evidence.cloud.filter(({ sequence }) => sequence > last.sequence);
  const works = since.some(
    (event) =>
      event.kind === 'publish' && event.connection === last.connection && event.outcome.accepted,
  );
  return works && !isTrafficStopped(evidence);
};

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

/** Who the board is to the cloud. */
export const IDENTITIES: readonly Cause[] = [
  {
    name: 'CLIENT_ID_TAKEN',
    area: 'mqtt',
    colour,
    title: "Another device connects under the board's client id and takes its connection.",
    find: (evidence) => {
      const takeover = takeoverOf(evidence);
      if (!takeover || takeover.hasOneCertificate || isOver(evidence, takeover)) return undefined;
      const { clientId, connects } = takeover;
      const from = connects.map(({ remote }) => remote).join(', ');
      return {
        confidence: 0.95,
        because: [
          `the cloud ended the connection of ${clientId} ${times(takeover.times)} with DUPLICATE_CLIENTID`,
          `somebody else connected under that id, with a certificate of its own; the connections came from ${from}`,
        ],
        next: `Give every device a client id of its own; find who else is ${clientId}, and stop it.`,
      };
    },
  },
  {
    name: 'TWO_BOARDS_SHARE_IDENTITY',
    area: 'mqtt',
    colour,
    title: 'Two boards were given the same certificate and the same client id.',
    find: (evidence) => {
      const takeover = takeoverOf(evidence);
      if (!takeover?.hasOneCertificate) return undefined;
      const { clientId, connects } = takeover;
      return {
        confidence: 0.95,
        because: [
          `the cloud ended the connection of ${clientId} ${times(takeover.times)} with DUPLICATE_CLIENTID`,
          `${connects.length} connections showed the same certificate ${connects[0]?.certificateId?.slice(0, 12)}, and not all of them are this board's`,
        ],
        next: 'Make a thing with credentials and a client id of its own for each board.',
      };
    },
  },
  {
    name: 'CERTIFICATE_OF_ANOTHER_THING',
    area: 'credentials',
    colour,
    title: 'The board has the certificate of another thing.',
    find: (evidence) => {
      const mismatch = variableMismatch(evidence);
      if (mismatch) {
        const { clientId, things } = mismatch;
        return {
          confidence: 0.97,
          because: [
            `the board calls itself ${clientId}, and its certificate belongs to ${things.join(', ')}; its policy speaks of \${iot:Connection.Thing...}, which counts only for a client that is called as its thing`,
          ],
          next: `Write the credentials of ${clientId} into the board, or connect as ${things[0]}.`,
        };
      }
      const other = otherThing(evidence);
      if (!other) return undefined;
      const { shown, wanted } = other;
      const name = ({ things, certificateId }: typeof shown): string =>
        things[0] ?? `the certificate ${certificateId.slice(0, 12)}`;
      return {
        confidence: 0.93,
        because: [`the cloud knew the board as ${name(shown)}, and it should be ${name(wanted)}`],
        next: `Write the credentials of ${name(wanted)} into the board.`,
      };
    },
  },
];
