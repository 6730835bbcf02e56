import { expect } from 'chai';
import fc from 'fast-check';
import { openAccount, type TestAccount } from './test-account.ts';

const SIGNED = `AWS4-HMAC-SHA256 Credential=K/20261123/eu-west-1/iot/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`;

describe('The listener of the control plane', () => {
  let account: TestAccount;

  before(async () => {
    account = await openAccount();
  });

  after(() => account[Symbol.asyncDispose]());

  const ask = async (path: string, init: RequestInit = {}, authorization = SIGNED) => {
    const response = await fetch(account.rest.url + path, {
      ...init,
      headers: authorization === '' ? {} : { authorization },
    });
    await response.arrayBuffer();
    return `${response.status} ${response.headers.get('x-amzn-errortype')}`;
  };

  const REFUSED: readonly [what: string, asked: () => Promise<string>, answer: string][] = [
    [
      'a request without a signature',
      () => ask('/things', {}, ''),
      '403 MissingAuthenticationTokenException',
    ],
    [
      'a signature of another kind',
      () => ask('/things', {}, 'Bearer abc'),
      '400 IncompleteSignatureException',
    ],
    ['an operation that it has not', () => ask('/jobs'), '404 UnknownOperationException'],
    ['an empty name', () => ask('/things/'), '404 UnknownOperationException'],
    ['a name that is not encoded right', () => ask('/things/%ff'), '400 InvalidRequestException'],
    [
      'a name that is too long',
      () => ask(`/things/${'a'.repeat(129)}`),
      '400 InvalidRequestException',
    ],
    [
      'a body that is not JSON',
      () => ask('/things/a', { method: 'POST', body: '{' }),
      '400 SerializationException',
    ],
    [
      'a body of another shape',
      () => ask('/things/a', { method: 'POST', body: '{"thingTypeName":1}' }),
      '400 InvalidRequestException',
    ],
    [
      'a body without end',
      () => ask('/things/a', { method: 'POST', body: 'x'.repeat(8 * 1024 * 1024) }),
      '413 RequestEntityTooLargeException',
    ],
    ['a page of no size', () => ask('/things?maxResults=0'), '400 InvalidRequestException'],
    ['a page of more than 250', () => ask('/things?maxResults=251'), '400 InvalidRequestException'],
    ['a size in words', () => ask('/things?maxResults=two'), '400 InvalidRequestException'],
    [
      'a token of its own making',
      () => ask('/things?nextToken=abc'),
      '400 InvalidRequestException',
    ],
    [
      'a truth value that is none',
      () => ask('/keys-and-certificate?setAsActive=yes', { method: 'POST' }),
      '400 InvalidRequestException',
    ],
    ['a principal that is missing', () => ask('/principals/things'), '400 InvalidRequestException'],
    [
      'a principal of another account',
      () =>
        ask(
          `/attached-policies/${encodeURIComponent(`arn:aws:iot:eu-west-1:000000000000:cert/${'a'.repeat(64)}`)}`,
          { method: 'POST' },
        ),
      '400 InvalidRequestException',
    ],
    [
      'a thing group, of which there are none',
      () =>
        ask(
          `/attached-policies/${encodeURIComponent('arn:aws:iot:eu-west-1:123456789012:thinggroup/g')}`,
          { method: 'POST' },
        ),
      '404 ResourceNotFoundException',
    ],
    [
      'a status that only AWS gives',
      () => ask(`/certificates/${'a'.repeat(64)}?newStatus=PENDING_ACTIVATION`, { method: 'PUT' }),
      '406 CertificateStateException',
    ],
  ];
  for (const [what, asked, answer] of REFUSED) {
    it(`refuses ${what}`, async () => {
      expect(await asked()).to.equal(answer);
    });
  }

  it('answers whatever path, query and body it is given, and never with a failure of its own', async () => {
    const parts = fc.constantFrom(
      'things',
      'policies',
      'certificates',
      'principals',
      'version',
      '%2F',
    );
    const path = fc.array(fc.oneof(parts, fc.webSegment()), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        path,
        fc.webQueryParameters(),
        fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
        fc.oneof(fc.json(), fc.string()),
        async (segments, query, method, body) => {
          const url = `/${segments.join('/')}?${query}`;
          const answer = await ask(url, method === 'GET' ? {} : { method, body });
          expect(answer).not.to.match(/^5/);
        },
      ),
      { numRuns: 200 },
    );
  });
});
