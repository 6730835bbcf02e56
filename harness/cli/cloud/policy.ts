import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { Command } from 'commander';
import { parseCertificate } from '../../../certs/credentials.ts';
import { certificateId } from '../../../certs/describe-certificate.ts';
import { BadInput } from '../../../errors/bench-error.ts';
import type { Account } from '../../../simulators/aws-iot/arns.ts';
import {
  accountIn,
  type CheckOptions,
  checkPolicy,
} from '../../../simulators/aws-iot/policy/check-policy.ts';
import type { Policy } from '../../../simulators/aws-iot/policy/document.ts';
import { DEFAULT_ACCOUNT } from '../../../simulators/aws-iot/stand-in-options.ts';
import { readPolicyFile } from '../../bench/file/policy-file.ts';
import { checked, checkedAccount, checkedRegion, gather } from '../flags.ts';
import { type ScriptFlags, scriptOf } from './policy-script.ts';
import { allowsAll, verdictJson, verdictTable } from './policy-verdict.ts';

interface Options extends ScriptFlags {
  readonly thing?: string;
  readonly thingType?: string;
  readonly attribute: readonly string[];
  readonly certificate?: string;
  readonly sourceIp?: string;
  readonly region?: string;
  readonly account?: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  $ esp-at-bench policy check my-thing-Policy --client-id sdk-java --publish sdk/test/Python --subscribe sdk/test/java
      may a device with this policy do that? What is subscribed to without wildcards is to be received, too
  $ esp-at-bench policy check policy.json --client-id lamp --thing lamp --will lamp/gone --retain-will --persistent
      for the thing lamp, with a last will that is to be retained and a session that is to be kept
  $ esp-at-bench policy check policy.json --client-id lamp --certificate lamp.cert.pem --publish lamp/state --json
      for a policy that speaks of the certificate; one JSON line for a program

Region and account are those of the first resource that names them, else ${DEFAULT_ACCOUNT.region} and ${DEFAULT_ACCOUNT.account}.

Exit codes: 0 the policy allows every step, 1 it forbids one, 2 bad input.`;

const thingsOf = ({ thing, thingType, attribute }: Options): CheckOptions['things'] & {} => {
  if (thing === undefined) {
    if (thingType === undefined && attribute.length === 0) return [];
    throw new BadInput(
      'BAD_FLAG',
      '--thing-type and --attribute are about a thing: name it by --thing.',
    );
  }
  const attributes = attribute.map((text): [string, string] => {
    const split = checked('--attribute', text, /^[^=]+=/, 'NAME=VALUE').indexOf('=');
    return [text.slice(0, split), text.slice(split + 1)];
  });
  return [{ name: thing, typeName: thingType, attributes: Object.fromEntries(attributes) }];
};

const certificateOf = async (path: string | undefined): Promise<Partial<CheckOptions>> => {
  if (path === undefined) return {};
  const pem = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new BadInput(
      'FILE_UNREADABLE',
      `--certificate takes a file, and ${path} cannot be read (${cause.code}).`,
      { cause },
    );
  });
  const certificate = parseCertificate(pem, path);
  return { certificate, certificateId: certificateId(certificate.raw) };
};

const accountOf = (policy: Policy, { region, account }: Options): Account => {
  const own = accountIn(policy) ?? DEFAULT_ACCOUNT;
  return {
    region: region === undefined ? own.region : checkedRegion(region),
    account: account === undefined ? own.account : checkedAccount(account),
  };
};

const addressOf = ({ sourceIp }: Options): Partial<CheckOptions> => {
  if (sourceIp === undefined) return {};
  if (isIP(sourceIp) !== 0) return { sourceIp };
  throw new BadInput('BAD_FLAG', `--source-ip takes an address, not "${sourceIp}".`);
};

const check = async (file: string, options: Options): Promise<void> => {
  const script = scriptOf(options);
  const known = { things: thingsOf(options), ...addressOf(options) };
  const certificate = await certificateOf(options.certificate);
  const { policy } = await readPolicyFile(file);
  const account = accountOf(policy, options);
  const checked = checkPolicy(policy, script, { account, ...known, ...certificate });
  process.stdout.write((options.json ? verdictJson : verdictTable)(file, checked));
  process.exitCode = allowsAll(checked) ? 0 : 1;
};

const checkCommand = (): Command =>
  new Command('check')
    .description('says which steps of a device a policy forbids, and what would allow them')
    .argument('<file>', 'an AWS IoT policy document in JSON')
    .requiredOption('--client-id <id>', 'as which the device connects')
    .option('--publish <topic>', 'it publishes there; repeatable, like all topics', gather, [])
    .option('--retain <topic>', 'it publishes there, to be retained', gather, [])
    .option('--subscribe <filter>', 'it subscribes to it', gather, [])
    .option('--receive <topic>', 'it wants to receive from it', gather, [])
    .option('--will <topic>', 'it leaves a last will for it')
    .option('--retain-will', 'the last will is to be retained')
    .option('--persistent', 'it asks for its session to be kept')
    .option('--thing <name>', 'the thing that its certificate is attached to')
    .option('--thing-type <name>', 'the type of that thing')
    .option('--attribute <name=value>', 'an attribute of that thing; repeatable', gather, [])
    .option('--certificate <file>', 'its certificate, for policies that speak of it')
    .option('--source-ip <address>', 'from where it calls')
    .option('--region <region>', 'stands in every ARN')
    .option('--account <digits>', 'likewise')
    .option('--json', 'one JSON line instead of a table')
    .addHelpText('after', EXAMPLES)
    .action(check);

/** `esp-at-bench policy`: what AWS IoT policies let devices do. */
export const policyCommand = (): Command =>
  new Command('policy')
    .description('what an AWS IoT policy lets a device do')
    .addCommand(checkCommand());
