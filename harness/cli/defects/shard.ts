import { BadInput } from '../../../errors/bench-error.ts';

/** One of several parts of equal size. */
interface Shard {
  /** From 1 on. */
  readonly part: number;
  readonly of: number;
}

/** @throws BadInput `BAD_FLAG` */
const shardAsked = (asked: string): Shard => {
  const [, part, of] = (/^([1-9]\d*)\/([1-9]\d*)$/.exec(asked) ?? []).map(Number);
  if (part !== undefined && of !== undefined && part <= of) return { part, of };
  throw new BadInput(
    'BAD_FLAG',
    `--shard takes a part and how many there are, such as 2/3, not "${asked}".`,
  );
};

/**
 * That part of a list which `--shard` asks for: each third from the second on for `2/3`, so that neighbours, which are alike, go
 * to different parts. All parts together are the list.
 * @param asked as it was given; everything, if it was not
 * @throws BadInput `BAD_FLAG`
 */
export const shardOf = <T>(list: readonly T[], asked: string | undefined): readonly T[] => {
  if (asked === undefined) return list;
  const { part, of } = shardAsked(asked);
  return list.filter((_, i) => i % of === part - 1);
};
