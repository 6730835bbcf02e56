import { BadInput } from '../../../errors/bench-error.ts';
import type { BenchFile } from '../file/bench-file.ts';
import { type BenchKit, readBenchKit } from './bench-kit.ts';

/** `a1b2c3d4e5f6g7-ats.iot.eu-west-1.amazonaws.com` */
const REGION = /\.iot\.([\w-]+)\.amazonaws\.com(?:\.cn)?$/i;

/** A certificate of one region is not known in another. */
const requireRegion = ({ label, endpoint }: BenchKit, { cloud }: BenchFile): void => {
  if (cloud.kind !== 'aws' || endpoint === undefined) return;
  const region = REGION.exec(endpoint)?.[1];
  if (region === cloud.region) return;
  throw new BadInput(
    'KIT_OF_OTHER_CLOUD',
    `The bench's credentials ${label} are for ${endpoint}, and its cloud is AWS IoT in ${cloud.region}, which does not know them. Name the kit's region as that of the cloud, or take a kit of ${cloud.region}.`,
  );
};

/** In a simulated world, the name under which the kit's device finds its cloud leads to that of the bench. */
const reachOf = ({ endpoint }: BenchKit, { cloud, reach, tellsReach }: BenchFile) =>
  endpoint === undefined || tellsReach || cloud.kind === 'aws' || reach === undefined
    ? reach
    : { ...reach, host: endpoint };

/**
 * A bench with what its credentials hold, if it names some.
 * @throws BadInput KIT_OF_OTHER_CLOUD, and what `readBenchKit` throws
 */
export const withKit = async (file: BenchFile): Promise<BenchFile> => {
  if (!file.credentials) return file;
  const kit = await readBenchKit(file.credentials.kit);
  requireRegion(kit, file);
  return { ...file, kit, reach: reachOf(kit, file) };
};
