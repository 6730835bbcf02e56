import { Command, Option } from 'commander';
import type { CredentialUser } from '../../../certs/pki/credential-images.ts';
import { readIntoFile, verifyFlash } from './flash-read.ts';
import { writeCredentials, writeFactoryImage, writeRelease } from './flash-write.ts';

const USERS: readonly CredentialUser[] = ['mqtt', 'client', 'server', 'wpa2'];

const EXAMPLES = `
Examples:
  $ esp-at-bench flash write factory_WROOM-32.bin --port /dev/ttyUSB0
      a whole factory image; what this chip could not start from is refused before anything is written
  $ esp-at-bench flash release ESP32-WROOM-32_AT_Bin_V3.4.0.0 --port COM3 --baud 921600
      a release as it is unpacked: the files that its download.config names
  $ esp-at-bench flash credentials my-thing/ --port /dev/ttyUSB0
      certificate, key and root alone, where the tables in the board's own flash say; an NVS keeps all its other keys
  $ esp-at-bench flash credentials my-thing.zip --bench my-bench.yaml
      the ports and the way into the loader (key download) as the bench file has them
  $ esp-at-bench flash read backup.bin --port /dev/ttyUSB0
  $ esp-at-bench flash read mfg_nvs.bin --port /dev/ttyUSB0 --from 0x21000 --size 112K
  $ esp-at-bench flash verify factory_WROOM-32.bin --port /dev/ttyUSB0

The port is the log and download port (USB on a DevKit), not the AT port. The chip is brought into its loader by DTR and RTS
where the port has them. Where it has none (tcp://host:port, a pseudo terminal) hold BOOT, press EN and let both go before, or
name a command line in a bench file. docs/flashing.md says more.

Exit codes: 0 done, 1 it failed or flash is not what it should be, 2 bad input or set-up (nothing is written then), 130
stopped by Ctrl-C: what is written until then is said.`;

const about = (command: Command): Command =>
  command
    .option('--port <port>', 'the log and download port: /dev/ttyUSB0, COM3, tcp://host:port')
    .option('--bench <file>', 'take ports and the way into the loader from a bench file')
    .option('--board <name>', 'which board of the bench file; the first unless told')
    .option('--baud <rate>', 'while bytes are moved; 460800, or the one rate that the port has')
    .option('--no-stub', "use the chip's ROM alone, without Espressif's program in its RAM")
    .option('--steps', 'say each step on standard error')
    .option('--json', 'one JSON line instead of text, and no progress');

const writing = (command: Command): Command =>
  about(command).option('--no-verify', 'do not let the chip sum up what was written');

/** `esp-at-bench flash`: a board's flash through the loader of its chip. */
export const flashCommand = (): Command =>
  new Command('flash')
    .description("write, read or verify a board's flash through the loader of its chip")
    .addHelpText('afterAll', EXAMPLES)
    .addCommand(
      writing(new Command('write'))
        .description('writes a whole factory image')
        .argument('<file>', 'a copy of the whole flash, as a release of ESP-AT brings it')
        .action(writeFactoryImage),
    )
    .addCommand(
      writing(new Command('release'))
        .description('writes the files of a release where its download.config says')
        .argument('<folder>', 'where download.config is')
        .action(writeRelease),
    )
    .addCommand(
      writing(new Command('credentials'))
        .description('writes a certificate, its key and the root, and nothing else')
        .argument('<paths...>', 'files, a folder or a zip archive with them')
        .addOption(
          new Option('--for <user>', 'who on the board is to use them')
            .choices(USERS)
            .default('mqtt'),
        )
        .action(writeCredentials),
    )
    .addCommand(
      about(new Command('read'))
        .description('reads flash into a file, for its owner alone')
        .argument('<file>', 'the file to be')
        .option('--from <address>', 'where to begin', '0')
        .option('--size <bytes>', 'how much; up to the end unless told')
        .action(readIntoFile),
    )
    .addCommand(
      about(new Command('verify'))
        .description('compares flash with a file or a release; nothing is written')
        .argument('<path>', 'a factory image, any other part of flash, or the folder of a release')
        .option('--from <address>', 'where the file belongs', '0')
        .action(verifyFlash),
    );
