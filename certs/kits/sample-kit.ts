import { createPublicKey } from 'node:crypto';
import type { DeviceCredentials } from '../credentials.ts';
import type { NamedFile } from './zip.ts';
import { makeZip } from './zip-samples.ts';

interface SampleKit {
  readonly device: DeviceCredentials;
  /** The policy document; default: one that allows nothing. */
  readonly policy?: object;
  readonly endpoint?: string;
  readonly clientId?: string;
  readonly topic?: string;
}

/** Files by their names. */
export const namedFiles = (
  files: Readonly<Record<string, string | Buffer | undefined>>,
): NamedFile[] =>
  Object.entries(files).map(([name, text = '']) => ({ name, bytes: Buffer.from(text) }));

/** The files of a connection kit as AWS's console makes it, without a root certificate, for the thing `lamp`. */
export const sampleKitFiles = ({
  device,
  policy = { Version: '2012-10-17', Statement: [] },
  endpoint = 'a1b2c3d4e5f6g7-ats.iot.us-east-1.amazonaws.com',
  clientId = 'sdk-java',
  topic = 'sdk/test/java',
}: SampleKit): NamedFile[] =>
  namedFiles({
    'lamp.cert.pem': device.certificatePem,
    'lamp.private.key': device.keyPem,
    'lamp.public.key': createPublicKey(device.keyPem).export({ type: 'spki', format: 'pem' }),
    'lamp-Policy': JSON.stringify(policy, null, 2),
    'start.sh': `#!/usr/bin/env bash
set -e
if [ ! -f ./root-CA.crt ]; then
  curl https://www.amazontrust.com/repository/AmazonRootCA1.pem > root-CA.crt
fi
python3 aws-iot-device-sdk-python-v2/samples/pubsub.py --endpoint ${endpoint} --ca_file root-CA.crt --cert lamp.cert.pem --key lamp.private.key --client_id ${clientId} --topic ${topic} --count 0
`,
  });

/** The same as `connect_device_package.zip`. */
export const sampleKitZip = (kit: SampleKit): Buffer => makeZip(sampleKitFiles(kit));
