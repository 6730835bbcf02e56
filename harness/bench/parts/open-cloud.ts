import { isIPv4 } from 'node:net';
import type { Authority } from '../../../certs/authority.ts';
import { consolePolicy } from '../../../simulators/aws-iot/console-policy.ts';
import { RATES_WITHOUT_WIRE } from '../../../simulators/aws-iot/options.ts';
import { startStandIn } from '../../../simulators/aws-iot/stand-in.ts';
import type { Cloud } from '../../clouds/cloud.ts';
import { chooseBroker } from '../../clouds/mosquitto/find-mosquitto.ts';
import { startMosquittoCloud } from '../../clouds/mosquitto-cloud.ts';
import { standInCloud } from '../../clouds/stand-in-cloud.ts';
import type { BenchFile } from '../file/bench-file.ts';
import { simulatedBoard } from '../file/bench-schema.ts';
import { benchPolicy } from '../file/policy-file.ts';
import { standInAccount } from '../kits/stand-in-account.ts';

type Kind<K extends BenchFile['cloud']['kind']> = Extract<BenchFile['cloud'], { kind: K }>;

const openStandIn = async (
  { host, port, names }: Kind<'stand-in'>,
  file: BenchFile,
  authority: Authority,
): Promise<Cloud> => {
  const { reach, boards } = file;
  const policy = await benchPolicy(file);
  const all = [...names, ...(reach ? [reach.host] : [])];
  return standInCloud(
    await startStandIn({
      host,
      port,
      authority,
      names: all.filter((name) => !isIPv4(name)),
      addresses: all.filter(isIPv4),
      ...standInAccount(file),
      ...(policy ? { policy: policy.document } : {}),
      limits: boards.some(({ at }) => simulatedBoard(at)) ? RATES_WITHOUT_WIRE : {},
    }),
  );
};

const openMosquitto = async (
  cloud: Kind<'mosquitto'>,
  reach: BenchFile['reach'],
  authority: Authority,
): Promise<Cloud> => {
  const { host, port, names } = cloud;
  const hosts = [...names, ...(reach ? [reach.host] : [])];
  const starter = await chooseBroker(cloud);
  return startMosquittoCloud({ starter, place: { host, port }, authority, hosts });
};

/** AWS's SDK takes 0.2 s to load: only who needs it waits for it. */
const openAws = async ({ region, port, rootCa }: Kind<'aws'>, file: BenchFile): Promise<Cloud> => {
  const { openAwsCloud } = await import('../../clouds/aws-cloud.ts');
  const { amazonRoot } = await import('../../clouds/aws/amazon-root.ts');
  const ofKit = rootCa === undefined ? file.kit?.rootPem : undefined;
  const rootCaPem = ofKit ?? (await amazonRoot(rootCa));
  const own = (await benchPolicy(file))?.document;
  return openAwsCloud({
    region,
    port,
    rootCaPem,
    policyFor: (account) => own ?? consolePolicy(account),
  });
};

/** The one place that chooses between the clouds. */
export const openCloud = (file: BenchFile, authority: Authority): Promise<Cloud> => {
  const { cloud, reach } = file;
  switch (cloud.kind) {
    case 'aws':
      return openAws(cloud, file);
    case 'mosquitto':
      return openMosquitto(cloud, reach, authority);
    case 'stand-in':
      return openStandIn(cloud, file, authority);
  }
};

/** A cloud that has AWS's own interface, as AWS's SDK sees it. What is made through it is gone when it ends. */
export const openThroughSdk = async (
  { http, httpData, rootCaPem }: Cloud,
  file: BenchFile,
): Promise<Cloud> => {
  if (http === undefined || httpData === undefined) {
    throw new TypeError('this cloud has no interface for the SDK');
  }
  const { openAwsCloud } = await import('../../clouds/aws-cloud.ts');
  const own = (await benchPolicy(file))?.document;
  return openAwsCloud({
    region: standInAccount(file).region,
    rootCaPem,
    policyFor: (account) => own ?? consolePolicy(account),
    url: http,
    dataUrl: httpData,
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  });
};
