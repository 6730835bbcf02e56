import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import type { DeviceCredentials } from '../../../certs/credentials.ts';
import { certificateId } from '../../../certs/describe-certificate.ts';
import { issueFlawedDevice } from '../../../certs/flawed-devices.ts';
import { sampleKitFiles, sampleKitZip } from '../../../certs/kits/sample-kit.ts';
import {
  sampleAuthority,
  sampleDevice,
  strangeAuthority,
} from '../../../certs/sample-credentials.ts';
import { BadInput } from '../../../errors/bench-error.ts';
import { consoleJournal } from '../../../reports/console-journal.ts';
import { arnsOf } from '../../../simulators/aws-iot/arns.ts';
import { checkBenchPolicy } from '../file/check-policy.ts';
import { chosenBench } from '../file/chosen-bench.ts';
import { labScript } from '../lab/lab-script.ts';
import { Lab } from '../lab.ts';
import { openBench } from '../open-bench.ts';
import { silent } from '../parts/opened-release.ts';
import { kitThing } from './kit-thing.ts';

const SOON = 25_000;
const ENDPOINT = 'a9z8y7x6w5v4u3-ats.iot.eu-central-1.amazonaws.com';
const CLIENT = 'basicPubSub';
const TOPIC = 'sdk/test/js';

/** Lets the kit's own device do what the kit's script does, in the account that has handed it out. */
const policyFor = (clientId: string, topic: string) => {
  const arn = arnsOf({ region: 'eu-central-1', account: '999988887777' });
  const allow = (Action: string, Resource: string) => ({ Effect: 'Allow', Action, Resource });
  return {
    Version: '2012-10-17',
    Statement: [
      allow('iot:Connect', arn('client', clientId)),
      allow('iot:Subscribe', arn('topicfilter', topic)),
      allow('iot:Publish', arn('topic', topic)),
      allow('iot:Receive', arn('topic', topic)),
    ],
  };
};

const kitOf = (device: DeviceCredentials, policy: object = policyFor(CLIENT, TOPIC)) => ({
  device,
  policy,
  endpoint: ENDPOINT,
  clientId: CLIENT,
  topic: TOPIC,
});

describe('A bench with credentials of AWS', () => {
  let folder = '';
  let device: DeviceCredentials;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bench-kit-'));
    // AWS's own authority is unknown to the stand-in.
    device = await (await strangeAuthority()).issueDevice();
  });

  after(() => rm(folder, { recursive: true }));

  /** A bench file that names files beside it. */
  const benchWith = async (
    kit: string,
    contents: Readonly<Record<string, Uint8Array | string>>,
    more = '',
  ): Promise<string> => {
    for (const [name, bytes] of Object.entries(contents))
      await writeFile(join(folder, name), bytes);
    const path = join(folder, 'bench.yaml');
    await writeFile(path, `board: {name: b, at: "sim://b"}\ncredentials: {kit: ${kit}}\n${more}\n`);
    return path;
  };

  const codeOf = (act: Promise<unknown>): Promise<string> =>
    act.then(
      () => 'done',
      (error: unknown) => (error instanceof BadInput ? error.code : String(error)),
    );

  it('works as the device that they were handed out for', async () => {
    const path = await benchWith('kit.zip', { 'kit.zip': sampleKitZip(kitOf(device)) });
    const file = await chosenBench(path);
    await using bench = await openBench(file, silent);
    const lab = new Lab(bench, silent);
    const thing = await lab.thing();
    const id = certificateId(device.certificatePem);

    await lab.checkFromHost(thing);
    await lab.prepare(lab.credentialsOf(thing));
    await lab.connect();
    await lab.board.mqtt.subscribe(lab.names.topic, 1);
    await lab.board.mqtt.publish(lab.names.otherTopic, 'hello', { qos: 1 });

    expect([thing.name, thing.certificateId, lab.serverName]).to.deep.equal(['lamp', id, ENDPOINT]);
    for (const event of [
      { kind: 'connect', clientId: CLIENT, certificateId: id, outcome: { accepted: true } },
      { kind: 'publish', clientId: CLIENT, topic: TOPIC, outcome: { accepted: true } },
    ] as const) {
      await lab.cloud.expect(event, { from: lab.calledFrom, withinMs: SOON });
    }
  });

  it('takes the bench file’s word for the rest', async () => {
    const reach = 'reach: {host: iot.lab.test}';
    const kit = { 'kit.zip': sampleKitZip(kitOf(device)) };

    expect((await chosenBench(await benchWith('kit.zip', kit))).reach?.host).to.equal(ENDPOINT);
    expect((await chosenBench(await benchWith('kit.zip', kit, reach))).reach?.host).to.equal(
      'iot.lab.test',
    );
  });

  it('takes a folder, and files, without a policy or a script', async () => {
    await mkdir(join(folder, 'lamp'), { recursive: true });
    const files = sampleKitFiles(kitOf(device)).filter(({ name }) => /cert|private/.test(name));
    const named = Object.fromEntries(files.map(({ name, bytes }) => [`lamp/${name}`, bytes]));
    const id = certificateId(device.certificatePem);

    for (const kit of ['lamp', `[${Object.keys(named).join(', ')}]`]) {
      const file = await chosenBench(await benchWith(kit, named));

      expect(file.kit).to.deep.include({ certificateId: id, clientId: undefined });
      expect(labScript(file.kit)).to.deep.equal(labScript());
    }
  });

  it('is refused for what no board could use', async () => {
    const makers = { authority: await sampleAuthority(), other: await strangeAuthority() };
    const open = async (files: Readonly<Record<string, string>>) =>
      codeOf(chosenBench(await benchWith(`[${Object.keys(files).join(', ')}]`, files)));
    const flawed = async (flaw: 'expired' | 'otherKey') => {
      const { certificatePem, keyPem } = await issueFlawedDevice(flaw, makers);
      return open({ 'a.crt': certificatePem, 'a.key': keyPem });
    };

    expect(await flawed('expired')).to.equal('CERTIFICATE_EXPIRED');
    expect(await flawed('otherKey')).to.equal('KEY_MISMATCH');
    expect(await open({ 'a.crt': device.certificatePem })).to.equal('KEY_MISSING');
    expect(await open({ 'a.crt': 'nothing' })).to.equal('CERTIFICATE_MISSING');
    expect(await codeOf(chosenBench(await benchWith('none.zip', {})))).to.equal('FILE_MISSING');
    expect(await codeOf(chosenBench(await benchWith('[]', {})))).to.equal('BENCH_FILE_INVALID');
  });

  it('is refused for a policy that forbids what its own script does', async () => {
    const kit = kitOf(device, policyFor(CLIENT, 'sdk/test/java'));
    const file = await chosenBench(await benchWith('k.zip', { 'k.zip': sampleKitZip(kit) }));

    expect(await codeOf(checkBenchPolicy(file, labScript(file.kit)))).to.equal('POLICY_FORBIDS');
  });

  it('asks AWS for nothing, and leaves there what was there', async () => {
    const { startStandIn } = await import('../../../simulators/aws-iot/stand-in.ts');
    await using aws = await startStandIn({ authority: await sampleAuthority() });
    const { certificatePem, keyPem } = await sampleDevice();
    const known = await aws.createThing({ credentials: { certificatePem, keyPem } });
    const environment = process.env;
    const own = { AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any' };
    process.env = { ...environment, ...own, AWS_ENDPOINT_URL_IOT: aws.http.url };
    try {
      const cloud = `cloud: {kind: aws, region: eu-west-1, port: ${aws.endpoint.port}, rootCa: root.pem}`;
      const files = { 'a.crt': certificatePem, 'a.key': keyPem, 'root.pem': aws.rootCaPem };
      const file = await chosenBench(await benchWith('[a.crt, a.key]', files, cloud));
      const journal = consoleJournal(new PassThrough().resume());
      {
        await using bench = await openBench(file, journal);
        const lab = new Lab(bench, journal);
        await lab.prepare(lab.credentialsOf(await lab.thing()));
        await lab.connect();
      }
      expect(aws.events.findLast(({ kind }) => kind === 'connect')).to.deep.include({
        certificateId: known.certificateId,
      });
      expect(aws.registry.certificates.all()).to.have.length(1);
      expect(aws.registry.things.all()).to.have.length(1);
    } finally {
      process.env = environment;
    }
  });

  it('is refused by a cloud of AWS that they are not for', async () => {
    const kit = { 'kit.zip': sampleKitZip(kitOf(device)) };
    const inRegion = (region: string) =>
      benchWith('kit.zip', kit, `cloud: {kind: aws, region: ${region}}`);

    expect(await codeOf(chosenBench(await inRegion('eu-west-1')))).to.equal('KIT_OF_OTHER_CLOUD');
    const file = await chosenBench(await inRegion('eu-central-1'));
    await using bench = await openBench(await chosenBench(await benchWith('kit.zip', kit)), silent);
    const { cloud } = bench;
    if (!file.kit) throw new TypeError('a bench without its kit');
    expect(await codeOf(kitThing(file.kit, { cloud, kind: 'aws' }))).to.equal('KIT_OF_OTHER_CLOUD');
  });
});
