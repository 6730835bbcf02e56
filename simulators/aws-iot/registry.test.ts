import { expect } from 'chai';
import { sampleAuthority, sampleDevice } from '../../certs/sample-credentials.ts';
import { BadInput } from '../../errors/bench-error.ts';
import { Registry } from './registry.ts';

const POLICY = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 'iot:Connect', Resource: '*' },
};

describe('The registry', () => {
  let registry: Registry;
  let id: string;

  beforeEach(async () => {
    registry = new Registry();
    id = registry.registerCertificate((await sampleDevice()).certificatePem).id;
  });

  const refusal = (act: () => void): string => {
    try {
      act();
    } catch (error) {
      if (error instanceof BadInput) return error.code;
      throw error;
    }
    return 'none';
  };

  it('refuses what it does not know, and what it knows already', async () => {
    const { certificatePem } = await sampleDevice();
    registry.putPolicy('p', POLICY);
    const REFUSED: readonly [code: string, act: () => void][] = [
      ['CERTIFICATE_ALREADY_REGISTERED', () => registry.registerCertificate(certificatePem)],
      ['CERTIFICATE_NOT_REGISTERED', () => registry.setCertificateStatus('no', 'ACTIVE')],
      ['CERTIFICATE_NOT_REGISTERED', () => registry.attachPolicy('p', 'no')],
      ['CERTIFICATE_NOT_REGISTERED', () => registry.attachThing('t', 'no')],
      ['POLICY_NOT_FOUND', () => registry.attachPolicy('q', id)],
      ['THING_NOT_FOUND', () => registry.attachThing('t', id)],
      ['THING_NAME_INVALID', () => registry.createThing('')],
      ['THING_NAME_INVALID', () => registry.createThing('a/b')],
      ['THING_NAME_INVALID', () => registry.createThing('t'.repeat(129))],
      ['POLICY_NAME_INVALID', () => registry.putPolicy('a b', POLICY)],
    ];
    for (const [code, act] of REFUSED) expect(refusal(act)).to.equal(code);
  });

  it('attaches ten policies to a certificate, each once, and no eleventh', () => {
    const names = Array.from({ length: 11 }, (_, i) => `p${i}`);
    for (const name of names) registry.putPolicy(name, POLICY);

    for (const name of names.slice(0, 10)) registry.attachPolicy(name, id);
    registry.attachPolicy('p0', id);

    expect(refusal(() => registry.attachPolicy('p10', id))).to.equal('TOO_MANY_POLICIES');
    registry.detachPolicy('p0', id);
    registry.attachPolicy('p10', id);
    expect(registry.policiesOf(id)).to.have.length(10);
  });

  it('goes by the newest version of a policy, also where the old one was attached', () => {
    registry.putPolicy('p', POLICY);
    registry.attachPolicy('p', id);

    registry.putPolicy('p', { ...POLICY, Statement: { ...POLICY.Statement, Effect: 'Deny' } });

    expect(registry.policiesOf(id)[0]?.statements[0]?.Effect).to.equal('Deny');
  });

  it('keeps certificates apart', async () => {
    const other = await (await sampleAuthority()).issueDevice();
    const otherId = registry.registerCertificate(other.certificatePem, 'INACTIVE').id;
    registry.putPolicy('p', POLICY);
    registry.createThing('t');

    registry.attachPolicy('p', id);
    registry.attachThing('t', id);

    expect(registry.policiesOf(otherId)).to.deep.equal([]);
    expect(registry.thingsOf(otherId)).to.deep.equal([]);
    expect(registry.certificate(id)?.status).to.equal('ACTIVE');
    expect(registry.certificate(otherId)?.status).to.equal('INACTIVE');
  });
});
