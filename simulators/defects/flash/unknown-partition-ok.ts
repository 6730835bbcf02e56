import type { FlashRequest } from '../../esp-at/seams.ts';
import type { Defect } from '../defect.ts';

type Known = readonly NonNullable<FlashRequest['partition']>[];

const byItsBeginning = (asked: FlashRequest, known: Known): FlashRequest => {
  const partition = asked.partition ?? known.find(({ name }) => asked.name.startsWith(name));
  if (!partition || asked.partition) return asked;
  return { ...asked, partition, length: asked.length || partition.size };
};

export const unknownPartitionOk: Defect = {
  name: 'unknown-partition-ok',
  area: 'flash',
  suffering:
    'A partition is taken for meant when its name is how the given one begins: erasing mqtt_cert2 wipes mqtt_cert.',
  plant: () => ({ flash: { request: byItsBeginning } }),
};
