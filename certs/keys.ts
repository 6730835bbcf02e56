import { generateKeyPair, type KeyObject } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';

/** The two halves of one key. */
export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** Where keys come from: each call gives a key that nobody else gets. */
export type KeySource = () => Promise<KeyPair>;

/**
 * What a key is of: RSA of 2048 bits, or the curve P-256, which are both registered at AWS IoT; or RSA of 1024 bits, which
 * nobody should take any more, or of 3072, which everybody should.
 */
export type KeyKind = 'rsa' | 'p-256' | 'rsa-1024' | 'rsa-3072';

/** Where keys of each kind come from. */
export type KeySources = Readonly<Record<KeyKind, KeySource>>;

const generate = promisify(generateKeyPair);

/** A new RSA-2048 key, 0.1 to 0.4 s of one thread of Node's pool; several calls run side by side. */
export const newKeyPair: KeySource = () => generate('rsa', { modulusLength: 2048 });

/** Keys of every kind; those of RSA with 2048 bits come from where they are told to. */
export const keySources = (rsa: KeySource): KeySources => ({
  rsa,
  'p-256': newCurveKeyPair,
  'rsa-1024': () => generate('rsa', { modulusLength: 1024 }),
  'rsa-3072': () => generate('rsa', { modulusLength: 3072 }),
});

/** A new key on the curve P-256, in less than a millisecond. */
export const newCurveKeyPair: KeySource = () => generate('ec', { namedCurve: 'prime256v1' });

/**
 * Starts making `count` keys at once and hands them out in turn, so that a fleet's keys are ready by the time they
 * are asked for. When they are used up it makes new ones on demand.
 */
export const keysAhead = (count: number, { make = newKeyPair } = {}): KeySource => {
  // Node's pool has four threads, shared with files and name look-ups: one stays free for them.
  const lanes = new Array<Promise<unknown>>(Math.min(availableParallelism(), 3)).fill(
    Promise.resolve(),
  );
  const ready = Array.from({ length: count }, (_, turn) => {
    const lane = turn % lanes.length;
    const key = (lanes[lane] ?? Promise.resolve()).then(make);
    // A failure belongs to whoever takes this key; it must neither stop the lane nor the process.
    lanes[lane] = key.catch(() => undefined);
    return key;
  });
  return () => ready.shift() ?? make();
};

/**
 * The private key as AWS hands it out: PKCS#1 PEM, LF, 1675 or 1679 bytes (leading zeros of its numbers decide). One on
 * a curve as OpenSSL writes it: SEC 1 PEM, 227 bytes on P-256.
 */
export const privateKeyPem = (key: KeyObject): string =>
  key.export({ type: key.asymmetricKeyType === 'ec' ? 'sec1' : 'pkcs1', format: 'pem' }).toString();
