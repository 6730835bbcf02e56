import { dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { describeNvs } from '../../../certs/nvs/describe-nvs.ts';
import { readNvsCsv, writeNvsCsv } from '../../../certs/nvs/nvs-csv.ts';
import type { NvsImage } from '../../../certs/nvs/nvs-image.ts';
import { nvsLosses } from '../../../certs/nvs/nvs-losses.ts';
import { packProvenNvs } from '../../../certs/nvs/nvs-proof.ts';
import { readNvs } from '../../../certs/nvs/nvs-reader.ts';
import { printable } from '../../../certs/printable.ts';
import { readBin } from '../../../certs/read-bin.ts';
import { writeWhole } from '../../../certs/write-whole.ts';
import { checkedBytes } from '../flags.ts';
import { say } from '../say.ts';
import { contentLines } from './content-lines.ts';
import { requireOtherFile } from './require-other-file.ts';

const EXAMPLES = `
Examples:
  $ esp-at-bench nvs show mfg_nvs.bin
  $ esp-at-bench nvs unpack mfg_nvs.bin --into FOLDER
      FOLDER/nvs.csv in the form of ESP-IDF's nvs_partition_gen, and a file for each credential
  $ esp-at-bench nvs pack FOLDER/nvs.csv --size 0x1c000 --out mfg_nvs.bin
      paths in the CSV file begin at its folder. The size is that of the partition: 0x1c000 on ESP32, 0x1f000 on ESP32-C3

Exit codes: 0 done, 1 shown, but damaged, 2 bad input.`;

const WHAT = 'an NVS image';

interface JsonOption {
  readonly json?: boolean;
}

const summary = (file: string, image: NvsImage) => {
  const values = describeNvs(image);
  const { findings } = image;
  const lines = values.flatMap((each) => {
    const name = `  ${printable(`${each.namespace}/${each.key}`)} ${each.type}`;
    if ('value' in each) return [`${name} ${printable(each.value)}`];
    return [
      `${name}, ${each.content.bytes} bytes`,
      ...contentLines(each.content).map((line) => `    ${line}`),
    ];
  });
  return {
    value: { file, values, findings },
    lines: [
      `${file}: an NVS with ${values.length} values`,
      ...lines,
      ...findings.map(
        ({ offset, sentence }) => `  at 0x${offset.toString(16)}: ${printable(sentence)}`,
      ),
    ],
  };
};

const show = async (file: string, { json }: JsonOption): Promise<void> => {
  const image = readNvs(await readBin(file, WHAT));
  const { value, lines } = summary(file, image);
  say(json, value, lines);
  process.exitCode = nvsLosses(image).length === 0 ? 0 : 1;
};

const pack = async (
  csv: string,
  { out, size, json }: JsonOption & { readonly out: string; readonly size: string },
): Promise<void> => {
  const bytes = checkedBytes('--size', size);
  const text = (await readBin(csv, 'a CSV file')).toString();
  await requireOtherFile(out, [csv]);
  const image = await readNvsCsv(text, async (path) => {
    const value = resolve(dirname(csv), path);
    await requireOtherFile(out, [value]);
    return readBin(value, 'a value');
  });
  await writeWhole(out, packProvenNvs(image, bytes), { mode: 0o600 });
  const { value, lines } = summary(out, image);
  say(json, value, lines);
};

const unpack = async (
  file: string,
  { into, json }: JsonOption & { readonly into: string },
): Promise<void> => {
  const { csv, files } = writeNvsCsv(readNvs(await readBin(file, WHAT)));
  for (const [name, content] of files) await writeWhole(join(into, name), content, { mode: 0o600 });
  const path = join(into, 'nvs.csv');
  await writeWhole(path, csv, { mode: 0o600 });
  const paths = [path, ...[...files.keys()].map((name) => join(into, name))];
  say(json, { files: paths }, paths);
};

/** `esp-at-bench nvs`: the images of `mfg_nvs`, in which ESP-AT keeps all credentials from 3.2 on. */
export const nvsCommand = (): Command =>
  new Command('nvs')
    .description('NVS images such as mfg_nvs.bin, where ESP-AT from 3.2 on keeps its credentials')
    .addHelpText('afterAll', EXAMPLES)
    .addCommand(
      new Command('show')
        .description('says what an image holds; of keys and texts their kind and size alone')
        .argument('<file>', 'an image, or a partition that was read back')
        .option('--json', 'one JSON line instead of text')
        .action(show),
    )
    .addCommand(
      new Command('pack')
        .description('makes an image of a CSV file and the files that it names')
        .argument('<csv>', "in the form of ESP-IDF's nvs_partition_gen")
        .requiredOption('--size <bytes>', 'of the partition')
        .requiredOption('--out <file>', 'the image; for its owner alone')
        .option('--json', 'one JSON line instead of text')
        .action(pack),
    )
    .addCommand(
      new Command('unpack')
        .description('writes what an image holds into a CSV file and others, for their owner alone')
        .argument('<file>', 'an image, or a partition that was read back')
        .requiredOption('--into <folder>', 'where to')
        .option('--json', 'one JSON line instead of text')
        .action(unpack),
    );
