import { type KeyPair, type KeySource, newKeyPair } from '../../../certs/keys.ts';

/** So many keys, made when they are first asked for, and then the same over and over: for what needs many and no secrets. */
export const keysInTurn = (count: number, make: KeySource = newKeyPair): KeySource => {
  const made: Promise<KeyPair>[] = [];
  let turn = 0;
  return () => {
    const at = turn++ % count;
    made[at] ??= make();
    return made[at];
  };
};
