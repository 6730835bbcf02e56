import type { Defect } from '../defect.ts';

const PAGE_BYTES = 256;

const withoutPageEnds = (sent: Buffer): Buffer =>
  Buffer.from(sent.map((byte, at) => ((at + 1) % PAGE_BYTES === 0 ? 0xff : byte)));

export const pageEndsNotProgrammed: Defect = {
  name: 'page-ends-not-programmed',
  area: 'flash',
  suffering:
    'The last byte of each page of 256 is left out: whatever is longer than a page is damaged.',
  plant: () => ({ flash: { written: withoutPageEnds } }),
};
