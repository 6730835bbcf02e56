import { Command } from 'commander';
import { checkKit } from '../../../certs/kits/check-kit.ts';
import { sortOut } from '../../../certs/kits/connection-kit.ts';
import { readDownload } from '../../../certs/kits/download.ts';
import { kitJson } from './kit-fields.ts';
import { checkKitPolicy } from './kit-policy.ts';
import { kitTable } from './kit-table.ts';

const EXAMPLES = `
Examples:
  $ esp-at-bench credentials show connect_device_package.zip
      a connection kit as AWS's console makes it; it is read where it is, and nothing is unpacked
  $ esp-at-bench credentials show ~/Downloads/lamp
      a folder of what "create certificate" let download, or of a kit unpacked; names do not matter
  $ esp-at-bench credentials show connect_device_package.zip --json
      one JSON line for a program

Private keys are compared with certificates and never shown.

Exit codes: 0 nothing is wrong that would keep the device from AWS, 1 something is, 2 bad input.`;

const show = async (path: string, { json }: { json?: boolean }): Promise<void> => {
  const kit = sortOut(await readDownload(path));
  const { verdict, findings } = checkKitPolicy(kit);
  const known = { path, kit, verdict, findings: [...checkKit(kit), ...findings] };
  process.stdout.write((json ? kitJson : kitTable)(known));
  process.exitCode = known.findings.some(({ severity }) => severity === 'error') ? 1 : 0;
};

const showCommand = (): Command =>
  new Command('show')
    .description('says what AWS handed out for a device, and what is wrong with it')
    .argument('<path>', 'a connection kit (zip), a file, or a folder of either')
    .option('--json', 'one JSON line instead of a table')
    .addHelpText('after', EXAMPLES)
    .action(show);

/** `esp-at-bench credentials`: what AWS handed out for a device. */
export const credentialsCommand = (): Command =>
  new Command('credentials')
    .description("a device's credentials as AWS hands them out")
    .addCommand(showCommand());
