import { type CertificateForm, signCertificate } from '../../../certs/certificate.ts';
import { alternativeNames } from '../../../certs/extensions.ts';
import { type Issuer, makeIssuer } from '../../../certs/issuer.ts';
import { newKeyPair, privateKeyPem } from '../../../certs/keys.ts';
import type { StandIn } from './recording.ts';

/** A key and its certificate, both PEM. */
interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** An authority, and a device of it. */
interface Household {
  readonly ca: string;
  readonly device: Identity;
}

/** Authority, broker and device of one replay, and strangers: their keys live no longer than it. */
export interface Cast extends Household {
  readonly broker: Identity;
  readonly stranger: Household;
}

/** Where the recordings' broker is called; both stand in its certificate. */
const BROKER_HOSTS = { names: ['broker.test'], addresses: ['10.0.2.2'] };

const DAY_MS = 24 * 60 * 60 * 1000;

const issue = async (
  issuer: Issuer,
  commonName: string,
  extensions: CertificateForm['extensions'] = [],
): Promise<Identity> => {
  const { publicKey, privateKey } = await newKeyPair();
  const cert = await signCertificate({
    subject: [{ shortName: 'CN', value: commonName }],
    publicKey,
    issuer,
    extensions,
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + DAY_MS),
  });
  return { cert, key: privateKeyPem(privateKey) };
};

const makeAuthority = (commonName: string): Promise<Issuer> =>
  makeIssuer({
    name: [{ shortName: 'CN', value: commonName }],
    keys: newKeyPair,
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + DAY_MS),
  });

export const makeCast = async (): Promise<Cast> => {
  const [issuer, other] = await Promise.all([makeAuthority('test CA'), makeAuthority('other CA')]);
  const [broker, device, stranger] = await Promise.all([
    issue(issuer, 'broker.test', alternativeNames(BROKER_HOSTS)),
    issue(issuer, 'device'),
    issue(other, 'stranger'),
  ]);
  return {
    ca: issuer.certificatePem,
    broker,
    device,
    stranger: { ca: other.certificatePem, device: stranger },
  };
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

const FOREIGN = /\b(?:wrong|other|foreign|another|unknown|stranger|mismatch)/i;

/** What a recording calls the PEM files of its credentials; anything else is bytes without a meaning. */
const FILES: readonly (readonly [name: RegExp, of: (household: Household) => string])[] = [
  [/\bca\b/i, ({ ca }) => ca],
  [/\bcert/i, ({ device }) => device.cert],
  [/\bkey\b/i, ({ device }) => device.key],
];

const FILLER = 'x';

/** Line ends would make commands of a surplus; a recording that names no credentials had none of ours either. */
const pemOf = (kind: string, cast: Cast): string => {
  if (!/^PEM\b/i.test(kind)) return '';
  const name = kind.replace(/^PEM:?/i, '').replace(/\bof (?:the )?.*$/i, '');
  const of = FILES.find(([known]) => known.test(name))?.[1];
  const pem = of?.(FOREIGN.test(kind) ? cast.stranger : cast) ?? '';
  return /\bcrlf\b/i.test(kind) ? pem.replaceAll('\n', '\r\n') : pem;
};

/** So many bytes of the kind that a recording names: one of its credentials, or else just bytes. */
export const fill = ({ bytes, kind }: StandIn, cast: Cast): string => {
  const pem = pemOf(kind, cast);
  return (pem === '' ? undefined : fitted(pem, bytes)) ?? FILLER.repeat(bytes);
};
