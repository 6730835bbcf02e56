import { Command, Option } from 'commander';
import { describeImage } from '../../../certs/factory-image/describe-image.ts';
import { writeIntoImage } from '../../../certs/factory-image/write-image.ts';
import { readKitCredentials } from '../../../certs/kits/kit-credentials.ts';
import type { CredentialUser } from '../../../certs/pki/credential-images.ts';
import { printable } from '../../../certs/printable.ts';
import { readBin } from '../../../certs/read-bin.ts';
import { sha256 } from '../../../certs/sha256.ts';
import { writeWhole } from '../../../certs/write-whole.ts';
import { BadInput } from '../../../errors/bench-error.ts';
import { say } from '../say.ts';
import { imageJson, imageLines } from './image-report.ts';
import { requireOtherFile } from './require-other-file.ts';

const EXIT_CODES = `
Exit codes: 0 done, 1 the image has problems, 2 bad input; nothing is written then.`;

const SHOW_EXAMPLES = `
Examples:
  $ esp-at-bench image show factory_WROOM-32.bin
      both partition tables, whose certificates are where, the factory parameters, the AT version; of a key its kind alone
  $ esp-at-bench image show factory_WROOM-32.bin --json
${EXIT_CODES}`;

const WRITE_EXAMPLES = `
Examples:
  $ esp-at-bench image write factory_WROOM-32.bin --credentials my-thing/ --out my-thing.bin
      what AWS handed out, as a folder or zip archive; which file is which, is seen in them. Without a root: that of AWS
  $ esp-at-bench image write factory.bin --credentials a.cert.pem a.private.key AmazonRootCA1.pem --for client --out a.bin
      for TLS connections of AT+CIPSTART in place of MQTT

Where things stand is told by the image's own tables: partitions of their own up to 2.4, an NVS from 3.2 on, of which all
other keys are kept. Outside of those partitions not a byte changes. The result holds a private key: it is for its owner alone.
${EXIT_CODES}`;

const USERS: readonly CredentialUser[] = ['mqtt', 'client', 'server', 'wpa2'];

const WHAT = 'a factory image';

const show = async (file: string, { json }: { json?: boolean }): Promise<void> => {
  const image = describeImage(await readBin(file, WHAT));
  say(json, imageJson(file, image), imageLines(file, image));
  process.exitCode = image.problems.length === 0 ? 0 : 1;
};

interface WriteOptions {
  readonly credentials: readonly string[];
  readonly out: string;
  readonly for: CredentialUser;
  readonly json?: boolean;
}

const write = async (file: string, options: WriteOptions): Promise<void> => {
  const { credentials, out, for: user, json } = options;
  const before = await readBin(file, WHAT);
  await requireOtherFile(out, [file, ...credentials]);
  const { credentials: device, names } = await readKitCredentials(credentials);
  const { image, changed } = writeIntoImage(before, device, user);
  await writeWhole(out, image, { mode: 0o600 });
  if (!(await readBin(out, 'the new image')).equals(image)) {
    throw new BadInput(
      'WRITTEN_WRONG',
      `${out} does not read back as it was written. Do not use it; write to another disk.`,
    );
  }
  const digest = sha256(image);
  say(json, { file: out, bytes: image.length, sha256: digest, from: names, changed }, [
    `${out}: ${image.length} bytes, SHA-256 ${digest}`,
    ...changed.map(
      ({ name, address, size }) =>
        `  ${name}: 0x${address.toString(16)} to 0x${(address + size).toString(16)} written`,
    ),
    printable(`  certificate ${names.certificate}, key ${names.key}, root ${names.ca}`),
    'All other bytes are those of the image that was read.',
  ]);
};

/** `esp-at-bench image`: looks into factory images, and puts credentials into them. */
export const imageCommand = (): Command =>
  new Command('image')
    .description('look into a factory image, or put credentials into one')
    .addCommand(
      new Command('show')
        .description('says what a factory image holds')
        .argument('<file>', 'a copy of the whole flash, as a release of ESP-AT brings it')
        .option('--json', 'one JSON line instead of text')
        .addHelpText('after', SHOW_EXAMPLES)
        .action(show),
    )
    .addCommand(
      new Command('write')
        .description('puts a certificate, its key and the root into a copy of a factory image')
        .argument('<file>', 'the image to begin with; it is not changed')
        .requiredOption('--credentials <paths...>', 'files, a folder or a zip archive with them')
        .requiredOption('--out <file>', 'the new image')
        .addOption(
          new Option('--for <user>', 'who on the board is to use them')
            .choices(USERS)
            .default('mqtt'),
        )
        .option('--json', 'one JSON line instead of text')
        .addHelpText('after', WRITE_EXAMPLES)
        .action(write),
    );
