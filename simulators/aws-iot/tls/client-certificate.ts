import { X509Certificate } from 'node:crypto';

/** RFC 5246, 7.4: the handshake message that holds the client's certificate, in clear up to TLS 1.2. */
export const CERTIFICATE_MESSAGE = 11;

/** The client's own certificate out of a TLS 1.2 Certificate message; null if it presented none (or nonsense). */
export const certificateOf = (body: Buffer): X509Certificate | null => {
  if (body.length < 6) return null;
  const length = body.readUIntBE(3, 3);
  try {
    return new X509Certificate(body.subarray(6, 6 + length));
  } catch {
    return null;
  }
};
