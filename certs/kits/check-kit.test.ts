import { expect } from 'chai';
import fc from 'fast-check';
import { issueFlawedDevice } from '../flawed-devices.ts';
import { sampleAuthority, sampleDevice, strangeAuthority } from '../sample-credentials.ts';
import { checkKit } from './check-kit.ts';
import { type ConnectionKit, sortOut } from './connection-kit.ts';
import { namedFiles, sampleKitFiles } from './sample-kit.ts';
import type { NamedFile } from './zip.ts';

const kitOf = (...files: readonly NamedFile[]): ConnectionKit => sortOut({ files, leftOut: [] });

const sampleKit = async (endpoint?: string): Promise<NamedFile[]> =>
  sampleKitFiles({ device: await sampleDevice(), ...(endpoint && { endpoint }) });

/** Warnings in small letters. */
const flaws = (kit: ConnectionKit, now?: Date): string[] =>
  checkKit(kit, now && { now }).map(({ code, severity }) =>
    severity === 'error' ? code : code.toLowerCase(),
  );

describe('A check of a connection kit', () => {
  it('says what is missing', async () => {
    const { certificatePem, keyPem } = await sampleDevice();

    expect(flaws(kitOf())).to.deep.equal(['CERTIFICATE_MISSING', 'KEY_MISSING']);
    expect(flaws(kitOf(...namedFiles({ certificatePem })))).to.deep.equal(['KEY_MISSING']);
    expect(flaws(kitOf(...namedFiles({ keyPem })))).to.deep.equal(['CERTIFICATE_MISSING']);
  });

  it('finds a key of another certificate, and the public key that was its own', async () => {
    const [authority, other] = await Promise.all([sampleAuthority(), strangeAuthority()]);
    const device = await issueFlawedDevice('otherKey', { authority, other });
    const { certificatePem, keyPem } = device;
    const [, , publicKey] = await sampleKit();

    const kit = kitOf(...namedFiles({ certificatePem, keyPem }));
    const mixed = kitOf(
      ...sampleKitFiles({
        device: await authority.issueDevice({ key: 'p-256' }),
      }).filter(({ name }) => name !== 'lamp.public.key'),
      ...(publicKey ? [publicKey] : []),
    );

    expect(kit.pairs).to.deep.equal([]);
    expect(flaws(kit)).to.deep.equal(['KEY_MISMATCH']);
    expect(flaws(mixed)).to.deep.equal(['public_key_of_another']);
  });

  it('finds several devices, and several of which none is whole', async () => {
    const authority = await sampleAuthority();
    const curve = () => authority.issueDevice({ key: 'p-256' });
    const [a, b, c] = await Promise.all([curve(), curve(), curve()]);

    const several = kitOf(
      ...namedFiles({ a: a.certificatePem + a.keyPem, b: b.certificatePem + b.keyPem }),
    );
    const none = kitOf(...namedFiles({ a: a.certificatePem, b: b.certificatePem, c: c.keyPem }));

    expect(several.certificate).to.equal(undefined);
    expect(flaws(several)).to.deep.equal(['SEVERAL_DEVICES']);
    expect(flaws(none)).to.deep.equal(['KEY_MISMATCH']);
  });

  it('names what belongs to another device beside a good pair', async () => {
    const authority = await sampleAuthority();
    const [a, b] = await Promise.all([
      authority.issueDevice({ key: 'p-256' }),
      authority.issueDevice({ key: 'p-256' }),
    ]);
    const own = namedFiles({ a: a.certificatePem + a.keyPem, again: a.certificatePem });

    expect(flaws(kitOf(...own))).to.deep.equal([]);
    expect(flaws(kitOf(...own, ...namedFiles({ b: b.certificatePem })))).to.deep.equal([
      'certificate_of_another',
    ]);
    expect(flaws(kitOf(...own, ...namedFiles({ b: b.keyPem })))).to.deep.equal(['key_of_another']);
  });

  it('tells a policy that is damaged from a text that is none', async () => {
    const { certificatePem, keyPem } = await sampleDevice();
    const own = namedFiles({ certificatePem, keyPem });
    const damaged = namedFiles({
      'lamp-Policy': '\uFEFF{"Version": "2012-10-17", "Statement": [],}',
    });

    expect(flaws(kitOf(...own, ...damaged))).to.deep.equal(['policy_damaged']);
    expect(flaws(kitOf(...own, ...namedFiles({ note: 'the "Statement": {' })))).to.deep.equal([]);
  });

  it('looks at the dates', async () => {
    const kit = kitOf(...(await sampleKit()));

    expect(flaws(kit, new Date('2014-01-01'))).to.deep.equal([
      'CERTIFICATE_NOT_YET_VALID',
      'CA_NOT_YET_VALID',
    ]);
  });

  it('takes what cannot be read for a flaw where it may be what is missing, else for a hint', async () => {
    const { certificatePem, keyPem } = await sampleDevice();
    const cut = keyPem.slice(0, 900);

    expect(flaws(kitOf(...namedFiles({ certificatePem, cut })))).to.deep.equal([
      'PEM_DAMAGED',
      'KEY_MISSING',
    ]);
    expect(flaws(kitOf(...namedFiles({ certificatePem, keyPem, cut })))).to.deep.equal([
      'pem_damaged',
    ]);
  });

  it('finds scripts without, with old and with different end points', async () => {
    const files = await sampleKit();
    const without = files.filter(({ name }) => name !== 'start.sh');
    const lost = namedFiles({ 'start.sh': '#!/bin/sh\ncurl https://www.amazontrust.com/x\n' });

    expect(flaws(kitOf(...without))).to.deep.equal([]);
    expect(flaws(kitOf(...without, ...lost))).to.deep.equal(['endpoint_missing']);
    expect(
      flaws(kitOf(...(await sampleKit('a1b2c3d4e5f6g7.iot.us-east-1.amazonaws.com')))),
    ).to.deep.equal(['endpoint_legacy']);
    expect(
      flaws(kitOf(...files, ...(await sampleKit('b-ats.iot.us-east-1.amazonaws.com')))),
    ).to.deep.equal(['several_scripts']);
  });

  it('never quotes a key', async () => {
    const { keyPem } = await sampleDevice();
    const lines = keyPem.split('\n').slice(1, -2);
    fc.assert(
      fc.property(fc.nat(keyPem.length), fc.nat(60), fc.string(), (at, length, text) => {
        const damaged = keyPem.slice(0, at) + text + keyPem.slice(at + length);
        const said = JSON.stringify(checkKit(kitOf(...namedFiles({ damaged }))));
        for (const line of lines) expect(said).not.to.include(line);
      }),
    );
  });
});
