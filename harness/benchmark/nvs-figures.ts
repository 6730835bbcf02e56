import { crc32 } from 'node:zlib';
import { NvsImage } from '../../certs/nvs/nvs-image.ts';
import { readNvs } from '../../certs/nvs/nvs-reader.ts';
import { nvsBlob } from '../../certs/nvs/nvs-value.ts';
import { writeNvs } from '../../certs/nvs/nvs-writer.ts';
import { type Figure, median, timeOf } from './figure.ts';

/** Of `mfg_nvs` on an ESP32. */
const SIZE = 0x1c000;
const RUNS = 25;
const WARM_UP = 5;

/** Fills all pages that may be filled. */
const full = (): NvsImage =>
  NvsImage.of(
    Array.from({ length: 26 }, (_, i) => ({
      namespace: 'n',
      key: `k${i}`,
      ...nvsBlob(Buffer.alloc(3_800, i)),
    })),
  );

const repeated = async (runs: number, work: () => unknown): Promise<number> => {
  const times: number[] = [];
  for (let run = -WARM_UP; run < runs; run++) {
    const ms = await timeOf(work);
    if (run >= 0) times.push(ms);
  }
  return median(times);
};

/** Packing and reading a full NVS image of 112 KB, beside copying its bytes and summing them up. */
export const measureNvs = async (runs = RUNS): Promise<readonly Figure[]> => {
  const image = full();
  const bytes = writeNvs(image, SIZE);
  const floorMs = await repeated(runs, () => crc32(Buffer.from(bytes)));
  const figure = async (name: string, work: () => unknown): Promise<Figure> => ({
    name,
    ms: await repeated(runs, work),
    floorMs,
    floor: 'copying and CRC-32 of the same bytes',
    runs,
  });
  return [
    await figure('pack a full NVS image of 112 KB', () => writeNvs(image, SIZE)),
    await figure('read a full NVS image of 112 KB', () => readNvs(bytes)),
  ];
};
