import { signCertificate } from '../../../certs/certificate.ts';
import { type Issuer, makeIssuer } from '../../../certs/issuer.ts';
import { newKeyPair, privateKeyPem } from '../../../certs/keys.ts';
import { BadInput } from '../../../errors/bench-error.ts';
import type { StandIn } from './recording.ts';

/** A key and its certificate, both PEM. */
interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** Authority, broker and device of one replay: their keys live no longer than it. */
export interface Cast {
  readonly ca: string;
  readonly broker: Identity;
  readonly device: Identity;
}

const DAY_MS = 24 * 60 * 60 * 1000;

const issue = async (issuer: Issuer, commonName: string): Promise<Identity> => {
  const { publicKey, privateKey } = await newKeyPair();
  const cert = signCertificate({
    subject: [{ shortName: 'CN', value: commonName }],
    publicKey,
    issuer,
    extensions: [],
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + DAY_MS),
  });
  return { cert, key: privateKeyPem(privateKey) };
};

export const makeCast = async (): Promise<Cast> => {
  const issuer = await makeIssuer({
    name: [{ shortName: 'CN', value: 'test CA' }],
    keys: newKeyPair,
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + DAY_MS),
  });
  const [broker, device] = await Promise.all([
    issue(issuer, 'broker.test'),
    issue(issuer, 'device'),
  ]);
  return { ca: issuer.certificatePem, broker, device };
};

/** Fewer, longer lines, for a PEM that is to be a little shorter: OpenSSL and mbedTLS take either. */
const LINE_LENGTH = 128;

const shortened = (pem: string): string => {
  const [begin = '', ...rest] = pem.trimEnd().split('\n');
  const end = rest.pop() ?? '';
  const lines = rest.join('').match(new RegExp(`.{1,${LINE_LENGTH}}`, 'g')) ?? [];
  return `${[begin, ...lines, end].join('\n')}\n`;
};

/** Line ends behind the PEM fill it up to the announced length. */
const fitted = (pem: string, bytes: number): string | undefined => {
  const fits = pem.length <= bytes ? pem : shortened(pem);
  return fits.length <= bytes ? fits.padEnd(bytes, '\n') : undefined;
};

const KINDS: readonly (readonly [kind: RegExp, of: (cast: Cast) => string])[] = [
  [/^PEM: right CA\b/, ({ ca }) => ca],
  [/^PEM: client cert\b/, ({ device }) => device.cert],
  [/^PEM: client key\b/, ({ device }) => device.key],
];

/**
 * So many bytes of the kind that a recording names.
 * @throws BadInput STAND_IN_UNKNOWN
 */
export const fill = ({ bytes, kind }: StandIn, cast: Cast): string => {
  const of = KINDS.find(([known]) => known.test(kind))?.[1];
  const filled = of && fitted(of(cast), bytes);
  if (filled !== undefined) return filled;
  throw new BadInput(
    'STAND_IN_UNKNOWN',
    `The recording wants ${bytes} bytes of "${kind}"; there can be a right CA, a client cert and a client key, each as long as usual.`,
  );
};
