import type { Account } from '../../../simulators/aws-iot/arns.ts';
import { accountIn } from '../../../simulators/aws-iot/policy/check-policy.ts';
import { DEFAULT_ACCOUNT } from '../../../simulators/aws-iot/stand-in-options.ts';
import type { BenchFile } from '../file/bench-file.ts';

/** A stand-in's own, or that of which a kit's policy speaks: the account that has handed the kit out. */
export const standInAccount = ({ kit }: BenchFile): Account =>
  (kit?.policy && accountIn(kit.policy.policy)) ?? DEFAULT_ACCOUNT;
