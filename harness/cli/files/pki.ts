import { join } from 'node:path';
import { Command } from 'commander';
import { describeContent } from '../../../certs/kits/describe-content.ts';
import { recognise } from '../../../certs/kits/recognise.ts';
import { type PkiItemType, packPkiImage, requireFits } from '../../../certs/pki/pki-image.ts';
import { type PkiImageContent, readPkiImage } from '../../../certs/pki/pki-image-reader.ts';
import { readBin } from '../../../certs/read-bin.ts';
import { writeWhole } from '../../../certs/write-whole.ts';
import { checkedBytes } from '../flags.ts';
import { say } from '../say.ts';
import { contentLines } from './content-lines.ts';
import { requireOtherFile } from './require-other-file.ts';

const EXAMPLES = `
Examples:
  $ esp-at-bench pki show mqtt_cert.bin
  $ esp-at-bench pki pack --cert device.cert.pem --fits 8K --out mqtt_cert.bin
      byte for byte what AtPKI.py generate_bin makes; several files of a kind: repeat the option
  $ esp-at-bench pki unpack mqtt_key.bin --into FOLDER

Exit codes: 0 done, 2 bad input.`;

const WHAT = 'a PKI image';

const summary = (file: string, { items, size, warnings }: PkiImageContent) => {
  const described = items.map((item) => ({ ...item, content: describeContent(item.content) }));
  const lines = described.flatMap(({ type, id, content }) => [
    `  ${type} ${id}, ${content.bytes} bytes`,
    ...contentLines(content).map((line) => `    ${line}`),
  ]);
  return {
    value: { file, size, items: described, warnings },
    lines: [
      `${file}: a PKI image of ${size} bytes`,
      ...lines,
      ...warnings.map((warning) => `  note: ${warning}`),
    ],
  };
};

interface JsonOption {
  readonly json?: boolean;
}

const show = async (file: string, { json }: JsonOption): Promise<void> => {
  const { value, lines } = summary(file, readPkiImage(await readBin(file, WHAT)));
  say(json, value, lines);
};

interface Named {
  readonly type: PkiItemType;
  readonly path: string;
}

const pack = async (
  named: readonly Named[],
  { out, fits, json }: JsonOption & { readonly out: string; readonly fits?: string },
): Promise<void> => {
  await requireOtherFile(
    out,
    named.map(({ path }) => path),
  );
  const items = await Promise.all(
    named.map(async ({ type, path }) => ({ type, content: await readBin(path, `a ${type}`) })),
  );
  const image = packPkiImage(items);
  if (fits !== undefined) {
    requireFits(image, { partition: out, size: checkedBytes('--fits', fits) });
  }
  await writeWhole(out, image, { mode: 0o600 });
  const { value, lines } = summary(out, readPkiImage(image));
  say(json, value, lines);
};

const ENDINGS: Readonly<Record<string, string>> = { pem: 'pem', der: 'der' };

const unpack = async (
  file: string,
  { into, json }: JsonOption & { readonly into: string },
): Promise<void> => {
  const { items } = readPkiImage(await readBin(file, WHAT));
  const files = items.map(({ type, content }, number) => {
    const ending = ENDINGS[recognise(content).kind] ?? 'bin';
    return { path: join(into, `${number}-${type}.${ending}`), content };
  });
  for (const { path, content } of files) await writeWhole(path, content, { mode: 0o600 });
  const paths = files.map(({ path }) => path);
  say(json, { files: paths }, paths);
};

/** Items go into an image in the order in which their types are first named. */
const packCommand = (): Command => {
  const named: Named[] = [];
  const add = (type: PkiItemType) => (path: string) => void named.push({ type, path });
  return new Command('pack')
    .description('makes an image of certificates and keys, which go in as they are')
    .option('--ca <file>', 'a root certificate; repeatable, like the next two', add('ca'))
    .option('--cert <file>', 'a certificate', add('cert'))
    .option('--key <file>', 'a private key', add('key'))
    .requiredOption('--out <file>', 'the image; for its owner alone')
    .option('--fits <bytes>', 'refuse what does not fit into a partition of this size')
    .option('--json', 'one JSON line instead of text')
    .action((options) => pack(named, options));
};

/** `esp-at-bench pki`: the images in the credential partitions of ESP-AT up to 2.4. */
export const pkiCommand = (): Command =>
  new Command('pki')
    .description('PKI images, in which ESP-AT up to 2.4 keeps each credential')
    .addHelpText('afterAll', EXAMPLES)
    .addCommand(
      new Command('show')
        .description('says what an image holds; of a key its kind alone')
        .argument('<file>', 'an image, or a partition that was read back')
        .option('--json', 'one JSON line instead of text')
        .action(show),
    )
    .addCommand(packCommand())
    .addCommand(
      new Command('unpack')
        .description('writes what an image holds into files, each for its owner alone')
        .argument('<file>', 'an image, or a partition that was read back')
        .requiredOption('--into <folder>', 'where to')
        .option('--json', 'one JSON line instead of text')
        .action(unpack),
    );
