import type { FlashSeams } from '../../esp-at/seams.ts';
import type { Defect } from '../defect.ts';

const oneFurther: NonNullable<FlashSeams['request']> = (asked, known) => {
  if (asked.operation !== 'erase' || !asked.partition) return asked;
  const at = known.findIndex(({ name }) => name === asked.name);
  return { ...asked, partition: known[(at + 1) % known.length] };
};

export const eraseOfTheNextPartition: Defect = {
  name: 'erase-of-the-next-partition',
  area: 'flash',
  suffering:
    'An erase says OK and wipes the partition behind the one that was named: a device loses a key that nobody has touched.',
  plant: () => ({ flash: { request: oneFurther } }),
};
