import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
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
  GetPolicyCommand,
  type IoTClient,
  ListAttachedPoliciesCommand,
  ListPolicyVersionsCommand,
  ListPrincipalThingsCommand,
  RegisterCertificateWithoutCACommand,
  UpdateCertificateCommand,
} from '@aws-sdk/client-iot';
import { BadInput } from '../../../errors/bench-error.ts';
import type { CertificateStatus, KnownCertificate } from '../cloud.ts';
import { Made, type Patience } from './made.ts';
import { awsRefusal, isAws } from './refusals.ts';

interface NewCertificate {
  readonly certificateId: string;
  readonly certificatePem: string;
  /** A secret. */
  readonly keyPem: string;
}

/**
 * Somebody's AWS account, as far as a run may go in it: it makes things, certificates and policies, touches nothing that
 * it did not make, and takes all of it away again. Every verb throws AwsRefused, or BadInput AWS_CREDENTIALS_MISSING.
 */
export class AwsAccount {
  readonly #client: IoTClient;
  readonly #made = new Made();
  readonly #certificates = new Map<string, string>();
  readonly #policies = new Set<string>();

  constructor(client: IoTClient) {
    this.#client = client;
  }

  /** A new thing; gives its ARN. Throws BadInput THING_NOT_OURS. */
  createThing(thingName: string): Promise<string> {
    return this.#do(`create the thing ${thingName}`, async () => {
      // AWS answers as for a new one where the same is there already.
      if (await this.#hasThing(thingName)) throw notOurs('THING_NOT_OURS', `thing ${thingName}`);
      // Before it is there: the answer may get lost, and deleting nothing is no error at AWS.
      this.#made.note(`thing ${thingName}`, async () => {
        await this.#client.send(new DeleteThingCommand({ thingName }));
      });
      const { thingArn = '' } = await this.#client.send(new CreateThingCommand({ thingName }));
      return thingArn;
    });
  }

  /** A certificate with keys, both made by AWS; INACTIVE at first. */
  createCertificate(): Promise<NewCertificate> {
    return this.#do('create keys and a certificate', async () => {
      const made = await this.#client.send(new CreateKeysAndCertificateCommand({}));
      const { certificateId = '', certificateArn, certificatePem = '', keyPair } = made;
      this.#noteCertificate(certificateId, certificateArn);
      return { certificateId, certificatePem, keyPem: keyPair?.PrivateKey ?? '' };
    });
  }

  /** Makes a certificate of any issuer known, INACTIVE; gives its id. Throws BadInput CERTIFICATE_ALREADY_REGISTERED. */
  registerCertificate(certificatePem: string): Promise<string> {
    return this.#do('register a certificate', async () => {
      try {
        const { certificateId = '', certificateArn } = await this.#client.send(
          new RegisterCertificateWithoutCACommand({ certificatePem, status: 'INACTIVE' }),
        );
        this.#noteCertificate(certificateId, certificateArn);
        return certificateId;
      } catch (cause) {
        if (!isAws(cause, 'ResourceAlreadyExistsException')) throw cause;
        throw new BadInput(
          'CERTIFICATE_ALREADY_REGISTERED',
          'The certificate is registered at AWS IoT already. Take another one, or delete it there.',
          { cause },
        );
      }
    });
  }

  /** What the account knows of any certificate; null for one that it does not know. Reads only. */
  lookUpCertificate(certificateId: string): Promise<KnownCertificate | null> {
    return this.#do(`look up the certificate ${certificateId}`, async () => {
      try {
        const { certificateDescription: described } = await this.#client.send(
          new DescribeCertificateCommand({ certificateId }),
        );
        const principal = described?.certificateArn ?? '';
        const [{ things = [] }, { policies = [] }] = await Promise.all([
          this.#client.send(new ListPrincipalThingsCommand({ principal })),
          this.#client.send(new ListAttachedPoliciesCommand({ target: principal })),
        ]);
        const names = policies.map(({ policyName = '' }) => policyName);
        return {
          certificateId,
          status: described?.status ?? '',
          things,
          policies: await Promise.all(names.map((name) => this.#policyOf(name))),
        };
      } catch (error) {
        if (isAws(error, 'ResourceNotFoundException')) return null;
        throw error;
      }
    });
  }

  /** Throws BadInput CERTIFICATE_NOT_REGISTERED. */
  setCertificateStatus(certificateId: string, newStatus: CertificateStatus): Promise<void> {
    return this.#do(`make the certificate ${certificateId} ${newStatus}`, async () => {
      this.#arnOf(certificateId);
      await this.#client.send(new UpdateCertificateCommand({ certificateId, newStatus }));
    });
  }

  /** A policy, or a new default version of it. Throws BadInput POLICY_NOT_OURS or POLICY_MALFORMED. */
  putPolicy(policyName: string, document: object): Promise<void> {
    const policyDocument = JSON.stringify(document);
    return this.#do(`create the policy ${policyName}`, async () => {
      if (this.#policies.has(policyName)) {
        await this.#putVersion(policyName, policyDocument);
        return;
      }
      try {
        await this.#client.send(new CreatePolicyCommand({ policyName, policyDocument }));
      } catch (cause) {
        if (!isAws(cause, 'ResourceAlreadyExistsException')) throw cause;
        throw notOurs('POLICY_NOT_OURS', `policy ${policyName}`);
      }
      this.#policies.add(policyName);
      this.#made.note(`policy ${policyName}`, () => this.#deletePolicy(policyName));
    });
  }

  /** Throws BadInput CERTIFICATE_NOT_REGISTERED. */
  attachPolicy(policyName: string, certificateId: string): Promise<void> {
    return this.#do(`attach the policy ${policyName}`, async () => {
      const target = this.#arnOf(certificateId);
      await this.#client.send(new AttachPolicyCommand({ policyName, target }));
      this.#made.note(`policy ${policyName} at certificate ${certificateId}`, () =>
        this.#detach(policyName, target),
      );
    });
  }

  /** Throws BadInput CERTIFICATE_NOT_REGISTERED. */
  detachPolicy(policyName: string, certificateId: string): Promise<void> {
    return this.#do(`detach the policy ${policyName}`, async () => {
      await this.#detach(policyName, this.#arnOf(certificateId));
    });
  }

  /** Throws BadInput CERTIFICATE_NOT_REGISTERED. */
  attachThing(thingName: string, certificateId: string): Promise<void> {
    return this.#do(`attach the certificate to ${thingName}`, async () => {
      const principal = this.#arnOf(certificateId);
      await this.#client.send(new AttachThingPrincipalCommand({ thingName, principal }));
      this.#made.note(`certificate ${certificateId} at thing ${thingName}`, () =>
        unlessGone(this.#client.send(new DetachThingPrincipalCommand({ thingName, principal }))),
      );
    });
  }

  /** Takes away what was made. Throws CloudNotCleaned, which names what is left. */
  clean(patience: Patience): Promise<void> {
    return this.#made.undoAll(patience);
  }

  #do<T>(doing: string, send: () => Promise<T>): Promise<T> {
    return send().catch((error: unknown) => {
      throw awsRefusal(doing, error);
    });
  }

  async #hasThing(thingName: string): Promise<boolean> {
    try {
      await this.#client.send(new DescribeThingCommand({ thingName }));
      return true;
    } catch (error) {
      if (isAws(error, 'ResourceNotFoundException')) return false;
      throw error;
    }
  }

  async #policyOf(policyName: string): Promise<KnownCertificate['policies'][number]> {
    const { policyDocument = 'null' } = await this.#client.send(
      new GetPolicyCommand({ policyName }),
    );
    return { name: policyName, document: JSON.parse(policyDocument) as unknown };
  }

  #noteCertificate(certificateId: string, arn = ''): void {
    this.#certificates.set(certificateId, arn);
    this.#made.note(`certificate ${certificateId}`, async () => {
      const newStatus = 'INACTIVE';
      await unlessGone(
        this.#client.send(new UpdateCertificateCommand({ certificateId, newStatus })),
      );
      await unlessGone(this.#client.send(new DeleteCertificateCommand({ certificateId })));
    });
  }

  #arnOf(certificateId: string): string {
    const arn = this.#certificates.get(certificateId);
    if (arn !== undefined) return arn;
    throw new BadInput(
      'CERTIFICATE_NOT_REGISTERED',
      `This run made no certificate ${certificateId}, and does not touch those of others; register it first.`,
    );
  }

  async #putVersion(policyName: string, policyDocument: string): Promise<void> {
    const create = async () => {
      const setAsDefault = true;
      await this.#client.send(
        new CreatePolicyVersionCommand({ policyName, policyDocument, setAsDefault }),
      );
    };
    try {
      await create();
    } catch (error) {
      if (!isAws(error, 'VersionsLimitExceededException')) throw error;
      await this.#deleteOldVersions(policyName);
      await create();
    }
  }

  async #deleteOldVersions(policyName: string): Promise<void> {
    const { policyVersions = [] } = await this.#client.send(
      new ListPolicyVersionsCommand({ policyName }),
    );
    for (const { versionId: policyVersionId, isDefaultVersion } of policyVersions) {
      if (isDefaultVersion) continue;
      await this.#client.send(new DeletePolicyVersionCommand({ policyName, policyVersionId }));
    }
  }

  #deletePolicy(policyName: string): Promise<void> {
    const remove = async () => {
      await this.#deleteOldVersions(policyName);
      await this.#client.send(new DeletePolicyCommand({ policyName }));
    };
    return unlessGone(remove());
  }

  #detach(policyName: string, target: string): Promise<void> {
    return unlessGone(this.#client.send(new DetachPolicyCommand({ policyName, target })));
  }
}

const unlessGone = async (sent: Promise<unknown>): Promise<void> => {
  try {
    await sent;
  } catch (error) {
    if (!isAws(error, 'ResourceNotFoundException')) throw error;
  }
};

const notOurs = (code: string, what: string): BadInput =>
  new BadInput(
    code,
    `There is a ${what} in this AWS account already, which this run did not make and does not touch. Take another name.`,
  );
