import type { Cause } from '../../cause.ts';
import { lastOf, refusedHandshake } from '../../connection.ts';
import type { Evidence, StoredItem } from '../../evidence.ts';
import { isLeftByFactory, isNeeded, PARTS, type Part, storedPart } from './places.ts';
import { troubleOf } from './trouble.ts';

const area = 'credentials';
const colour = 'bench';

/** As much of a fingerprint as tells two apart. */
const short = (id: string | undefined): string => id?.slice(0, 12) ?? 'unknown';

/** An item that is needed, and sound as far as its bytes go. */
const sound = (evidence: Evidence, part: Part): StoredItem | undefined =>
  isNeeded(evidence, part) && !troubleOf(evidence, part) ? storedPart(evidence, part) : undefined;

const leftByFactory = (evidence: Evidence): readonly StoredItem[] =>
  PARTS.flatMap((part) => sound(evidence, part) ?? []).filter((item) =>
    isLeftByFactory(evidence, item),
  );

const foreignRoot = (evidence: Evidence): StoredItem | undefined => {
  const ca = sound(evidence, 'ca');
  const { root } = evidence;
  if (!ca?.certificate || root === null || ca.certificate.id === root.id) return undefined;
  // More than one certificate may stand there, and the right one behind the first: the server was refused for it, or not.
  const refused = refusedHandshake(evidence);
  const isOtherwise = refused !== undefined && refused.code !== 'UNKNOWN_CA';
  const isTaken = lastOf(evidence, 'tls-accepted') !== undefined && refused === undefined;
  return isOtherwise || isTaken || isLeftByFactory(evidence, ca) ? undefined : ca;
};

const isRefusedFor = (evidence: Evidence, by: 'cloud' | 'device', code: string): boolean => {
  const refused = refusedHandshake(evidence);
  return refused?.by === by && refused.code === code;
};

/** Credentials that are whole, and those of somebody else. */
export const FOREIGN_CREDENTIALS: readonly Cause[] = [
  {
    name: 'DEMO_CERTIFICATES_IN_FLASH',
    area,
    colour,
    title: 'The demo certificates that came with the firmware are still in the flash.',
    find: (evidence) => {
      const left = leftByFactory(evidence);
      if (left.length === 0) return undefined;
      return {
        confidence: 0.97,
        because: left.map(({ place, certificate }) =>
          certificate
            ? `${place} holds ${certificate.subject}, issued by ${certificate.issuer}, which came with the firmware`
            : `${place} holds the key that came with the firmware`,
        ),
        next: "Write the thing's own credentials into mqtt_ca, mqtt_cert and mqtt_key, and restart the board.",
      };
    },
  },
  {
    name: 'CA_OF_ANOTHER_AUTHORITY',
    area,
    colour,
    title:
      'The CA certificate in the board is not that of the authority which vouches for the server.',
    find: (evidence) => {
      const ca = foreignRoot(evidence);
      const isRefused = isRefusedFor(evidence, 'device', 'UNKNOWN_CA');
      if (!ca) {
        if (!isRefused || storedPart(evidence, 'ca')) return undefined;
        return {
          confidence: 0.6,
          because: [
            'the board refused the server with the alert unknown_ca; its flash could not be read back',
          ],
          next: `Write the root of the cloud, ${evidence.root?.subject ?? 'as its operator names it'}, into mqtt_ca.`,
        };
      }
      return {
        confidence: isRefused ? 0.97 : 0.85,
        because: [
          `mqtt_ca holds ${ca.certificate?.subject} (${short(ca.certificate?.id)}), and the cloud's certificate hangs from ${evidence.root?.subject} (${short(evidence.root?.id)})`,
          ...(isRefused ? ['the board refused the server with the alert unknown_ca'] : []),
        ],
        next: `Write the root ${evidence.root?.subject} into mqtt_ca, and restart the board.`,
      };
    },
  },
  {
    name: 'KEY_MISMATCH',
    area,
    colour,
    title: "The private key in the board is not that of the board's certificate.",
    find: (evidence) => {
      const isRefused = isRefusedFor(evidence, 'cloud', 'DECRYPT_ERROR');
      const said = isRefused
        ? [
            'the cloud refused with the alert decrypt_error: the signature does not fit the certificate',
          ]
        : [];
      const next =
        'Write certificate and key of one and the same thing: they come as a pair, and a key cannot be made to fit.';
      const [cert, key] = [sound(evidence, 'cert'), sound(evidence, 'key')];
      if (cert?.publicKeyId && key?.publicKeyId) {
        if (cert.publicKeyId === key.publicKeyId) return undefined;
        const differ = `mqtt_cert has the public key ${short(cert.publicKeyId)}, mqtt_key that of ${short(key.publicKeyId)}`;
        return { confidence: isRefused ? 0.99 : 0.96, because: [differ, ...said], next };
      }
      return isRefused ? { confidence: 0.8, because: said, next } : undefined;
    },
  },
];
