import { X509Certificate } from 'node:crypto';

/** RFC 5246, 7.4: the handshake message that holds the client's certificate, in clear up to TLS 1.2. */
export const CERTIFICATE_MESSAGE = 11;

/**
 * The client's certificates out of a TLS 1.2 Certificate message, its own first; none if it presented none, or its own
 * cannot be read.
 */
export const certificatesOf = (body: Buffer): X509Certificate[] => {
  const found: X509Certificate[] = [];
  try {
    for (let at = 3; at + 3 <= body.length; ) {
      const end = at + 3 + body.readUIntBE(at, 3);
      found.push(new X509Certificate(body.subarray(at + 3, end)));
      at = end;
    }
  } catch {
    // What cannot be read ends the list: OpenSSL refuses the message as a whole.
  }
  return found;
};
