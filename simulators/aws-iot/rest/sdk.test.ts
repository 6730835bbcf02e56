import { createPublicKey, X509Certificate } from 'node:crypto';
import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateCertificateFromCsrCommand,
  CreateKeysAndCertificateCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateThingCommand,
  DeleteCertificateCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteThingCommand,
  DescribeCertificateCommand,
  DescribeThingCommand,
  DetachPolicyCommand,
  DetachThingPrincipalCommand,
  GetEffectivePoliciesCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetThingConnectivityDataCommand,
  IoTClient,
  ListAttachedPoliciesCommand,
  ListPolicyVersionsCommand,
  ListPrincipalThingsCommand,
  ListTargetsForPolicyCommand,
  ListThingPrincipalsCommand,
  ListThingsCommand,
  paginateListCertificates,
  paginateListThings,
  RegisterCertificateCommand,
  ResourceAlreadyExistsException,
  SetDefaultPolicyVersionCommand,
  TestAuthorizationCommand,
  UpdateCertificateCommand,
  UpdateThingCommand,
} from '@aws-sdk/client-iot';
import { expect } from 'chai';
import { sampleAuthority, sampleRequest } from '../../../certs/sample-credentials.ts';
import { policyOf } from '../test-cloud.ts';
import { AwsRefusal } from './aws-refusal.ts';
import { certificates, openAccount, type TestAccount } from './test-account.ts';

const KEY = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'of-the-test' };
const ALLOWS = JSON.stringify(policyOf(['Allow', 'Connect', 'client/lamp']));
const DENIES = JSON.stringify(policyOf(['Deny', 'Connect', '*']));

describe('AWS’s own SDK at the control plane', () => {
  let account: TestAccount;
  let client: IoTClient;

  // Every request's signature is checked, so the stand-in reads requests as AWS does.
  beforeEach(async () => {
    account = await openAccount({ accessKey: KEY });
    const region = 'eu-west-1';
    client = new IoTClient({ region, endpoint: account.rest.url, credentials: KEY });
  });

  afterEach(async () => {
    client.destroy();
    await account[Symbol.asyncDispose]();
  });

  const refusal = async (sent: Promise<unknown>): Promise<string> => {
    try {
      await sent;
    } catch (error) {
      return error instanceof Error ? error.name : String(error);
    }
    return 'none';
  };

  const makeCertificate = async () => {
    const made = await client.send(new CreateKeysAndCertificateCommand({ setAsActive: true }));
    const { certificateId = '', certificateArn = '', certificatePem = '', keyPair } = made;
    return { certificateId, certificateArn, certificatePem, key: keyPair?.PrivateKey ?? '' };
  };

  it('makes keys that belong to the certificate, and they are nowhere afterwards', async () => {
    const { certificateId, certificatePem, key } = await makeCertificate();

    const { certificateDescription } = await client.send(
      new DescribeCertificateCommand({ certificateId }),
    );

    const certificate = new X509Certificate(certificatePem);
    expect(createPublicKey(key).equals(certificate.publicKey)).to.equal(true);
    expect(certificateDescription).to.include({
      status: 'ACTIVE',
      certificatePem,
      certificateMode: 'DEFAULT',
    });
    expect(certificateDescription?.validity?.notAfter?.getUTCFullYear()).to.equal(2049);
    expect(JSON.stringify(account.registry.certificates.all())).not.to.include('PRIVATE');
  });

  it("certifies a device's own key, and refuses a request that is none", async () => {
    const certify = (certificateSigningRequest: string) =>
      client.send(
        new CreateCertificateFromCsrCommand({ certificateSigningRequest, setAsActive: true }),
      );

    const { certificatePem = '', certificateId = '' } = await certify(await sampleRequest());

    expect(new X509Certificate(certificatePem).subject).to.include('a device of its own');
    expect(account.registry.certificate(certificateId)?.status).to.equal('ACTIVE');
    const { certificatePem: other } = await makeCertificate();
    expect(await refusal(certify(other))).to.equal('InvalidRequestException');
  });

  it('attaches, shows what is attached, and deletes only what is free', async () => {
    const { certificateId, certificateArn: principal } = await makeCertificate();
    const thingName = 'lamp';
    const policyName = 'lamp-Policy';
    await client.send(new CreateThingCommand({ thingName }));
    await client.send(new CreatePolicyCommand({ policyName, policyDocument: ALLOWS }));
    await client.send(new AttachPolicyCommand({ policyName, target: principal }));
    await client.send(new AttachThingPrincipalCommand({ thingName, principal }));

    const policies = await client.send(new ListAttachedPoliciesCommand({ target: principal }));
    const targets = await client.send(new ListTargetsForPolicyCommand({ policyName }));
    const principals = await client.send(new ListThingPrincipalsCommand({ thingName }));
    const things = await client.send(new ListPrincipalThingsCommand({ principal }));
    const effective = await client.send(new GetEffectivePoliciesCommand({ principal }));
    expect(policies.policies?.map((policy) => policy.policyName)).to.deep.equal([policyName]);
    expect(targets.targets).to.deep.equal([principal]);
    expect(principals.principals).to.deep.equal([principal]);
    expect(things.things).to.deep.equal([thingName]);
    expect(effective.effectivePolicies?.map(({ policyDocument }) => policyDocument)).to.deep.equal([
      ALLOWS,
    ]);

    const deleteCertificate = (forceDelete: boolean) =>
      client.send(new DeleteCertificateCommand({ certificateId, forceDelete }));
    const deletePolicy = () => client.send(new DeletePolicyCommand({ policyName }));
    const deleteThing = () => client.send(new DeleteThingCommand({ thingName }));
    expect(await refusal(deleteThing())).to.equal('InvalidRequestException');
    expect(await refusal(deletePolicy())).to.equal('DeleteConflictException');
    expect(await refusal(deleteCertificate(true))).to.equal('CertificateStateException');
    await client.send(new UpdateCertificateCommand({ certificateId, newStatus: 'INACTIVE' }));
    expect(await refusal(deleteCertificate(true))).to.equal('DeleteConflictException');
    await client.send(new DetachThingPrincipalCommand({ thingName, principal }));
    expect(await refusal(deleteCertificate(false))).to.equal('DeleteConflictException');
    await client.send(new DetachPolicyCommand({ policyName, target: principal }));
    await deleteCertificate(false);
    await deletePolicy();
    await deleteThing();
    await deleteThing();
    const { registry } = account;
    expect(registry.things.all()).to.deep.equal([]);
    expect(registry.certificates.all()).to.deep.equal([]);
    expect(registry.policies.all()).to.deep.equal([]);
  });

  it('keeps five versions of a policy, one of them in force', async () => {
    const policyName = 'p';
    const create = (policyDocument: string, setAsDefault: boolean) =>
      client.send(new CreatePolicyVersionCommand({ policyName, policyDocument, setAsDefault }));
    const versions = async () => {
      const { policyVersions = [] } = await client.send(
        new ListPolicyVersionsCommand({ policyName }),
      );
      return policyVersions.map(({ versionId, isDefaultVersion }) =>
        isDefaultVersion ? `${versionId}*` : versionId,
      );
    };
    await client.send(new CreatePolicyCommand({ policyName, policyDocument: ALLOWS }));
    for (const asDefault of [true, false, false, false]) await create(DENIES, asDefault);

    expect(await versions()).to.deep.equal(['5', '4', '3', '2*', '1']);
    expect(await refusal(create(ALLOWS, true))).to.equal('VersionsLimitExceededException');
    const remove = (policyVersionId: string) =>
      client.send(new DeletePolicyVersionCommand({ policyName, policyVersionId }));
    expect(await refusal(remove('2'))).to.equal('DeleteConflictException');
    expect(await refusal(remove('9'))).to.equal('ResourceNotFoundException');
    await client.send(new SetDefaultPolicyVersionCommand({ policyName, policyVersionId: '1' }));
    await remove('2');
    expect((await create(DENIES, false)).policyVersionId).to.equal('6');

    expect(await versions()).to.deep.equal(['6', '5', '4', '3', '1*']);
    const { policyDocument, defaultVersionId } = await client.send(
      new GetPolicyCommand({ policyName }),
    );
    expect({ policyDocument, defaultVersionId }).to.deep.equal({
      policyDocument: ALLOWS,
      defaultVersionId: '1',
    });
    const { isDefaultVersion } = await client.send(
      new GetPolicyVersionCommand({ policyName, policyVersionId: '6' }),
    );
    expect(isDefaultVersion).to.equal(false);
    expect(await refusal(client.send(new DeletePolicyCommand({ policyName })))).to.equal(
      'DeleteConflictException',
    );
  });

  it('says which policies allow and which deny', async () => {
    const { certificateArn: principal } = await makeCertificate();
    for (const [policyName, policyDocument] of [
      ['yes', ALLOWS],
      ['no', DENIES],
    ] as const) {
      await client.send(new CreatePolicyCommand({ policyName, policyDocument }));
    }
    await client.send(new AttachPolicyCommand({ policyName: 'yes', target: principal }));
    const ask = async (name: string, more: object = {}) => {
      const resource = `arn:aws:iot:eu-west-1:123456789012:client/${name}`;
      const { authResults = [] } = await client.send(
        new TestAuthorizationCommand({
          principal,
          clientId: name,
          authInfos: [{ actionType: 'CONNECT', resources: [resource] }],
          ...more,
        }),
      );
      return authResults.map(({ authDecision, allowed, denied }) => [
        authDecision,
        ...[allowed, denied?.implicitDeny, denied?.explicitDeny].map((part) =>
          part?.policies?.map(({ policyName }) => policyName).join(),
        ),
      ]);
    };

    expect(await ask('lamp')).to.deep.equal([['ALLOWED', 'yes', '', '']]);
    expect(await ask('other')).to.deep.equal([['IMPLICIT_DENY', '', 'yes', '']]);
    expect(await ask('lamp', { policyNamesToAdd: ['no'] })).to.deep.equal([
      ['EXPLICIT_DENY', 'yes', '', 'no'],
    ]);
    expect(await ask('lamp', { policyNamesToSkip: ['yes'] })).to.deep.equal([
      ['IMPLICIT_DENY', '', '', ''],
    ]);
  });

  it('says which values a policy lacks to decide', async () => {
    const { certificateArn: principal } = await makeCertificate();
    const own = policyOf(['Allow', 'Connect', `client/\${iot:ClientId}`]);
    const policyDocument = JSON.stringify(own);
    await client.send(new CreatePolicyCommand({ policyName: 'own', policyDocument }));
    await client.send(new AttachPolicyCommand({ policyName: 'own', target: principal }));
    const resources = ['arn:aws:iot:eu-west-1:123456789012:client/lamp'];
    const ask = async (clientId?: string) => {
      const authInfos = [{ actionType: 'CONNECT' as const, resources }];
      const { authResults = [] } = await client.send(
        new TestAuthorizationCommand({ principal, clientId, authInfos }),
      );
      return authResults.map((result) => [result.authDecision, result.missingContextValues]);
    };

    expect(await ask('lamp')).to.deep.equal([['ALLOWED', []]]);
    expect(await ask('other')).to.deep.equal([['IMPLICIT_DENY', []]]);
    expect(await ask()).to.deep.equal([['IMPLICIT_DENY', ['iot:ClientId']]]);
  });

  it('turns pages until there are no more, in both directions', async () => {
    for (const n of [3, 1, 2, 5, 4]) account.registry.createThing(`t${n}`);
    for (const pem of await certificates(7)) account.registry.registerCertificate(pem);

    const names: unknown[] = [];
    for await (const page of paginateListThings({ client, pageSize: 2 }, {})) {
      names.push(page.things?.map(({ thingName }) => thingName));
    }
    const ids = async (ascendingOrder: boolean) => {
      const found: unknown[] = [];
      const how = { client, pageSize: 3 };
      for await (const page of paginateListCertificates(how, { ascendingOrder })) {
        found.push(...(page.certificates ?? []).map(({ certificateId }) => certificateId));
      }
      return found;
    };

    expect(names).to.deep.equal([['t1', 't2'], ['t3', 't4'], ['t5']]);
    const up = await ids(true);
    expect(new Set(up).size).to.equal(7);
    expect(await ids(false)).to.deep.equal([...up].reverse());
  });

  it('finds things by their own attributes, and not by what every object has', async () => {
    account.registry.createThing('lamp', { attributes: { constructor: 'hand' } });
    account.registry.createThing('bare');
    const find = async (attributeName: string, attributeValue?: string) => {
      const query = { attributeName, attributeValue, usePrefixAttributeValue: true };
      const { things = [] } = await client.send(new ListThingsCommand(query));
      return things.map(({ thingName }) => thingName);
    };

    expect(await find('constructor')).to.deep.equal(['lamp']);
    expect(await find('constructor', 'ha')).to.deep.equal(['lamp']);
    expect(await find('toString', 'x')).to.deep.equal([]);
  });

  it('updates a thing of the version that it knows', async () => {
    const thingName = 'lamp';
    const attributes = { room: 'hall', floor: '1' };
    await client.send(new CreateThingCommand({ thingName, attributePayload: { attributes } }));
    const update = (attributePayload: object, expectedVersion?: number) =>
      client.send(new UpdateThingCommand({ thingName, attributePayload, expectedVersion }));

    await update({ attributes: { room: '', colour: 'red' }, merge: true }, 1);

    expect(await refusal(update({}, 1))).to.equal('VersionConflictException');
    const thing = await client.send(new DescribeThingCommand({ thingName }));
    expect(thing).to.include({ version: 2, defaultClientId: 'lamp' });
    expect(thing.attributes).to.deep.equal({ floor: '1', colour: 'red' });
    const { connected } = await client.send(new GetThingConnectivityDataCommand({ thingName }));
    expect(connected).to.equal(false);
  });

  it('tells what is there already, with its id and ARN', async () => {
    await client.send(new CreatePolicyCommand({ policyName: 'p', policyDocument: ALLOWS }));
    const create = () =>
      client.send(new CreatePolicyCommand({ policyName: 'p', policyDocument: ALLOWS }));

    const error = await create().catch((caught: unknown) => caught);

    expect(error).to.be.instanceOf(ResourceAlreadyExistsException).and.to.include({
      resourceId: 'p',
      resourceArn: 'arn:aws:iot:eu-west-1:123456789012:policy/p',
    });
  });

  it('registers only what a registered authority signed', async () => {
    const [certificatePem] = await certificates(1);
    const register = () => client.send(new RegisterCertificateCommand({ certificatePem }));
    expect(await refusal(register())).to.equal('CertificateValidationException');
    const authorityPem = await (await sampleAuthority()).deviceIssuerPem();
    account.registry.authorities.register(authorityPem, { isActive: true, mode: 'SNI_ONLY' });

    const { certificateId = '' } = await register();

    expect(account.registry.certificate(certificateId)).to.include({
      status: 'INACTIVE',
      mode: 'SNI_ONLY',
      caId: new X509Certificate(authorityPem).fingerprint256.replaceAll(':', '').toLowerCase(),
    });
  });

  it('keeps a certificate that belongs to one thing alone from others', async () => {
    const { certificateArn: principal } = await makeCertificate();
    for (const name of ['one', 'two']) account.registry.createThing(name);
    const attach = (thingName: string) =>
      client.send(
        new AttachThingPrincipalCommand({
          thingName,
          principal,
          thingPrincipalType: 'EXCLUSIVE_THING',
        }),
      );

    await attach('one');

    expect(await refusal(attach('two'))).to.equal('InvalidRequestException');
  });

  it('asks again where the cloud is unwell, and meets the same until it is over', async () => {
    account.registry.createThing('lamp');
    const describeThing = () => client.send(new DescribeThingCommand({ thingName: 'lamp' }));
    {
      using _fault = account.rest.fault(
        'DescribeThing',
        new AwsRefusal('ServiceUnavailableException', 'made up'),
      );
      expect(await refusal(describeThing())).to.equal('ServiceUnavailableException');
    }
    expect((await describeThing()).thingName).to.equal('lamp');
  });

  it('is refused with the wrong secret, and with a key that nobody has', async () => {
    const name = async (credentials: typeof KEY) => {
      const other = new IoTClient({
        region: 'eu-west-1',
        endpoint: account.rest.url,
        credentials,
      });
      const query = { thingName: 'a' };
      return refusal(other.send(new DescribeThingCommand(query))).finally(() => other.destroy());
    };

    expect(await name(KEY)).to.equal('ResourceNotFoundException');
    expect(await name({ ...KEY, secretAccessKey: 'wrong' })).to.equal('InvalidSignatureException');
    expect(await name({ ...KEY, accessKeyId: 'AKOTHER' })).to.equal('UnrecognizedClientException');
  });
});
