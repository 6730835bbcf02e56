import { createSecureContext } from 'node:tls';
import { parseCertificates, parsePrivateKey } from '../../certs/credentials.ts';
import { BadInput } from '../../errors/bench-error.ts';

/** What a TLS server shows. */
export interface ShownIdentity {
  /** Its own certificate and those between it and the root. */
  readonly chainPem: string;
  readonly keyPem: string;
}

const CALLED = { chain: 'the server certificate', key: "the server's key" };

/**
 * Refuses an identity that no handshake could be made with, before a device meets it. `called` names the two in the
 * sentence, such as the files they came from. Throws BadInput KEY_MISMATCH, IDENTITY_UNUSABLE or what the PEM parsers
 * throw.
 */
export const requireUsable = ({ chainPem, keyPem }: ShownIdentity, called = CALLED): void => {
  const [own] = parseCertificates(chainPem, called.chain);
  if (!own?.checkPrivateKey(parsePrivateKey(keyPem, called.key))) {
    throw new BadInput(
      'KEY_MISMATCH',
      `A TLS server needs the key of its certificate, and ${called.key} is not that of ${called.chain}. Take both from the same place.`,
    );
  }
  try {
    createSecureContext({ cert: chainPem, key: keyPem });
  } catch (cause) {
    const why = cause instanceof Error && 'reason' in cause ? cause.reason : cause;
    throw new BadInput(
      'IDENTITY_UNUSABLE',
      `OpenSSL does not serve with ${called.chain}: ${why}. Take another certificate.`,
      { cause },
    );
  }
};
