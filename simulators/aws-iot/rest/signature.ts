import { createHmac, timingSafeEqual } from 'node:crypto';
import { sha256 } from '../../../certs/sha256.ts';
import { AwsRefusal } from './aws-refusal.ts';
import type { RawRequest } from './request.ts';

/** Whose signature is the right one. */
export interface AccessKey {
  readonly accessKeyId: string;
  /** A secret. */
  readonly secretAccessKey: string;
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 +Credential=(?<key>[^/,\s]+)\/(?<scope>\d{8}\/[^/,\s]+\/[^/,\s]+\/aws4_request), *SignedHeaders=(?<signed>[^,\s]+), *Signature=(?<signature>[0-9a-f]{64})$/;

/**
 * Refuses a request without an AWS signature, version 4, as AWS does. Whose signature it is does not matter, unless
 * there is a key to check it by. Throws AwsRefusal MissingAuthenticationTokenException, IncompleteSignatureException,
 * UnrecognizedClientException or InvalidSignatureException.
 */
export const requireSignature = (request: RawRequest, key?: AccessKey): void => {
  const { authorization } = request.headers;
  if (authorization === undefined || authorization === '') {
    throw new AwsRefusal('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  const parts = AUTHORIZATION.exec(authorization)?.groups;
  if (!parts) {
    throw new AwsRefusal(
      'IncompleteSignatureException',
      'Authorization header requires AWS4-HMAC-SHA256 with Credential, SignedHeaders and Signature.',
    );
  }
  if (!key) return;
  if (parts.key !== key.accessKeyId) {
    throw new AwsRefusal(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    );
  }
  const { scope = '', signed = '', signature = '' } = parts;
  const right = signatureOf(request, scope, signed.split(';'), key.secretAccessKey);
  if (timingSafeEqual(Buffer.from(signature, 'hex'), right)) return;
  throw new AwsRefusal(
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
  );
};

/** Signature Version 4, as AWS's General Reference writes it down. */
const signatureOf = (
  { method, url, headers, body }: RawRequest,
  scope: string,
  signed: readonly string[],
  secret: string,
): Buffer => {
  const [path = '', query = ''] = url.split('?');
  const canonical = [
    method,
    // Each part is encoded again, on top of the encoding that it was sent with.
    escaped(path).replaceAll('%2F', '/'),
    canonicalQuery(query),
    ...signed.map((name) => `${name}:${oneBlank(headers[name])}`),
    '',
    signed.join(';'),
    sha256(body),
  ].join('\n');
  const toSign = [
    'AWS4-HMAC-SHA256',
    oneBlank(headers['x-amz-date']),
    scope,
    sha256(Buffer.from(canonical)),
  ].join('\n');
  const signingKey = scope
    .split('/')
    .reduce((key: Buffer | string, part) => hmac(key, part), `AWS4${secret}`);
  return hmac(signingKey, toSign);
};

const canonicalQuery = (query: string): string =>
  [...new URLSearchParams(query)]
    .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
    .sort()
    .join('&');

const oneBlank = (value: string | readonly string[] | undefined): string =>
  String(value ?? '')
    .trim()
    .replaceAll(/\s+/g, ' ');

/** RFC 3986: also of the five characters that encodeURIComponent leaves alone. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const hmac = (key: Buffer | string, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();
