import type { Cause } from '../../cause.ts';
import { connectionOf, isClockWrong, refusedHandshake } from '../../connection.ts';
import type { Evidence } from '../../evidence.ts';
import { storedPart } from '../stored/places.ts';

const area = 'tls';
const colour = 'bench';

const refusedByDevice = (evidence: Evidence, code: string) => {
  const refused = refusedHandshake(evidence);
  return refused?.by === 'device' && refused.code === code ? refused : undefined;
};

/** The root in the board is the cloud's: whatever the board has against the server, it is not that. */
const hasRoot = (evidence: Evidence): boolean => {
  const { root } = evidence;
  return root !== null && storedPart(evidence, 'ca')?.certificate?.id === root.id;
};

/** The board's clock was looked at and is right. */
const isClockRight = (evidence: Evidence): boolean =>
  (evidence.asked?.clockMs ?? null) !== null && !isClockWrong(evidence);

/** Its own certificate may have dates of its own, which give the same alert. */
const isRootInDate = (evidence: Evidence): boolean => {
  const certificate = storedPart(evidence, 'ca')?.certificate;
  const now = evidence.cloud.at(-1)?.at;
  return (
    !certificate ||
    now === undefined ||
    (now >= Date.parse(certificate.validFrom) && now <= Date.parse(certificate.validTo))
  );
};

const dated = (name: string, code: string, what: string, next: string): Cause => ({
  name,
  area,
  colour,
  title: `The server's certificate ${what}.`,
  find: (evidence) => {
    const refused = refusedByDevice(evidence, code);
    if (!refused || isClockWrong(evidence) || !isRootInDate(evidence)) return undefined;
    const isSure = isClockRight(evidence);
    return {
      confidence: isSure ? 0.95 : 0.5,
      because: [
        refused.detail,
        isSure
          ? `the board's clock shows ${new Date(evidence.asked?.clockMs ?? 0).toISOString()}, which is right`
          : "the board's clock is not known; a wrong one looks the same",
      ],
      next,
    };
  },
});

/** What the board has against the server. */
export const SERVER_CERTIFICATE: readonly Cause[] = [
  dated(
    'SERVER_CERTIFICATE_EXPIRED',
    'CERTIFICATE_EXPIRED',
    'has expired',
    'Give the server a new certificate; AWS renews its own, a stand-in or a broker in the lab does not.',
  ),
  dated(
    'SERVER_CERTIFICATE_NOT_YET_VALID',
    'CERTIFICATE_UNKNOWN',
    'is not valid yet',
    'Look at the clock of the computer that issued it, and issue it anew.',
  ),
  {
    name: 'SERVER_OF_ANOTHER_AUTHORITY',
    area,
    colour,
    title: 'The server shows a certificate that does not hang from the root of the cloud.',
    find: (evidence) => {
      const refused = refusedByDevice(evidence, 'UNKNOWN_CA');
      if (!refused || !hasRoot(evidence)) return undefined;
      return {
        confidence: 0.95,
        because: [refused.detail, `mqtt_ca holds the right root, ${evidence.root?.subject}`],
        next: 'Look who answers at that address: another broker, a proxy that opens TLS, or a server with a certificate that vouches for itself.',
      };
    },
  },
  {
    name: 'SERVER_NAME_MISMATCH',
    area,
    colour,
    title: "The server's certificate does not bear the name that the board calls it by.",
    find: (evidence) => {
      const refused = refusedHandshake(evidence);
      const isByDevice = refused?.by === 'device' && refused.code === 'BAD_CERTIFICATE';
      const isByCloud = refused?.by === 'cloud' && refused.code === 'UNRECOGNIZED_NAME';
      if (!refused || !(isByDevice || isByCloud)) return undefined;
      const { serverName, host } = connectionOf(evidence);
      const called = refused.hello?.sni ?? serverName;
      if (called === null && isByDevice) return undefined;
      return {
        confidence: 0.95,
        because: [refused.detail, `the board asked for ${called}, at ${host}`],
        next: `Connect to the name that stands in the server's certificate, or issue one that bears ${called}; without AT+MQTTSNI the name is not checked.`,
      };
    },
  },
];
