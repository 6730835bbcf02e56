import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { sampleAuthority, sampleDevice } from '../../../certs/sample-credentials.ts';
import { variablesOf } from './variables.ts';

const speaker = async (certificatePem?: string) => ({
  clientId: 'lamp',
  certificateId: 'c'.repeat(64),
  certificate: new X509Certificate(certificatePem ?? (await sampleDevice()).certificatePem),
  things: [{ name: 'lamp', attributes: { room: 'kitchen' } }],
});

describe('Policy variables', () => {
  it('speak of the client, its thing and its certificate', async () => {
    const variables = variablesOf(await speaker());

    expect(variables.get('iot:ClientId')).to.equal('lamp');
    expect(variables.get('iot:Connection.Thing.ThingName')).to.equal('lamp');
    expect(variables.get('iot:Connection.Thing.Attributes[room]')).to.equal('kitchen');
    expect(variables.get('iot:Connection.Thing.IsAttached')).to.equal('true');
    expect(variables.get('iot:Certificate.Subject.CommonName')).to.equal('AWS IoT Certificate');
    expect(variables.get('iot:Certificate.Issuer.OrganizationalUnit')).to.include('Amazon');
  });

  it('of a thing exist only where the client id is its name', async () => {
    const variables = variablesOf({ ...(await speaker()), clientId: 'other' });

    expect(variables.has('iot:Connection.Thing.ThingName')).to.equal(false);
    expect(variables.get('iot:Connection.Thing.IsAttached')).to.equal('false');
  });

  it('leave out certificate fields with wildcards in them, and very long ones', async () => {
    const authority = await sampleAuthority();
    for (const [commonName, isThere] of [
      ...['all/*', 'a?', '$', '+', '#'].map((text) => [text, false] as const),
      ['x'.repeat(1024), true],
      ['x'.repeat(1025), false],
    ] as const) {
      const { certificatePem } = await authority.issueDevice({ commonName });

      const variables = variablesOf(await speaker(certificatePem));

      expect(variables.has('iot:Certificate.Subject.CommonName'), commonName).to.equal(isThere);
    }
  });

  it('write special characters of a real certificate as policies do, with a backslash', async () => {
    const authority = await sampleAuthority();
    const { certificatePem } = await authority.issueDevice({ commonName: 'a, b = c; "d" \\' });

    const variables = variablesOf(await speaker(certificatePem));

    expect(variables.get('iot:Certificate.Subject.CommonName')).to.equal(
      'a\\, b \\= c\\; \\"d\\" \\\\',
    );
  });

  it('have the alternative names of a real certificate', async () => {
    const authority = await sampleAuthority();
    const { chainPem } = await authority.issueServer({
      names: ['a.example', 'b.example'],
      addresses: ['192.0.2.1'],
    });

    const variables = variablesOf(await speaker(chainPem));

    const prefix = 'iot:Certificate.Subject.AlternativeName';
    expect(variables.get(`${prefix}.DNSName.1`)).to.equal('b.example');
    expect(variables.get(`${prefix}.DNSName.List`)).to.deep.equal(['a.example', 'b.example']);
    expect(variables.get(`${prefix}.IPAddress`)).to.equal('192.0.2.1');
    expect(variables.get('iot:Certificate.AvailableKeys')).to.include(`${prefix}.DNSName`);
  });
});
