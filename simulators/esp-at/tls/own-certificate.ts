import { createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { BIT_STRING, der, INTEGER, OBJECT_IDENTIFIER, SEQUENCE } from './der.ts';

const UTC_TIME = 0x17;
const NULL = der(0x05);

const SHA256_WITH_RSA = der(
  SEQUENCE,
  der(OBJECT_IDENTIFIER, Buffer.from('2a864886f70d01010b', 'hex')),
  NULL,
);
const ECDSA_WITH_SHA256 = der(
  SEQUENCE,
  der(OBJECT_IDENTIFIER, Buffer.from('2a8648ce3d040302', 'hex')),
);

/**
 * A self-signed certificate (DER) for a key that has none. OpenSSL does not take a key without a certificate that
 * fits it; mbedTLS does, so such a one stands in until the real certificate goes out on the wire.
 */
export const certificateForKey = (key: KeyObject): Buffer => {
  const algorithm = key.asymmetricKeyType === 'ec' ? ECDSA_WITH_SHA256 : SHA256_WITH_RSA;
  const nobody = der(SEQUENCE);
  const validity = der(SEQUENCE, utcTime('000101000000Z'), utcTime('491231235959Z'));
  const body = der(
    SEQUENCE,
    der(INTEGER, Buffer.from([1]), randomBytes(8)),
    algorithm,
    nobody,
    validity,
    nobody,
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
  );
  return der(
    SEQUENCE,
    body,
    algorithm,
    der(BIT_STRING, Buffer.from([0]), sign('sha256', body, key)),
  );
};

const utcTime = (text: string): Buffer => der(UTC_TIME, Buffer.from(text, 'latin1'));
