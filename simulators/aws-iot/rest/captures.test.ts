import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { sampleAuthority, sampleRequest } from '../../../certs/sample-credentials.ts';
import { type AwsName, AwsRefusal } from './aws-refusal.ts';
import { certificates, openAccount, type TestAccount } from './test-account.ts';

interface Capture {
  readonly operation: string;
  readonly note?: string;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
  readonly reply: { readonly status: number; readonly error?: AwsName; readonly body?: unknown };
}

const { captures }: { captures: readonly Capture[] } = JSON.parse(
  readFileSync(new URL('captures.json', import.meta.url), 'utf8'),
);

const THING = 'esp32-farm-01';
const POLICY = 'esp32-farm-01-Policy';
const DOCUMENT = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'iot:Connect',
      Resource: 'arn:aws:iot:eu-west-1:123456789012:client/sdk-java',
    },
  ],
};
const TRAITS = { typeName: 'esp32', attributes: { mac: 'a0b1c2d3e4f5' }, billingGroup: 'bg1' };
const SIGNED =
  'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123/eu-west-1/iot/aws4_request, SignedHeaders=host;x-amz-date, Signature=';

/** What has to be so before a request can get the recorded kind of answer: by operation, status and note. */
type Before = (account: TestAccount, id: string) => unknown;
const detached: Before = ({ registry }, id) => {
  registry.detachThing(THING, id);
  registry.detachPolicy(POLICY, id);
};
const unregistered: Before = (account, id) => {
  detached(account, id);
  account.registry.setCertificateStatus(id, 'INACTIVE');
  account.registry.deleteCertificate(id);
};
const withAuthority: Before = async ({ registry }) => {
  registry.authorities.register(await (await sampleAuthority()).deviceIssuerPem(), {
    isActive: true,
    mode: 'SNI_ONLY',
  });
};
const BEFORE: Readonly<Record<string, Before>> = {
  'CreateThing 200': (account, id) => {
    detached(account, id);
    account.registry.deleteThing(THING);
  },
  'DeleteThing 200': (account, id) => {
    detached(account, id);
    account.registry.things.update(THING, {});
  },
  'ListThings 200': ({ registry }) => {
    for (const n of [2, 3, 4, 5, 6]) registry.createThing(`esp32-farm-0${n}`, TRAITS);
  },
  'RegisterCertificateWithoutCA 200': unregistered,
  'RegisterCertificate 200': async (account, id) => {
    unregistered(account, id);
    await withAuthority(account, id);
  },
  'RegisterCertificate 409': withAuthority,
  'ListCertificates 200': async ({ registry }) => {
    for (const pem of await certificates(60)) registry.registerCertificate(pem);
  },
  'DeleteCertificate 200': (account, id) => {
    account.registry.detachThing(THING, id);
    account.registry.setCertificateStatus(id, 'INACTIVE');
  },
  'DeleteCertificate 409': ({ registry }, id) => registry.setCertificateStatus(id, 'INACTIVE'),
  'CreatePolicy 200': (account, id) => {
    detached(account, id);
    account.registry.deletePolicy(POLICY);
  },
  'DeletePolicy 200': detached,
  'AttachThingPrincipal 200': detached,
  'GetThingConnectivityData 200': ({ events }) =>
    events.push({
      kind: 'disconnect',
      at: 1000,
      sequence: 1,
      connection: 1,
      remote: '',
      clientId: THING,
      reason: 'MQTT_KEEP_ALIVE_TIMEOUT',
      detail: '',
    }),
};

/** What only trouble at AWS brings about. */
const TROUBLES: readonly AwsName[] = [
  'ThrottlingException',
  'UnauthorizedException',
  'UnrecognizedClientException',
  'AccessDeniedException',
  'InternalFailureException',
  'ServiceUnavailableException',
];

/** The kinds of values of an answer: of lists that of their first. */
const shapeOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, its]) => [name, shapeOf(its)]));
};

/** Takes out of a shape what another has not, and the insides of lists that are empty there. */
const within = (shape: unknown, other: unknown): unknown => {
  if (Array.isArray(shape) && Array.isArray(other)) {
    return other.length === 0 ? [] : shape.map((item) => within(item, other[0]));
  }
  if (typeof shape !== 'object' || shape === null) return shape;
  if (typeof other !== 'object' || other === null) return shape;
  const known = new Map<string, unknown>(Object.entries(other));
  return Object.fromEntries(
    Object.entries(shape)
      .filter(([name]) => known.has(name))
      .map(([name, its]) => [name, within(its, known.get(name))]),
  );
};

describe('The control plane answers what the SDK was recorded to send', () => {
  /** A thing, its certificate and its policy, all attached; and the texts for the places that the recording leaves open. */
  const prepare = async ({ registry }: TestAccount) => {
    const authority = await sampleAuthority();
    const [certificate = ''] = await certificates(1);
    const { id } = registry.certificates.register(certificate, { mode: 'DEFAULT' });
    registry.createThing(THING, TRAITS);
    for (const name of [POLICY, 'p1', 'p2']) registry.putPolicy(name, DOCUMENT);
    registry.attachPolicy(POLICY, id);
    registry.attachThing(THING, id);
    const { publicKey } = new X509Certificate(certificate);
    const commonName = registry.authorities.registrationCode;
    return {
      '<id>': id,
      '<certificate>': certificate,
      '<ca>': await authority.deviceIssuerPem(),
      '<verification>': await authority.certifyDevice(publicKey, { commonName }),
      '<request>': await sampleRequest(),
    };
  };

  const ask = async ({ rest }: TestAccount, { method, url, headers, body }: Capture['request']) => {
    const response = await fetch(rest.url + url, {
      method,
      headers: { ...headers, authorization: SIGNED + 'a'.repeat(64) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      error: response.headers.get('x-amzn-errortype') ?? undefined,
      requestId: response.headers.get('x-amzn-requestid'),
      body: text === '' ? undefined : JSON.parse(text),
    };
  };

  /** A page's token comes from the page before it. */
  const tokenOf = async (account: TestAccount, request: Capture['request']): Promise<string> => {
    const first = { ...request, url: request.url.replace(/(nextToken|marker)=<token>&?/, '') };
    const { body } = await ask(account, first);
    return body.nextToken ?? body.nextMarker;
  };

  for (const { operation, note, request, reply } of captures) {
    const { status, error } = reply;
    const what = error ?? 'an answer';
    it(`${operation} of ${request.method} ${request.url.slice(0, 60)} (${note ?? what})`, async () => {
      await using account = await openAccount();
      const texts = await prepare(account);
      await BEFORE[`${operation} ${status}`]?.(account, texts['<id>']);
      using _trouble =
        error && TROUBLES.includes(error)
          ? account.rest.fault(operation, new AwsRefusal(error, 'made up'))
          : undefined;
      const filled: Capture['request'] = JSON.parse(
        JSON.stringify(request).replaceAll(/<[a-z]+>/g, (place) =>
          JSON.stringify(
            Object.entries(texts).find(([name]) => name === place)?.[1] ?? place,
          ).slice(1, -1),
        ),
      );
      const url = filled.url.includes('<token>')
        ? filled.url.replace('<token>', await tokenOf(account, filled))
        : filled.url;

      const answer = await ask(account, { ...filled, url });

      expect(answer, JSON.stringify(answer.body)).to.deep.include({ status, error });
      expect(answer.requestId).to.match(/^[0-9a-f-]{36}$/);
      expect(within(shapeOf(answer.body), reply.body)).to.deep.equal(shapeOf(reply.body));
    });
  }
});
