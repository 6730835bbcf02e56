import { BadInput } from '../../errors/bench-error.ts';
import { recognise } from '../kits/recognise.ts';
import { collectEntries } from './nvs-entries.ts';
import { NVS } from './nvs-format.ts';
import { type NvsFinding, NvsImage } from './nvs-image.ts';
import { type PageHeader, readPageHeader } from './nvs-page-header.ts';
import { readNvsPage } from './nvs-page-reader.ts';

/**
 * Reads an NVS partition, be it one that was just made or one that a board has written to for years: the values that
 * firmware takes out of it, and in `findings` what it throws away or never looks at. Values are copies. Unencrypted
 * images only. Throws BadInput NOT_AN_NVS_IMAGE.
 */
export const readNvs = (bytes: Uint8Array): NvsImage => {
  const image = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { pages, findings, isBlank } = pagesOf(image);
  if (pages.length === 0 && !isBlank) throw notAnImage(bytes);
  if (isBlank) {
    const sentence =
      'Nothing but erased pages. Firmware takes them for an NVS without entries; a board whose "mfg_nvs" is so has lost its factory settings.';
    return NvsImage.of([], [{ kind: 'erased', offset: 0, sentence }, ...findings]);
  }
  const contents = inOrder(pages, findings).map(({ bytes, base, header }) =>
    readNvsPage(bytes, base, header.state === 'active'),
  );
  const collected = collectEntries(contents.flatMap(({ pieces }) => pieces));
  return NvsImage.of(collected.entries, [
    ...findings,
    ...contents.flatMap((page) => page.findings),
    ...collected.findings,
  ]);
};

interface StoredPage {
  readonly bytes: Buffer;
  readonly base: number;
  readonly header: PageHeader;
}

const pagesOf = (
  image: Buffer,
): { pages: StoredPage[]; findings: NvsFinding[]; isBlank: boolean } => {
  const pages: StoredPage[] = [];
  const findings: NvsFinding[] = [];
  const report = (kind: NvsFinding['kind'], offset: number, sentence: string): void => {
    findings.push({ kind, offset, sentence });
  };
  let blank = 0;
  const whole = Math.floor(image.length / NVS.pageBytes);
  for (let number = 0; number < whole; number++) {
    const base = number * NVS.pageBytes;
    const bytes = image.subarray(base, base + NVS.pageBytes);
    const header = readPageHeader(bytes);
    if (header === 'blank') blank += 1;
    else if (header === 'damaged') {
      report('damaged-page', base, `Page ${number} has no valid header; firmware will erase it.`);
    } else if (header.version < NVS.version2) {
      report('newer-page', base, `Page ${number} is of a newer NVS; firmware of 2026 refuses it.`);
    } else pages.push({ bytes, base, header });
  }
  if (image.length > whole * NVS.pageBytes) {
    report('cut-off', whole * NVS.pageBytes, 'The image ends in the middle of a page.');
  }
  return { pages, findings, isBlank: whole > 0 && blank === whole };
};

/**
 * Oldest first. When power went away while a page was being emptied, firmware throws away what it had copied so far,
 * copies again, and with that puts the page behind all others.
 */
const inOrder = (pages: StoredPage[], findings: NvsFinding[]): StoredPage[] => {
  const sorted = pages.toSorted((a, b) => a.header.sequence - b.header.sequence);
  const freeing = sorted.filter(({ header }) => header.state === 'freeing');
  const [emptied] = freeing;
  if (!emptied) return sorted;
  const sentence = 'Power went away while this page was being emptied; its entries are all there.';
  findings.push({ kind: 'interrupted', offset: emptied.base, sentence });
  const copies = sorted.at(-1)?.header.state === 'active' ? sorted.pop() : undefined;
  if (copies) {
    const sentence = 'Entries copied from the page being emptied; firmware copies them again.';
    findings.push({ kind: 'interrupted', offset: copies.base, sentence });
  }
  return [...sorted.filter(({ header }) => header.state !== 'freeing'), ...freeing];
};

const notAnImage = (bytes: Uint8Array): BadInput => {
  const { kind, words } = recognise(bytes);
  const found = kind === 'nvs' ? 'an NVS image of which no page is whole' : words;
  return new BadInput(
    'NOT_AN_NVS_IMAGE',
    `An NVS image is made of pages of ${NVS.pageBytes} bytes with headers and checksums, and here is ${found}. Check that it is the right file or partition.`,
  );
};
