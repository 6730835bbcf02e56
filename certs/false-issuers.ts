import { type Issuer, makeIssuer, organisation } from './issuer.ts';
import { type KeySource, newCurveKeyPair } from './keys.ts';
import { lazily } from './lazily.ts';

/**
 * Who signs a server's certificate and must not be believed: somebody whose own certificate allows no issuing, somebody who
 * calls himself as the root does, an authority below the root whose certificate has expired.
 */
export type FalseIssuer = 'a leaf' | 'a namesake' | 'an expired authority';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Each is made when it is asked for. The namesake's key is of the root's kind, the others' are on a curve. */
export const falseIssuers = (
  root: Issuer,
  keys: KeySource,
): Readonly<Record<FalseIssuer, () => Promise<Issuer>>> => {
  const below = (name: string, fromDays: number, untilDays: number, mayIssue: boolean) =>
    makeIssuer({
      name: organisation(name),
      keys: newCurveKeyPair,
      parent: root,
      mayIssue,
      notBefore: new Date(Date.now() + fromDays * DAY_MS),
      notAfter: new Date(Date.now() + untilDays * DAY_MS),
    });
  return {
    'a leaf': lazily(() => below('no authority', -1, 365, false)),
    'a namesake': lazily(async () => ({ ...root, key: (await keys()).privateKey })),
    'an expired authority': lazily(() => below('a former authority', -30, -1, true)),
  };
};
